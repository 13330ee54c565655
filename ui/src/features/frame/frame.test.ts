import { expect, test } from "vitest";
import { stops, views } from "../../ipc/fake/data/projects";
import { DoorProblem, problemOf } from "../../ipc/problem";
import { screenPath } from "./routes";
import { binding, typesHere } from "./shortcuts";
import { returnTrack, standingAt, stopItems, stopOf } from "./stops";

test("screens of a project and of the studio have their own addresses", () => {
  expect(screenPath("assistant", "dry-run")).toBe("/p/assistant/dry-run");
  expect(screenPath("a b/c", "map")).toBe("/p/a%20b%2Fc/map");
  expect(screenPath("assistant", "settings")).toBe("/settings");
  expect(screenPath(null, "connections")).toBe("/connections");
  expect(screenPath(null, "projects")).toBe("/");
});

test("keys are written for people and bound for the listener", () => {
  expect(binding("Mod+K")).toBe("$mod+k");
  expect(binding("Mod+Shift+P")).toBe("$mod+Shift+p");
  expect(binding("G D")).toBe("g d");
  expect(binding("Mod+Plus")).toBe("$mod+(\\+|=)");
  expect(binding("Mod+Enter")).toBe("$mod+Enter");
});

test("letters are left to text fields and to lists that jump to what is typed", () => {
  document.body.innerHTML =
    '<input id="a"><input id="b" type="checkbox"><ul role="listbox"><li id="c"></li></ul><button id="d"></button>';
  const at = (id: string) => typesHere(document.getElementById(id));
  expect([at("a"), at("b"), at("c"), at("d")]).toEqual([true, false, true, false]);
});

test("a project stands at what failed, then at what waits, then at what is under way", () => {
  const at = (...states: string[]) => standingAt(stops(...states))?.name;
  expect(at("done", "attention", "current", "failed")).toBe("back_up");
  expect(at("done", "current", "attention")).toBe("dry_run");
  expect(at("done", "current")).toBe("map");
  expect(at("done", "later")).toBe("map");
  expect(at("done", "done", "done", "done", "done", "done", "done")).toBeUndefined();
});

test("a screen with several stops shows the one that a run has come to, and none before and after it", () => {
  const at = (...states: string[]) => stopOf("run", stops(...states));
  expect(at("done", "done", "done", "done", "done", "current")).toBe("migrate");
  expect(at("done", "done", "done", "done", "current")).toBe("create");
  expect(at("done", "done", "done", "done", "done", "done")).toBe("migrate");
  expect(at("done")).toBeUndefined();
  expect(at("done", "done", "attention", "done:rolled back")).toBeUndefined();
  expect(at("done", "done", "done", "current:rolling back")).toBeUndefined();
  expect(stopOf("validate", stops("done"))).toBe("validate");
  expect(stopOf("activity", stops("done"))).toBeUndefined();
});

test("stops become links with words and a share while they are under way", () => {
  const [connect, map] = stopItems("x", stops("done:2 of 2", "current:61 %:61"));
  expect(connect).toEqual({
    id: "connect",
    name: "Connect",
    look: "done",
    note: "2 of 2",
    share: undefined,
    href: "/p/x/connections",
  });
  expect(map?.share).toBe(0.61);
});

test("the way back is drawn once a run has written and nobody kept it", () => {
  const [view] = views;
  if (view === undefined) throw new Error("no view");
  const line = {
    run: "7",
    plan_name: "x",
    status: "running" as const,
    started_at: "2026-11-21T10:02:00Z",
    ended_at: null,
    rows_written: 5,
    left_behind: 0,
    proved: null,
    kept: false,
    can_resume: false,
    can_undo: false,
    target: "assistant",
  };
  const undo = {
    name: "Before run 7",
    at: "2026-11-21T10:02:14Z",
    bytes: 184_000_000,
    checksum: "00",
    checked: true,
    removes_target: false,
    likely_ms: 39_600,
  };
  const running = {
    ...view,
    run: line,
    undo,
    stops: stops("done", "done", "done", "done", "done", "current"),
  };
  expect(returnTrack(running)).toEqual({
    from: "migrate",
    to: "back_up",
    text: "Roll back, about 40 s",
    active: false,
  });
  const failed = { ...line, status: "failed" as const };
  expect(returnTrack({ ...running, run: { ...failed, can_undo: true } })).toMatchObject({ active: true });
  expect(returnTrack({ ...running, run: failed })).toBeUndefined();
  expect(returnTrack({ ...running, run: { ...line, kept: true } })).toBeUndefined();
  expect(returnTrack({ ...running, undo: null })).toBeUndefined();
  expect(returnTrack({ ...running, stops: stops("done") })).toBeUndefined();
});

test("whatever is thrown ends as a problem", () => {
  const problem = { code: "DRY-1", what: "w", why: "y", data: "d", next: [], detail: "" };
  expect(problemOf(new DoorProblem(problem))).toBe(problem);
  expect(problemOf("boom")).toMatchObject({ code: "DRY-9001", detail: "boom" });
  expect(problemOf(new TypeError("x is undefined")).detail).toContain("x is undefined");
});
