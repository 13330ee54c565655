import { expect, test } from "vitest";
import { undoPoints, undoPreview } from "../../ipc/fake/data/undo";
import { ageOf, axis, barLength, byAge, changeOf } from "./points";
import { consequencesOf } from "./RollBackDialog";

/** Consequences are words here; the type allows more. */
const said = (line: { text: unknown } | undefined) => (typeof line?.text === "string" ? line.text : "");
const now = Date.parse("2026-11-21T10:10:00Z");

test("points stand by age, newest first", () => {
  expect(byAge(undoPoints, now).map((group) => [group.age, group.points.map((point) => point.run)])).toEqual([
    ["today", ["run-7"]],
    ["yesterday", ["run-6"]],
    ["month", ["run-5", "run-4", "run-2"]],
  ]);
  expect(ageOf("2026-01-01T00:00:00Z", now)).toBe("earlier");
});

test("the axis runs from the first point to now and writes a date only where it has room", () => {
  const placed = axis(undoPoints, now);
  expect(placed[0]?.at).toBe(0);
  expect(placed.every(({ at }) => at >= 0 && at <= 1)).toBe(true);
  expect(placed.filter((each) => each.labelled).map((each) => each.point.run)).toEqual([
    "run-2",
    "run-4",
    "run-5",
  ]);
  expect(axis([], now)).toEqual([]);
});

test("what becomes of a table is told from both sides", () => {
  const of = (rows_now: number | null, rows_after: number | null) =>
    changeOf({ table: "t", rows_now, rows_after });
  expect(of(5, null)).toEqual({ kind: "gone", removed: 5, added: 0 });
  expect(of(null, 5)).toEqual({ kind: "back", removed: 0, added: 5 });
  expect(of(5, 5).kind).toBe("same");
  expect(of(5, 2)).toEqual({ kind: "fewer", rows: 3, removed: 3, added: 0 });
  expect(of(2, 5)).toEqual({ kind: "more", rows: 3, removed: 0, added: 3 });
  expect(of(null, null).kind).toBe("unknown");
});

test("the smallest change is still seen", () => {
  expect(barLength(0, 1_000_000)).toBe(0);
  expect(barLength(1, 1_000_000)).toBeGreaterThanOrEqual(0.05);
  expect(barLength(1_000_000, 1_000_000)).toBe(1);
});

test("the consequences name every table that is touched", () => {
  const lines = consequencesOf(undoPreview, "assistant");
  const text = lines.map(said).join("\n");
  for (const table of undoPreview.tables) {
    if (table.rows_now !== table.rows_after) expect(text).toContain(table.table);
  }
  expect(text).toContain("65,029 rows");
  expect(text).toContain("msg_legacy with 214 rows");
});

test("rows that somebody else wrote are said last, and a target that goes away first", () => {
  const changed = { ...undoPreview, point: { ...undoPreview.point, changed_since: true } };
  expect(consequencesOf(changed, "assistant").at(-1)?.kind).toBe("left");
  const fresh = {
    ...undoPreview,
    point: { ...undoPreview.point, undo: { ...undoPreview.point.undo, removes_target: true } },
  };
  expect(said(consequencesOf(fresh, "assistant")[0])).toContain("as a whole");
});
