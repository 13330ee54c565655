import type { Finding, Severity } from "../../ipc/bindings";

const weight: Record<Severity, number> = { fails: 0, decide: 1, notice: 2 };

/** Worst first; among equals the one that touches most. */
export function bySeverity(a: Finding, b: Finding): number {
  return (
    weight[a.severity] - weight[b.severity] ||
    (b.count ?? 0) - (a.count ?? 0) ||
    a.title.localeCompare(b.title)
  );
}

export function openFindings(findings: readonly Finding[]): Finding[] {
  return findings.filter((finding) => !finding.accepted).sort(bySeverity);
}

export function acceptedFindings(findings: readonly Finding[]): Finding[] {
  return findings.filter((finding) => finding.accepted).sort(bySeverity);
}

/** What must be decided before a run: everything open that is more than good to know. */
export function decisions(findings: readonly Finding[]): Finding[] {
  return openFindings(findings).filter((finding) => finding.severity !== "notice");
}

/** The findings about one dataset of the plan (`source.dataset`), or about one of its fields. */
export function findingsOf(findings: readonly Finding[], from: string, field?: string): Finding[] {
  return findings
    .filter(
      (finding) =>
        finding.source !== null &&
        finding.dataset !== null &&
        `${finding.source}.${finding.dataset}` === from &&
        (field === undefined || finding.field === field),
    )
    .sort(bySeverity);
}
