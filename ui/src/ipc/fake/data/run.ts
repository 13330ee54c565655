/** Run 7 of `assistant`, at any point of its way. Rows and tables are those of the dry run. */
import type {
  Counter,
  Gate,
  LaneState,
  LogLevel,
  LogLine,
  Problem,
  ProjectView,
  RunLine,
  RunPhase,
  RunState,
  RunView,
  Status,
  Stop,
  Undo,
} from "../../bindings";
import type { Door } from "../../door";
import { percent } from "../../../parts/format";
import { stops } from "./projects";
import { leftReasons, rehearsedTables } from "./rehearsal";

const started = "2026-11-21T10:02:12Z";
const total = 546_871;

export const undo: Undo = {
  name: "Before run 7",
  at: "2026-11-21T10:02:14Z",
  bytes: 184_213_504,
  checksum: "9f2c41d7e0b3a4c6e07b".padEnd(64, "5"),
  checked: true,
  removes_target: false,
  likely_ms: 40_000,
};

const line = (at: string, level: LogLevel, table: string, text: string): LogLine => ({
  at: `2026-11-21T${at}Z`,
  level,
  table,
  text,
});
export const log: LogLine[] = [
  line("10:02:12", "info", "run", "plan 9f2c41d7e0b3, source and target unchanged since the dry run"),
  line("10:02:14", "info", "undo", "“Before run 7” kept, 184 MB, read back, blake3 9f2c41…e07b holds"),
  line("10:02:15", "info", "create", "8 statements, 61 ms"),
  line("10:02:19", "info", "users", "slice 1 of 1 written, 2,181 rows, 3 left behind"),
  line("10:02:25", "info", "conversations", "slice 1 of 1 written, 12,838 rows, 2 left behind"),
  line("10:03:23", "warn", "messages", "slice 9 met a busy target, tried again in 400 ms, then written"),
  line("10:03:24", "warn", "run", "target busy, slowed to 1 writer for 6 s"),
  line("10:03:31", "info", "run", "target free again"),
  line("10:04:37", "info", "messages", "slice 17 of 28 written, 17,500 rows"),
  line("10:04:45", "info", "messages", "slice 18 of 28 written, 17,500 rows"),
];

const speedNow = 2_204;

/** How far each table is when the run has written `rows`: one goes after the other. */
function lanesAt(rows: number, status: Status): LaneState[] {
  const over = rows >= total;
  let left = rows;
  return rehearsedTables.map((table, at) => {
    const written = over ? table.written : Math.min(table.written, left);
    left -= written;
    const done = written === table.written;
    const moving = written > 0 && !done;
    return {
      lane: at,
      from: table.from,
      to: table.to,
      status: done
        ? table.left_behind > 0
          ? "finished_with_losses"
          : "finished"
        : moving
          ? status
          : status === "running"
            ? "waiting"
            : status,
      rows_total: table.read,
      rows_read: done ? table.read : written,
      rows_written: written,
      left_behind: done ? table.left_behind : 0,
      bytes: written * 312,
      slices: Math.max(1, Math.round(table.read / 17_500)),
      slices_done: Math.floor(written / 17_500),
      // Tables go one after the other: what is measured now is the speed of the one at work.
      rows_per_second: done ? 2_128 : moving ? speedNow : 0,
      took_ms: done ? Math.max(1_000, Math.round(table.read * 0.47)) : 0,
    };
  });
}

export const runLine: RunLine = {
  run: "run-7",
  plan_name: "Support assistant",
  status: "running",
  started_at: started,
  ended_at: null,
  rows_written: 339_060,
  left_behind: 5,
  proved: null,
  kept: false,
  can_resume: false,
  can_undo: false,
  target: "assistant",
};

export function runView(change: {
  status: Status;
  phase: RunPhase;
  rows: number;
  seq?: number;
  state?: Partial<RunState>;
  line?: Partial<RunLine>;
}): RunView {
  const { status, phase, rows } = change;
  const lanes = lanesAt(
    rows,
    // While a run is paused the core leaves the table it was at as running.
    status === "finished" || status === "finished_with_losses"
      ? "finished"
      : status === "paused"
        ? "running"
        : status,
  );
  const left_behind = lanes.reduce((sum, lane) => sum + lane.left_behind, 0);
  const elapsed_ms = Math.round(rows / 2.2017);
  const state: RunState = {
    run: "run-7",
    plan_name: "Support assistant",
    plan: "9f2c41d7e0b3a4c6",
    seq: change.seq ?? 1,
    status,
    phase,
    started_at: started,
    ended_at: null,
    elapsed_ms,
    rows_total: 547_190,
    rows_read: rows + left_behind,
    rows_written: rows,
    left_behind,
    filtered: 0,
    changed: Math.round((rows / total) * 1_206),
    bytes: rows * 312,
    retried: rows > 200_000 ? 1 : 0,
    rows_per_second: status === "running" && phase === "migrate" ? speedNow : 0,
    eta_ms: status === "running" && phase === "migrate" ? Math.round((total - rows) / 2.08) : null,
    lanes,
    undo,
    log,
    problem: null,
    proved: null,
    kept: false,
    resumed: 0,
    ...change.state,
  };
  return {
    state,
    line: {
      ...runLine,
      status,
      rows_written: rows,
      left_behind,
      proved: state.proved,
      kept: state.kept,
      ...change.line,
    },
    environment: "PROD",
    command: "drydock run plan.toml",
    left_behind_folder: left_behind > 0 ? "~/.local/share/drydock/runs/run-7/left" : null,
  };
}

