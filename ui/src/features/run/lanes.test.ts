import { expect, test } from "vitest";
import type { LaneState, Status } from "../../ipc/bindings";
import { running, starting } from "../../ipc/fake/data/run";
import { laneLeft, laneShare, shareDone, sortLanes } from "./lanes";
import { newLines } from "./RunLog";
import { sentence } from "./Throughput";

const lane = (at: number, status: Status, change: Partial<LaneState> = {}): LaneState => ({
  lane: at,
  from: `a.t${at}`,
  to: `t${at}`,
  status,
  rows_total: 100,
  rows_read: 40,
  rows_written: 40,
  left_behind: 0,
  bytes: 0,
  slices: 1,
  slices_done: 0,
  rows_per_second: 10,
  took_ms: 0,
  ...change,
});

test("lanes stand failed, running, waiting, finished", () => {
  const sorted = sortLanes([
    lane(0, "finished"),
    lane(1, "waiting"),
    lane(2, "running"),
    lane(3, "failed"),
    lane(4, "running"),
  ]);
  expect(sorted.map((each) => each.lane)).toEqual([3, 2, 4, 1, 0]);
});

test("rows left behind count as done, and an empty table is only done when it is finished", () => {
  expect(laneShare(lane(0, "running", { rows_written: 40, left_behind: 10 }))).toBe(0.5);
  expect(laneShare(lane(0, "waiting", { rows_total: 0 }))).toBe(0);
  expect(laneShare(lane(0, "finished", { rows_total: 0 }))).toBe(1);
  expect(shareDone(running.state)).toBeCloseTo(339_065 / 547_190, 6);
  expect(shareDone(starting.state)).toBe(0);
});

test("what is left of a lane is only said while its speed is known", () => {
  expect(laneLeft(lane(0, "running"), 10)).toBe(6_000);
  expect(laneLeft(lane(0, "running"), null)).toBeNull();
});

test("a held log counts what came after it, also when its own lines fell out", () => {
  const line = (text: string) => ({ at: "2026-11-21T10:00:00Z", level: "info" as const, table: "t", text });
  const held = [line("a"), line("b")];
  expect(newLines(held, [line("a"), line("b")])).toBe(0);
  expect(newLines(held, [line("b"), line("c"), line("d")])).toBe(2);
  expect(newLines(held, [line("x"), line("y"), line("z")])).toBe(3);
});

test("the curve has a sentence", () => {
  expect(sentence({ times: [1_763_719_200, 1_763_719_201], rowsPerSecond: [100, 300] })).toMatch(
    /average 200 rows a second, lowest 100 at .*, now 300/,
  );
});
