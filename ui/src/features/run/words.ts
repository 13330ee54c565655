import type { LogLevel, RunPhase, Status } from "../../ipc/bindings";
import { bytes, count, duration, plural, roundTime } from "../../parts/format";

export const runWords = {
  title: "Run",
  loading: "Reading the state of this project's runs",
  which: "Which run",
  nextRun: "The next run",
  runOf: (when: string, state: string) => `${when}, ${state.toLowerCase()}`,

  gateTitle: "What stands before the run",
  gateLoading: "Looking at what stands before a run",
  gateThen: "Run opens when everything above is done.",
  gateReady: "Everything is ready. A way back is kept and checked first.",
  willTitle: "What the run will do",
  willNone: "Nothing would be written.",
  sourceSafe: "The source is opened for reading only. It is never changed.",
  goTo: (screen: string) => `Open ${screen}`,

  confirmTitle: (target: string) => `Run this plan on ${target}?`,
  undoFirst: "A way back is kept before the first write, and checked",

  percentOf: (share: string, rows: string, total: string) => `${share}, ${rows} of ${total} rows`,
  left: (time: string) => `about ${time} left`,
  workingOut: "Working out the time",
  rowsWritten: "Rows written",
  ofRows: (total: number) => `of ${count(total)}`,
  speed: "Speed now",
  perSecond: (rows: number) => `${count(rows)} rows/s`,
  leftBehind: "Left behind",
  retried: "Retried",
  slices: (n: number) => plural(n, "# slice", "# slices"),
  triedAgain: (n: number) => plural(n, "# slice tried again", "# slices tried again"),
  runningFor: "Running for",
  pause: "Pause after this batch",
  goOn: "Go on",
  stop: "Stop",
  stopAndBack: "Stop and roll back…",

  tables: "Tables",
  tablesNote: (done: number, all: number) => `${count(done)} of ${count(all)} finished`,
  unit: "Count",
  rows: "Rows",
  bytes: "Bytes",
  table: "Table",
  progress: "Progress",
  speedShort: "Speed",
  leftShort: "Left",
  took: (ms: number) => `took ${duration(ms)}`,
  slicesOf: (done: number, all: number) => `${count(done)} of ${plural(all, "# slice", "# slices")}`,

  throughput: "Throughput",
  throughputNone: "The curve begins when rows move.",
  throughputRests: "No rows are moving now.",
  throughputSentence: (average: number, lowest: number, at: string, now: number) =>
    `Throughput: average ${count(average)} rows a second, lowest ${count(lowest)} at ${at}, now ${count(now)}`,
  rowsPerSecond: "rows/s",

  log: "Log",
  logLevels: "Level",
  logAll: "All",
  logWarnings: (n: number) => `Warnings ${count(n)}`,
  logErrors: (n: number) => `Errors ${count(n)}`,
  following: "Following",
  held: (n: number) => (n === 0 ? "Held" : `Held, ${count(n)} new`),
  hold: "Hold",
  follow: "Follow",
  logEmpty: "Nothing has been logged yet.",

  ifYouStop: "If you stop now",
  undoReady: "Undo is ready",
  undoWaits: "Undo is being made",
  undoPoint: (name: string) => `Undo point “${name}”`,
  undoFacts: (at: string, size: number, checked: boolean) =>
    `${at}, ${bytes(size)}${checked ? ", read back and its checksum held" : ", not checked yet"}`,
  undoRemoves: (at: string) => `${at}. There was no target before, so going back removes it.`,
  undoNone: "Nothing has been written yet, so there is nothing to take back.",
  everySlice: "A receipt with every slice",
  everySliceText: "Resume goes on where it stopped. No row is written twice.",
  backTakes: (ms: number) => `Roll back takes about ${roundTime(ms)}`,
  backTo: (name: string, ms: number) => `To “${name}”, about ${roundTime(ms)}`,
  backText: "The source is never changed, so there is nothing to undo there.",

  done: (written: number, left: number) =>
    `${plural(written, "# row written", "# rows written")}, ${left === 0 ? "none" : count(left)} left behind`,
  doneProved: "The proof holds: what was read is what is there.",
  doneNotProved: "The proof does not hold. See Validate for the differences.",
  resultFigures: "The run in figures",
  valuesChanged: "Values changed",
  tookLabel: "Took",
  averageSpeed: (rows: number) => `${count(rows)} rows/s on average`,
  resumed: (n: number) => plural(n, "resumed # time", "resumed # times"),
  read: (n: number) => `of ${plural(n, "# row read", "# rows read")}`,
  asListed: "all listed below",
  validate: "Validate",
  openValidate: "See the proof",
  proofHolds: "Every value compared, no difference",
  proofDiffers: "Source and target differ",
  proofRunning: "Comparing",
  proofNone: "Not proved",
  proofNoneText: "The run did not come to its proof.",
  back: "Roll back",
  backOnlyText: (ms: number) =>
    `Takes the target back to what it was before the run, in about ${roundTime(ms)}.`,
  backOrKeep: "Roll back or keep",
  backOrKeepText: (ms: number) => `You can roll back until you press Keep. It takes about ${roundTime(ms)}.`,
  kept: "Kept",
  keptText: "The way back was removed when this run was kept.",
  rolledBack: "Rolled back",
  rolledBackText: (target: string) =>
    `${target} is as it was before the run. The plan stays, and running it again writes the same rows.`,
  asBefore: (target: string, when: string) => `${target} is as it was before the run of ${when}.`,
  seeRun: "See that run",
  takenBack: "Rows taken back",
  noUndo: "No way back is kept for this run.",
  keep: "Keep…",
  rollBack: "Roll back…",
  prepareNext: "Prepare the next run",
  keepTitle: (target: string) => `Keep what was written to ${target}?`,
  keepRemoves: (size: string) => `Removes the way back (${size}) and the receipts in the target`,
  keepStays: (rows: number) => `${plural(rows, "# row stays", "# rows stay")} as written`,
  keepDo: "Keep",

  resume: "Check and resume",
  leave: "Leave it for now",
  stoppedText: (written: number, total: number, left: number) =>
    `${count(written)} of ${plural(total, "# row", "# rows")} were written and stay, ${left === 0 ? "none" : count(left)} left behind.`,
  resumeText: "Resume goes on from there.",

  leftTitle: "Rows left behind",
  leftLoading: "Reading the rows left behind",
  leftPage: (from: number, to: number, all: number) => `${count(from)} to ${count(to)} of ${count(all)}`,
  leftFolder: (folder: string) => `All of them, as JSON lines: ${folder}`,
  newer: "Previous",
  older: "Next",

  onTarget: (target: string) => `On ${target}`,
  source: "The source is only read",
} as const;

export const phaseWords: Record<RunPhase, string> = {
  checking: "Checking",
  back_up: "Keeping a way back",
  create: "Creating",
  migrate: "Migrating",
  complete: "Adding indexes and keys",
  validate: "Validating",
  done: "Done",
  roll_back: "Rolling back",
};

/** Below the stops of a run under way, in the words that the core has for them. */
export const stopNotes = {
  paused: "paused",
  pausedAt: (share: string) => `paused at ${share}`,
  completing: "indexes and keys",
  rollingBack: "rolling back",
} as const;

export const resultTitles: Partial<Record<Status, (took: number) => string>> = {
  finished: (took) => `Finished in ${duration(took)}`,
  finished_with_losses: (took) => `Finished with losses in ${duration(took)}`,
  stopped: () => "Stopped",
  failed: () => "Failed",
  rolled_back: () => "Rolled back",
};

export const levelWords: Record<LogLevel, string> = { info: "info", warn: "warn", error: "error" };
