import { expect, test } from "vitest";
import { edited, mapView, tables } from "../../ipc/fake/data/map";
import { fieldId, fieldCounts, mapRows, openAtFirst, rowOf, stateOf, tableId } from "./rows";
import { mapWords } from "./words";

const view = mapView(tables, []);

test("the filters count fields, and a table that is left takes its fields with it", () => {
  const counts = fieldCounts(view);
  expect(counts).toEqual({ all: 35, mapped: 29, changed: 2, needs_you: 1, left_out: 2, generated: 1 });
  expect([view.fields_mapped, view.fields_total + counts.generated]).toEqual([31, counts.all]);
  expect(mapWords.coverage(view.fields_mapped, view.fields_total, counts.generated)).toBe(
    "31 of 34 fields mapped, 1 made by the target",
  );
  expect(mapWords.coverage(40, 40, 0)).toBe("40 of 40 fields mapped");
  const left = mapView(edited(tables, { edit: "leave", from: "chat.users" }), []);
  expect(fieldCounts(left).left_out).toBe(5);
  const users = left.tables[0];
  expect(users?.fields[0] && stateOf(users, users.fields[0])).toBe("left_out");
});

test("a table stands as long as it or one of its fields matches", () => {
  expect(mapRows(view, "all", "").map((row) => row.table.dataset)).toHaveLength(6);
  expect(mapRows(view, "all", "EMBED").map((row) => row.fields.map((each) => each.field.from))).toEqual([
    ["embedding"],
  ]);
  expect(mapRows(view, "all", "checkpoints")[0]?.fields).toHaveLength(9);
  expect(mapRows(view, "needs_you", "").flatMap((row) => row.fields.map((each) => each.id))).toEqual([
    fieldId("chat.messages", "timestamp"),
  ]);
  expect(mapRows(view, "changed", "nothing of that name")).toEqual([]);
});

test("ids survive dots and spaces in names, and lead back to their row", () => {
  expect(fieldId("a.b", "c.d")).not.toBe(fieldId("a.b.c", "d"));
  expect(rowOf(view, tableId("chat.users"))?.kind).toBe("table");
  expect(rowOf(view, fieldId("chat.users", "email"))?.kind).toBe("field");
  expect(rowOf(view, "gone")).toBeNull();
});

test("a large map opens with the tables that need somebody", () => {
  expect(openAtFirst(view)).toHaveLength(6);
  expect(openAtFirst({ ...view, fields_total: 4_000 })).toEqual([tableId("chat.messages")]);
});
