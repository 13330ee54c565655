/**
 * The line of stops and the counter of Run while a run goes and its own screen is open. The project is read
 * once a second; the run's state comes faster, and what stands above it must not say another figure.
 */
import type { ProjectView, RunState, Stop, StopName } from "../../ipc/bindings";
import { percent } from "../../parts/format";
import { shareDone } from "./lanes";
import { hasEnded } from "./runFeed";
import { stopNotes } from "./words";

const order: readonly StopName[] = ["back_up", "create", "migrate", "validate"];

/** Rolling back goes the way back to where the run began. */
const reached: Record<RunState["phase"], StopName | null> = {
  checking: null,
  back_up: "back_up",
  create: "create",
  migrate: "migrate",
  complete: "migrate",
  validate: "validate",
  done: null,
  roll_back: "back_up",
};

/** A project as it is with its latest run at `state`. Once a run has ended, the project itself knows best. */
export function asOfRun(view: ProjectView, state: RunState): ProjectView {
  const at = reached[state.phase];
  if (hasEnded(state.status) || at === null) return view;
  const share = shareDone(state);
  const shown = percent(share);
  const place = order.indexOf(at);
  const stops = view.stops.map((stop): Stop => {
    const own = order.indexOf(stop.name);
    if (own < 0) return stop;
    if (own < place) return stop.state === "done" ? stop : { ...stop, state: "done", note: "" };
    if (own > place) return { ...stop, state: "later", note: "", percent: 0 };
    return {
      ...stop,
      state: state.status === "paused" ? "attention" : "current",
      note: noteOf(state, shown),
      percent: at === "migrate" ? share * 100 : 0,
    };
  });
  // How far the run had come says nothing of how far the way back is.
  const counters = view.counters.flatMap((counter) =>
    counter.screen !== "run" ? [counter] : state.phase === "roll_back" ? [] : [{ ...counter, text: shown }],
  );
  return { ...view, stops, counters, undo: state.undo };
}

function noteOf({ phase, status }: RunState, shown: string): string {
  const moving = phase === "migrate" || phase === "complete";
  if (status === "paused") return moving ? stopNotes.pausedAt(shown) : stopNotes.paused;
  if (phase === "roll_back") return stopNotes.rollingBack;
  if (phase === "complete") return stopNotes.completing;
  return moving ? shown : "";
}
