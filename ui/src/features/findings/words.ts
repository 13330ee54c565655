import type { Severity } from "../../ipc/bindings";
import { count, percent, plural } from "../../parts/format";

export const findingWords = {
  title: "Findings",
  open: (n: number, decided = 0) =>
    decided === 0 ? `Open ${count(n)}` : `Open ${count(n)}, decided ${count(decided)}`,
  accepted: (n: number) => `Accepted ${count(n)}`,
  noneOpen: "Nothing is open",
  noneOpenText: "Every finding is decided or accepted.",
  noneAccepted: "Nothing was accepted",
  noneAcceptedText: "A loss that you accept is listed here, and in the plan.",
  severity: {
    fails: "A step would fail.",
    decide: "Decision needed.",
    notice: "Good to know.",
  } satisfies Record<Severity, string>,
  decided: (choice: string) => `Decided: ${choice}, checked by the next dry run`,
  takeBack: "Take back",
  isAccepted: "Accepted in the plan.",
  of: (n: number, of: number) => `${count(n)} of ${count(of)} (${percent(n / of, 2)})`,
  worst: "Worst:",
  recommended: "Recommended",
  affects: (n: number) => plural(n, "touches # row", "touches # rows"),
  choices: (title: string) => `Choices for: ${title}`,
} as const;