export const starting = runView({
  status: "checking",
  phase: "checking",
  rows: 0,
  state: { undo: null, log: log.slice(0, 1), elapsed_ms: 800 },
});
export const running = runView({ status: "running", phase: "migrate", rows: 339_060 });
export const paused = runView({
  status: "paused",
  phase: "migrate",
  rows: 339_060,
  // What was last measured stays in the state.
  state: { rows_per_second: speedNow, eta_ms: 100_000 },
});
const over = { ended_at: "2026-11-21T10:06:26Z", elapsed_ms: 254_000 };
export const finished = runView({
  status: "finished_with_losses",
  phase: "done",
  rows: total,
  state: { ...over, proved: true },
  line: { can_undo: true },
});
export const proving = runView({
  status: "running",
  phase: "validate",
  rows: total,
  state: { elapsed_ms: 249_000 },
});
export const differs = runView({
  status: "finished_with_losses",
  phase: "done",
  rows: total,
  state: { ...over, proved: false },
  line: { can_undo: true },
});
export const kept = runView({
  status: "finished_with_losses",
  phase: "done",
  rows: total,
  state: { ...over, proved: true, kept: true, undo: null },
});
export const stopped = runView({
  status: "stopped",
  phase: "migrate",
  rows: 339_060,
  line: { can_undo: true, can_resume: true },
});
export const rolledBack = runView({
  status: "rolled_back",
  phase: "roll_back",
  rows: total,
  state: { ...over, proved: true },
});

export const rollingBack = runView({
  status: "running",
  phase: "roll_back",
  rows: total,
  seq: 9,
  state: { elapsed_ms: 262_000 },
});

export const diskFull: Problem = {
  code: "DRY-2107",
  what: "The run stopped at messages, slice 19",
  why: "The disk of assistant is full: 0 bytes are left where it lies.",
  data: "Safe. The source is unchanged, the 18 slices before it are whole, and “Before run 7” is checked.",
  next: [
    { text: "Free at least 420 MB, then resume at slice 19. No row is written twice.", action: "resume" },
    { text: "Roll back to before the run. About 40 s.", action: "undo" },
    { text: "Leave it as it is. The app can go on using the old data.", action: "leave" },
  ],
  detail: "SQLITE_FULL (13): database or disk is full",
};
export const failed = runView({
  status: "failed",
  phase: "migrate",
  rows: 339_060,
  state: {
    problem: diskFull,
    log: [...log, line("10:04:46", "error", "messages", "slice 19: database or disk is full")],
  },
  line: { can_undo: true, can_resume: true },
});

export const gate: Gate = {
  environment: "PROD",
  blockers: [
    {
      id: "decisions",
      kind: "fix",
      text: "3 decisions are open in the dry run of 09:44.",
      screen: "dry-run",
    },
    {
      id: "outdated",
      kind: "fix",
      text: "The plan changed after the dry run. Run it again.",
      screen: "dry-run",
    },
    {
      id: "busy",
      kind: "wait",
      text: "Another program is writing to assistant, about 12 s left.",
      screen: null,
    },
  ],
  will: [
    { kind: "undo", text: "Keeps assistant as it is as “Before run 7”, 184 MB, and checks it" },
    { kind: "add", text: "Adds 6 tables, 2 indexes and 1 view" },
    { kind: "change", text: "Changes 1 table: settings" },
    { kind: "remove", text: "Removes msg_legacy (214 rows)" },
    { kind: "write", text: "Writes 546,871 rows, changes 1,206 values as accepted" },
    { kind: "leave", text: "Leaves 319 rows behind, each listed" },
  ],
  typed_name: "assistant",
  wait_s: 0,
  can_run: false,
  button: "Run on PROD…",
  command: "drydock run plan.toml",
};
export const openGate: Gate = { ...gate, blockers: [], can_run: true };

