import type { RowDifferenceKind } from "../../ipc/bindings";
import { count, duration, plural } from "../../parts/format";

export const proofWords = {
  title: "Validate",
  note: (when: string, took: number) => `${when}. Took ${duration(took)}.`,
  loading: "Reading the latest proof",
  empty: "Nothing to prove yet",
  emptyText:
    "After a run, source and target are read again and compared, value for value. The result stands here.",
  unproved: "Not proved yet",
  unprovedText: "Source and target are read again and compared, value for value. The result stands here.",
  openRun: "Open Run",
  takenBack: "This run was rolled back",
  takenBackText: (target: string) => `${target} is as it was before the run, so there is nothing to prove.`,
  takenBackProof: "What stands below is what was found before that.",
  prepareNext: "Prepare the next run",
  prove: "Prove now",
  again: "Prove again",
  proving: "Comparing what was read with what was written",
  provingText: "Both sides are read again, slice by slice. Nothing is written.",
  holding: (holding: number, checks: number) =>
    `${count(holding)} of ${plural(checks, "# check holds", "# checks hold")}`,
  equal: "What was read is what is there",
  equalText: (rows: number, slices: number) =>
    `${plural(rows, "# row", "# rows")} in ${plural(slices, "# slice", "# slices")} compared value for value, read back from the target.`,
  differs: "Source and target differ",
  differsText: (tables: string, differences: number) =>
    `${tables}: ${plural(differences, "# difference", "# differences")}. The source is unchanged and the old data is still in place.`,
  rollBack: "Roll back…",
  keepOrBack: "Keep or roll back",
  checks: "Checks",
  expected: "Expected",
  found: "Found",
  object: "About",
  state: "State",
  holdsWord: "Holds",
  failsWord: "Does not hold",
  datasets: "Tables",
  table: "Table",
  slices: "Slices",
  slicesOf: (equal: number, all: number) => `${count(equal)} of ${count(all)} equal`,
  rootExpected: "Root of what was read",
  rootFound: "Root of what is there",
  differences: "Differences",
  noDifferencesText: "Every row and every value of this table is the same on both sides.",
  firstOf: (shown: number, all: number) =>
    shown < all ? `The first ${count(shown)} of ${count(all)}` : `All ${count(all)}`,
  row: "Row",
  field: "Field",
  kind: "Kind",
  wholeRow: "whole row",
  equalWord: "equal",
  differWord: "differs",
  readOnly: "A proof reads both sides and writes nothing",
} as const;

export const checkKinds: Partial<Record<string, string>> = {
  values: "Values",
  rows: "Row counts",
  nulls: "Empty values",
  keys: "Keys",
  foreign_keys: "Foreign keys",
  indexes: "Indexes",
  sequences: "Sequences",
  integrity: "Integrity of the file",
  full_text: "Full-text indexes",
  source_unchanged: "Source unchanged",
  objects: "Views and triggers",
};

export const differenceWords: Record<RowDifferenceKind, string> = {
  missing: "missing",
  extra: "too many",
  changed: "changed",
};
