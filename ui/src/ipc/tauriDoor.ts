/**
 * The door to the desktop shell, and the only file that knows Tauri. Command names and payloads are
 * those of bindings.ts, which is generated from Rust: what does not fit does not compile.
 */
import { Channel } from "@tauri-apps/api/core";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import { commands, type Problem, type RunView } from "./bindings";
import type { Door, Drop, Seen, Unwatch } from "./door";
import { DoorProblem, problemOf } from "./problem";

type Answer<T> = { status: "ok"; data: T } | { status: "error"; error: unknown };

/** What a command answered; its problem is thrown. */
async function told<T>(asked: Promise<Answer<T>>): Promise<T> {
  const answer = await asked;
  if (answer.status === "ok") return answer.data;
  // Anything but a Problem is a refusal of the shell itself: a fault of this window.
  throw isProblem(answer.error) ? new DoorProblem(answer.error) : new Error(String(answer.error));
}

async function done(asked: Promise<Answer<null>>): Promise<void> {
  await told(asked);
}

function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "code" in value && "what" in value && "next" in value;
}

/** The way back for a command that tells more than once. */
function channel<T>(seen: Seen<T>): Channel<T> {
  const made = new Channel<T>();
  made.onmessage = seen;
  return made;
}

function watchDrops(seen: Seen<Drop>): Unwatch {
  let on = true;
  const tell: Seen<Drop> = (drop) => {
    if (on) seen(drop);
  };
  commands
    .dropped(channel(tell))
    .catch((caught: unknown) => tell({ kind: "problem", problem: problemOf(caught) }));
  return () => {
    on = false;
  };
}

function watchRun(run: string, seen: Seen<RunView>, failed: Seen<Problem>): Unwatch {
  let on = true;
  const tell: Seen<RunView> = (state) => {
    if (on) seen(state);
  };
  done(commands.runWatch(run, channel(tell))).catch((caught: unknown) => {
    if (on) failed(problemOf(caught));
  });
  return () => {
    on = false;
  };
}

export const tauriDoor: Door = {
  studioInfo: () => told(commands.studioInfo()),
  settingsGet: (key) => commands.settingsGet(key),
  settingsSet: (key, json) => done(commands.settingsSet(key, json)),
  setZoom: (factor) => getCurrentWebview().setZoom(factor),

  projects: () => told(commands.projects()),
  projectOpen: (id) => told(commands.projectOpen(id)),
  projectForget: (id) => done(commands.projectForget(id)),
  projectPin: (id, pinned) => done(commands.projectPin(id, pinned)),
  projectRename: (id, name) => told(commands.projectRename(id, name)),
  sampleOpen: () => told(commands.sampleOpen()),
  sampleReset: () => told(commands.sampleReset()),
  sampleProblems: () => told(commands.sampleProblems()),
  pick: (what) => told(commands.pick(what)),
  watchDrops,
  projectCreate: (project) => told(commands.projectCreate(project)),
  projectFromPlan: (token) => told(commands.projectFromPlan(token)),

  connections: (project) => told(commands.connections(project)),
  connectionTest: (name, seen) => told(commands.connectionTest(name, channel(seen))),
  connectionSetEnvironment: (name, environment) => told(commands.connectionSetEnvironment(name, environment)),
  connectionForget: (name) => done(commands.connectionForget(name)),
  connectionAdd: (token, name, environment) => told(commands.connectionAdd(token, name, environment)),
  connectionKinds: () => commands.connectionKinds(),
  connectionDetails: (name) => told(commands.connectionDetails(name)),
  connectionReadAddress: (text) => told(commands.connectionReadAddress(text)),
  connectionReadEnv: () => told(commands.connectionReadEnv()),
  connectionPickFile: (kind, purpose) => told(commands.connectionPickFile(kind, purpose)),
  connectionSave: (wish) => told(commands.connectionSave(wish)),
  connectionChange: (name, wish) => told(commands.connectionChange(name, wish)),
  connectionTestDraft: (form, password, of, seen) =>
    told(commands.connectionTestDraft(form, password, of, channel(seen))),
  connectionTestCancel: (name) => commands.connectionTestCancel(name),

  map: (project) => told(commands.map(project)),
  planEdit: (project, edit) => told(commands.planEdit(project, edit)),
  planUndo: (project) => told(commands.planUndo(project)),
  planRedo: (project) => told(commands.planRedo(project)),
  fieldProfile: (project, from, field) => told(commands.fieldProfile(project, from, field)),
  fieldProfileCancel: () => commands.fieldProfileCancel(),
  compare: (project, left, right) => told(commands.compare(project, left, right)),

  rehearsal: (project) => told(commands.rehearsal(project)),
  rehearseStart: (project, seen) => done(commands.rehearseStart(project, channel(seen))),
  rehearseCancel: (project) => done(commands.rehearseCancel(project)),
  rehearsalReport: (project, id) => told(commands.rehearsalReport(project, id)),
  findingChoose: (project, edit) => told(commands.findingChoose(project, edit)),

  gate: (project) => told(commands.gate(project)),
  runStart: (project, typed) => told(commands.runStart(project, typed)),
  watchRun,
  runState: (run) => told(commands.runState(run)),
  runPause: (run) => told(commands.runPause(run)),
  runGoOn: (run) => told(commands.runGoOn(run)),
  runStop: (run) => told(commands.runStop(run)),
  runResume: (run) => told(commands.runResume(run)),
  runKeep: (run) => told(commands.runKeep(run)),
  runs: (project) => told(commands.runs(project)),
  leftBehind: (run, offset, limit) => told(commands.leftBehind(run, offset, limit)),

  validate: (project) => told(commands.validate(project)),
  proveStart: (run, seen) => done(commands.proveStart(run, channel(seen))),

  undoPoints: (project) => told(commands.undoPoints(project)),
  undoPreview: (run) => told(commands.undoPreview(run)),
  undoStart: (run, typed, evenIfChanged) => told(commands.undoStart(run, typed, evenIfChanged)),

  activity: (project, offset, limit) => told(commands.activity(project, offset, limit)),
};
