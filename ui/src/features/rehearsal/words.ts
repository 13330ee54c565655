import type { NotRead, Rehearsal, Verdict } from "../../ipc/bindings";
import { bytes, count, duration, list, percent, plural } from "../../parts/format";

export const rehearsalWords = {
  title: "Dry run",
  note: (when: string, took: number, notRead: readonly NotRead[]) =>
    notRead.length === 0
      ? `${when}. Read every row, wrote none. Took ${duration(took)}.`
      : `${when}. Read every row that can be moved so far, wrote none. Not ${list(notRead.map(notReadYet))}: see what would fail. Took ${duration(took)}.`,
  start: "Start the dry run",
  again: "Run again",
  empty: "No dry run yet",
  emptyText:
    "A dry run reads every row and writes none. It says exactly what would be lost and why, before anything runs.",
  loading: "Reading the latest report",
  earlier: "Report",
  earlierOption: (when: string) => when,
  earlierNote: (rows: number, left: number) =>
    `${plural(rows, "# row read", "# rows read")}, ${count(left)} left behind`,
  latest: "Latest",
  running: "Reading every row, writing none",
  runningText: (rows: number, total: number) => `${count(rows)} of ${plural(total, "# row", "# rows")}`,
  cancel: "Cancel",
  progress: "How far each table is",
  done: "read",
  waiting: "waiting",
  outdated: "This report is out of date.",
  oldReport: "This is an earlier report. Decisions are made on the latest.",
  toLatest: "Show the latest",
  openRun: "Go to Run",
  firstDecision: "Make the first decision",
  firstFailure: "See what would fail",
  figures: "The dry run in six figures",
  rowsRead: "Rows read",
  written: "Will be written",
  left: "Left behind",
  changed: "Values changed",
  likely: "Likely duration",
  space: "Space needed",
  tablesRead: (n: number, all: number) =>
    n === all ? plural(n, "# table", "# tables") : `${count(n)} of ${plural(all, "# table", "# tables")}`,
  writtenShare: (share: string, part: boolean) => (part ? `${share} of those read` : share),
  reasons: (n: number, part: boolean) =>
    n === 0
      ? part
        ? "none of those read"
        : "every row arrives"
      : plural(n, "# reason, all listed", "# reasons, all listed"),
  filtered: (n: number) => plural(n, "# row filtered by the plan", "# rows filtered by the plan"),
  kinds: (n: number) => (n === 0 ? "none" : plural(n, "# kind", "# kinds")),
  measured: "from the measured rate",
  spaceNote: (free: number | null, backup: number) =>
    free === null ? `undo ${bytes(backup)}` : `${bytes(free)} free, undo ${bytes(backup)}`,
  tabs: "Parts of the report",
  byTable: "By table",
  losses: "Field losses",
  leftRows: "Rows left behind",
  schema: "Schema",
  checks: "Checks",
  checksOf: (holds: number, all: number) => `${count(holds)} of ${count(all)}`,
  filter: "Filter",
  table: "Table",
  read: "Read",
  writtenShort: "Written",
  leftShort: "Left behind",
  changedShort: "Changed",
  share: "Share",
  worst: "Worst finding",
  noFindings: "No findings",
  total: "Total",
  notRead: "Not read yet",
  noneReadOf: (rows: number | null) => (rows === null ? "0" : `0 of ${count(rows)}`),
  notReadTables: (n: number) => plural(n, "# table not read yet", "# tables not read yet"),
  exact: "Counts are exact, not estimates.",
  totals: (read: number, written: number, left: number, changed: number) =>
    `${count(read)} read, ${count(written)} written, ${count(left)} left behind, ${plural(changed, "# value changed", "# values changed")}`,
  shareText: (unchanged: number, changed: number, left: number) =>
    `${percent(unchanged, 2)} unchanged, ${percent(changed, 2)} changed, ${percent(left, 2)} left behind`,
  leftOf: (n: number, text: string) => `${plural(n, "# row", "# rows")} left behind: ${text}`,
  samples: (shown: number, all: number) =>
    shown < all ? `The first ${count(shown)} of ${count(all)}` : `All ${count(all)}`,
  source: "Source",
  why: "Why",
  noLeft: "No row is left behind",
  noLeftText: "Every row that was read can be written.",
  noLosses: "No value changes",
  noLossesText: "Every value arrives as it is.",
  field: "Field",
  before: "Before",
  after: "After",
  loss: "Loss",
  values: "Values",
  state: "State",
  acceptedState: "Accepted",
  openState: "Open",
  row: "Row",
  pairs: (field: string) => `Values of ${field}, before and after`,
  noChecks: "No check was made",
  noChecksText: "This report holds no checks.",
  holds: "holds",
  fails: "does not hold",
  findings: "Findings",
  nextFinding: "Next finding",
  previousFinding: "Previous finding",
  show: "Show",
  nothingWritten: (target: string) => `Nothing was written to ${target}`,
  plan: (start: string) => `Plan ${start}`,
  stopped: "The dry run stopped",
  notTakenBack: "Not taken back",
  notTakenBackText: "The plan was changed in another way since. Take this back on Map.",
} as const;

function notReadYet({ from, rows }: NotRead): string {
  return rows === null ? from : `${from} (${plural(rows, "# row", "# rows")})`;
}

/** The verdict in words: never a bare colour. */
export function verdictTitle(verdict: Verdict, failing: number, decisions: number): string {
  switch (verdict) {
    case "not_ready":
      return failing === 0
        ? "Not ready: every decision is made, run the dry run again"
        : `Not ready: ${plural(failing, "# step would fail", "# steps would fail")}`;
    case "nearly_ready":
      return decisions === 0
        ? "Nearly ready: every decision is made, run the dry run again"
        : `Nearly ready: ${plural(decisions, "# decision", "# decisions")} before this can run`;
    case "ready":
      return "Ready to run";
  }
}

export function verdictText({ figures, not_read }: Rehearsal, failing: number): string {
  const { rows_read, will_be_written } = figures;
  const part = not_read !== undefined && not_read.length > 0;
  const share =
    rows_read === 0
      ? part
        ? "No row could be read yet."
        : "There are no rows to move."
      : `${percent(will_be_written / rows_read, 2)} of ${part ? "the rows read so far" : "rows"} will be written.`;
  const steps = failing === 0 ? "No step fails." : "The steps that would fail are listed first.";
  return `${share} ${steps} A way back is kept before anything is written.`;
}

export const verdictWords: Record<Verdict, string> = {
  not_ready: "Not ready",
  nearly_ready: "Nearly ready",
  ready: "Ready",
};

/** Losses by the names the plan uses. */
export const lossWords: Partial<Record<string, string>> = {
  affinity: "kept as another type",
  round: "rounded",
  cut: "cut short",
  spelling: "written another way",
  nan: "NaN not kept as it is",
  negative_zero: "sign of zero lost",
};
