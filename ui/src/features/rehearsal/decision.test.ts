import { expect, test } from "vitest";
import type { MapTable, MapView, PlanEdit } from "../../ipc/bindings";
import { edited, mapView, tables } from "../../ipc/fake/data/map";
import { holds, wayBack } from "./decision";
import { standing, type Decided } from "./useDecided";

const start = mapView(tables, []);
const after = (view: MapView, ...edits: PlanEdit[]) =>
  mapView(
    edits.reduce<MapTable[]>((now, edit) => edited(now, edit), view.tables),
    view.findings,
  );

const messages = { from: "chat.messages" };
const choices: PlanEdit[] = [
  { edit: "leave", from: "chat.users" },
  { edit: "move_to", ...messages, to: "messages_2" },
  { edit: "write_mode", ...messages, write: "append" },
  { edit: "field_to", ...messages, field: "role", to: "speaker" },
  { edit: "field_as", ...messages, field: "role", as_type: "text" },
  { edit: "field_drop", ...messages, field: "role" },
  { edit: "accept", ...messages, field: "role", what: "null" },
  { edit: "accept", ...messages, field: null, what: "triggers" },
];

test.each(choices)(
  "a choice holds once it is made, through other changes, until it is taken back: $edit",
  (edit) => {
    expect(holds(start, edit)).toBe(false);
    const elsewhere: PlanEdit = { edit: "field_drop", from: "chat.memories", field: "text" };
    const made = after(start, edit, elsewhere);
    expect(holds(made, edit)).toBe(true);
    const back = wayBack(start, edit);
    expect(back).not.toBeNull();
    const taken = after(made, back as PlanEdit);
    expect(holds(taken, edit)).toBe(false);
    expect(taken.tables).toEqual(after(start, elsewhere).tables);
  },
);

test("a table that is left takes the decisions about its fields with it", () => {
  const accept: PlanEdit = { edit: "accept", from: "chat.users", field: "email", what: "null" };
  const left = after(start, accept, { edit: "leave", from: "chat.users" });
  expect(holds(left, accept)).toBe(false);
});

test("a table or a field that was left is left again", () => {
  const include: PlanEdit = { edit: "include", from: "chat.users" };
  const left = after(start, { edit: "leave", from: "chat.users" });
  expect(wayBack(left, include)).toEqual({ edit: "leave", from: "chat.users" });
  const keep: PlanEdit = { edit: "field_keep", from: "chat.conversations", field: "ui_state" };
  expect(wayBack(start, keep)).toEqual({ ...keep, edit: "field_drop" });
});

test("what one change cannot restore has no way back", () => {
  expect(wayBack(start, { edit: "leave", ...messages })).toBeNull();
  expect(wayBack(start, { edit: "field_drop", ...messages, field: "cost" })).toBeNull();
  expect(wayBack(start, { edit: "field_keep", ...messages, field: "content" })).toBeNull();
  const unmentioned = { ...start, tables: tables.map((table) => ({ ...table, to: "" })) };
  expect(wayBack(unmentioned, { edit: "include", ...messages })).toBeNull();
});

test("while nothing else changed, a decision stands without a look at the map", () => {
  const edit: PlanEdit = { edit: "accept", ...messages, field: null, what: "dangling" };
  const decided: Decided = { finding: "x", choice: "Accept", edit, back: null, before: "f0", after: "f1" };
  expect(standing([decided], { ...start, fingerprint: "f1" })).toEqual([decided]);
  expect(standing([decided], { ...start, fingerprint: "f2" })).toEqual([]);
});