export function runWorld(): Pick<
  Door,
  | "gate"
  | "runStart"
  | "watchRun"
  | "runState"
  | "runPause"
  | "runGoOn"
  | "runStop"
  | "runResume"
  | "runKeep"
  | "runs"
  | "leftBehind"
> {
  let now: RunView | null = null;
  let rows = 0;
  let seq = 1;
  const put = (view: RunView) => {
    now = view;
    return Promise.resolve(view);
  };
  const make = (
    status: Status,
    phase: RunPhase,
    line: Partial<RunLine> = {},
    state: Partial<RunState> = {},
  ) => {
    seq += 1;
    return runView({ status, phase, rows, seq, line, state });
  };
  const step = () => {
    if (now?.state.status !== "running") return;
    rows = Math.min(total, rows + 2_204);
    now =
      rows < total
        ? make("running", "migrate")
        : make("finished_with_losses", "done", { can_undo: true }, { ...over, proved: true });
  };
  return {
    gate: () => Promise.resolve(gate),
    runs: () => Promise.resolve(now === null ? [] : [now.line]),
    runStart: () => {
      rows = 0;
      return put(make("running", "migrate"));
    },
    watchRun: (_run, seen) => {
      if (now !== null) seen(now);
      const timer = setInterval(() => {
        step();
        if (now !== null) seen(now);
      }, 250);
      return () => clearInterval(timer);
    },
    runState: () => Promise.resolve(now ?? running),
    runPause: () => put(make("paused", "migrate")),
    runGoOn: () => put(make("running", "migrate")),
    runStop: () => put(make("stopped", "migrate", { can_undo: true, can_resume: true })),
    runResume: () => put(make("running", "migrate", {}, { resumed: 1 })),
    runKeep: () =>
      put(make("finished_with_losses", "done", {}, { ...over, proved: true, kept: true, undo: null })),
    leftBehind: (_run, offset, limit) => {
      const all = leftReasons
        .flatMap((reason) =>
          Array.from({ length: reason.rows }, (_, at) => reason.samples[at % reason.samples.length]),
        )
        .filter((row) => row !== undefined);
      return Promise.resolve({ rows: all.slice(offset, offset + limit), total: all.length });
    },
  };
}

/** The line of stops as it is while the latest run stands at `view`. */
function stopsAt(view: RunView): Stop[] {
  const { status, phase, proved } = view.state;
  const share = Math.round((view.state.rows_written / total) * 100);
  const before = ["done:2 of 2", "done:31 of 34 fields", "done:ready"];
  if (phase === "checking") return stops(...before);
  if (status === "rolled_back") return stops(...before, "done:rolled back");
  if (phase === "roll_back") return stops(...before, "current:rolling back");
  const made = [...before, "done:184 MB", "done"];
  if (status === "failed") return stops(...made, `failed:failed at ${share} %`, "later");
  if (status === "stopped" || status === "paused")
    return stops(...made, `attention:${status} at ${share} %`, "later");
  if (status === "running" && phase === "migrate")
    return stops(...made, `current:${share} %:${share}`, "later");
  const moved = [...made, "done:546,871 rows"];
  if (status === "running") return stops(...moved, "current");
  if (proved === null) return stops(...moved, "attention:not proved");
  return stops(...moved, proved ? "done:24 of 24" : "failed:22 of 24");
}

/** What the side list counts then: no decisions are open any more, and a run or its proof has its own figure. */
function countersAt({ state }: RunView, before: readonly Counter[]): Counter[] {
  const kept = before.filter(({ screen }) => screen !== "dry-run" && screen !== "backups");
  const points = before.filter(({ screen }) => screen === "backups");
  if (state.status === "running" || state.status === "paused")
    kept.push({ screen: "run", text: percent(state.rows_written / total), tone: "info" });
  else if (state.proved !== null && state.status !== "rolled_back")
    kept.push(
      state.proved
        ? { screen: "validate", text: "24/24", tone: "good" }
        : { screen: "validate", text: "22/24", tone: "bad" },
    );
  return [...kept, ...points];
}

/** A door whose latest run stands at `view`. */
export function withRun(view: RunView): (base: Door) => Partial<Door> {
  const stands = (before: ProjectView): ProjectView => ({
    ...before,
    stops: stopsAt(view),
    counters: countersAt(view, before.counters),
  });
  return (base) => ({
    projectOpen: async (id) => ({
      ...stands(await base.projectOpen(id)),
      run: view.line,
      undo: view.state.kept ? null : view.state.undo,
    }),
    runs: () => Promise.resolve([view.line]),
    runState: () => Promise.resolve(view),
    watchRun: (_run, seen) => {
      seen(view);
      return () => undefined;
    },
  });
}
