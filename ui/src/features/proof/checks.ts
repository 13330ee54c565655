import type { ProofCheck } from "../../ipc/bindings";

export interface CheckGroup {
  kind: string;
  checks: ProofCheck[];
  holding: number;
}

/** Checks by kind; kinds with one that does not hold come first, and so do those checks. */
export function checkGroups(checks: readonly ProofCheck[]): CheckGroup[] {
  const groups = new Map<string, ProofCheck[]>();
  for (const check of checks) groups.set(check.kind, [...(groups.get(check.kind) ?? []), check]);
  return [...groups]
    .map(([kind, members]) => ({
      kind,
      checks: [...members].sort((a, b) => Number(a.holds) - Number(b.holds)),
      holding: members.filter((check) => check.holds).length,
    }))
    .sort((a, b) => Number(a.holding === a.checks.length) - Number(b.holding === b.checks.length));
}
