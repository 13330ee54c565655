import { expect, test } from "vitest";
import { edited, mapView, tables } from "../../ipc/fake/data/map";
import { fieldId, filterCounts, mapRows, openAtFirst, rowOf, stateOf, tableId } from "./rows";

const view = mapView(tables, []);

test("the filters count fields, and a table that is left takes its fields with it", () => {
  expect(filterCounts(view)).toEqual({ all: 34, needs_you: 1, changed: 2, left_out: 2 });
  const left = mapView(edited(tables, { edit: "leave", from: "chat.users" }), []);
  expect(filterCounts(left).left_out).toBe(5);
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
