import { expect, test } from "vitest";
import { paused, rollingBack, running, runLine } from "../../ipc/fake/data/run";
import { stops, views } from "../../ipc/fake/data/projects";
import type { ProjectView, RunState } from "../../ipc/bindings";
import { asOfRun } from "./liveStops";

const [first] = views;
/** The project as it was read a second ago, when a quarter had been written. */
const before: ProjectView = {
  ...(first as ProjectView),
  run: runLine,
  stops: stops("done:2 of 2", "done", "done:ready", "done:184 MB", "done", "current:25 %:25"),
  counters: [{ screen: "run", text: "25 %", tone: "info" }],
};
const lineAt = (state: RunState) =>
  asOfRun(before, state).stops.map((stop) => (stop.note === "" ? stop.state : `${stop.state}: ${stop.note}`));

test("the line and the counter say what the run's own screen says", () => {
  const now = asOfRun(before, running.state);
  expect(now.stops[5]).toMatchObject({ state: "current", note: "62\u00a0%" });
  expect(now.stops[5]?.percent).toBeCloseTo(61.96, 1);
  expect(now.counters).toEqual([{ screen: "run", text: "62\u00a0%", tone: "info" }]);
});

test("what lies behind keeps its words, and what lies ahead has none", () => {
  const head = ["done: 2 of 2", "done", "done: ready"];
  expect(lineAt(paused.state)).toEqual([
    ...head,
    "done: 184 MB",
    "done",
    "attention: paused at 62\u00a0%",
    "later",
  ]);
  expect(lineAt({ ...running.state, phase: "complete" })).toEqual([
    ...head,
    "done: 184 MB",
    "done",
    "current: indexes and keys",
    "later",
  ]);
  expect(lineAt({ ...running.state, phase: "validate" })).toEqual([
    ...head,
    "done: 184 MB",
    "done",
    "done",
    "current",
  ]);
  expect(lineAt(rollingBack.state)).toEqual([...head, "current: rolling back", "later", "later", "later"]);
  expect(asOfRun(before, rollingBack.state).counters).toEqual([]);
});

test("a run that has ended is told by the project", () => {
  expect(asOfRun(before, { ...running.state, status: "finished", phase: "done" })).toBe(before);
});
