/** The plan of the project `assistant` as the Map screen shows it, and edits that really change it. */
import type { FieldProfile, Finding, MapField, MapState, MapTable, MapView, PlanEdit } from "../../bindings";
import type { Door } from "../../door";
import { findings } from "./findings";
import { float, int, none, text } from "./values";

type Line = readonly [
  from: string,
  found: string,
  to: string | null,
  type: string,
  state?: MapState,
  extra?: Partial<MapField>,
];

function field([from, found_as, to, to_type, state = "mapped", extra = {}]: Line): MapField {
  return {
    from,
    found_as,
    to,
    to_type,
    as_type: null,
    state,
    generated: false,
    in_key: false,
    accept: [],
    finding: null,
    ...extra,
  };
}

const key = { in_key: true };

function table(
  dataset: string,
  rows: number,
  keyFields: string[],
  lines: readonly Line[],
  notes: string[] = [],
): MapTable {
  return {
    from: `chat.${dataset}`,
    source_name: "chat-storage",
    dataset,
    to: dataset,
    write: "create",
    left: false,
    accept: [],
    rows,
    key: keyFields,
    notes,
    fields: lines.map(field),
  };
}

export const tables: MapTable[] = [
  table(
    "users",
    2_184,
    ["id"],
    [
      ["id", "INTEGER", "id", "INTEGER", "mapped", key],
      ["email", "TEXT", "email", "TEXT COLLATE NOCASE", "mapped", { finding: "duplicate_key:users.email" }],
      ["name", "TEXT", "name", "TEXT"],
    ],
  ),
  table(
    "conversations",
    12_840,
    ["id"],
    [
      ["id", "TEXT", "id", "TEXT", "mapped", key],
      ["user_id", "INTEGER", "user_id", "INTEGER"],
      ["title", "TEXT", "title", "TEXT"],
      ["model", "TEXT", "model", "TEXT"],
      ["ui_state", "TEXT", null, "", "left_out"],
    ],
  ),
  table(
    "messages",
    482_130,
    ["id"],
    [
      ["id", "TEXT", "id", "TEXT", "mapped", key],
      ["conversation_id", "TEXT", "conversation_id", "TEXT"],
      ["role", "TEXT", "role", "TEXT"],
      ["content", "TEXT", "body", "TEXT"],
      [
        "timestamp",
        "INTEGER",
        "created_at",
        "INTEGER NOT NULL",
        "needs_you",
        { finding: "not_null:messages.created_at" },
      ],
      [
        "cost",
        "no type",
        "cost",
        "INTEGER",
        "changed",
        { as_type: "integer", accept: ["round"], finding: "round:messages.cost" },
      ],
      ["tokens", "INTEGER", "tokens", "INTEGER"],
      ["total", "INTEGER", "total", "INTEGER", "generated", { generated: true }],
    ],
  ),
  table(
    "memories",
    6_514,
    ["id"],
    [
      ["id", "INTEGER", "id", "INTEGER", "mapped", key],
      ["text", "TEXT", "body", "TEXT"],
      ["embedding", "BLOB", "embedding", "BLOB"],
      ["tmp_hash", "TEXT", null, "", "left_out"],
    ],
  ),
  table(
    "attachments",
    5_120,
    ["id"],
    [
      ["id", "INTEGER", "id", "INTEGER", "mapped", key],
      ["message_id", "TEXT", "message_id", "TEXT", "mapped", { finding: "orphans:attachments.message_id" }],
      ["kind", "TEXT", "kind", "TEXT"],
      ["bytes", "INTEGER", "size", "INTEGER"],
      ["path", "TEXT", "path", "TEXT"],
      ["sha256", "TEXT", "sha256", "TEXT"],
    ],
  ),
  table(
    "checkpoints",
    38_402,
    ["thread_id", "ns", "id"],
    [
      ["thread_id", "TEXT", "thread_id", "TEXT", "mapped", key],
      ["ns", "TEXT", "ns", "TEXT", "mapped", key],
      ["id", "TEXT", "id", "TEXT", "mapped", key],
      ["parent", "TEXT", "parent", "TEXT"],
      ["type", "TEXT", "type", "TEXT"],
      ["checkpoint", "BLOB", "data", "BLOB"],
      ["metadata", "BLOB", "metadata", "BLOB"],
      ["ts", "INTEGER", "created_at", "TEXT", "changed", { as_type: "text" }],
      ["note", "TEXT", "note", "TEXT"],
    ],
    ["WITHOUT ROWID"],
  ),
];

export const planText = `# Support assistant: chat-storage to assistant
drydock = 1
name = "Support assistant"

[sources.chat]
connection = "chat-storage"
[target]
connection = "assistant"

[[move]]
from = "chat.users"
to = "users"

[[move]]
from = "chat.conversations"
to = "conversations"
drop = ["ui_state"]

[[move]]
from = "chat.messages"
to = "messages"
[[move.field]]
from = "content"
to = "body"
[[move.field]]
from = "timestamp"
to = "created_at"
[[move.field]]
from = "cost"
to = "cost"
as = "integer"
accept = ["round"]
`;

export function mapView(from: readonly MapTable[], found: readonly Finding[], undo = 0, redo = 0): MapView {
  const states = from.flatMap((each) => each.fields.map((one) => (each.left ? "left_out" : one.state)));
  const how = (state: MapState) => states.filter((each) => each === state).length;
  return {
    fingerprint: `9f2c41d7e0b3${(undo * 7 + 11).toString(16)}a4`,
    tables: [...from],
    // As in the core: what the target makes again is not counted among the fields to map.
    fields_total: states.length - how("generated"),
    fields_mapped: how("mapped") + how("changed"),
    fields_left: how("left_out"),
    fields_need_you: how("needs_you"),
    findings: [...found],
    can_undo: undo > 0,
    can_redo: redo > 0,
    plan_text: planText,
    command: "drydock rehearse plan.toml",
  };
}

export function edited(from: readonly MapTable[], edit: PlanEdit): MapTable[] {
  if (edit.edit === "rename_plan") return [...from];
  const change = (one: MapField): MapField => {
    switch (edit.edit) {
      case "field_to":
        return { ...one, to: edit.to };
      case "field_as":
        return { ...one, as_type: edit.as_type, state: edit.as_type === null ? "mapped" : "changed" };
      case "field_drop":
        return { ...one, to: null, state: "left_out" };
      case "field_keep":
        return { ...one, to: one.from, state: "mapped" };
      case "accept":
        return {
          ...one,
          accept: [...one.accept, edit.what],
          state: one.state === "needs_you" ? "mapped" : one.state,
        };
      case "unaccept":
        return { ...one, accept: one.accept.filter((each) => each !== edit.what) };
      default:
        return one;
    }
  };
  return from.map((each) => {
    if (each.from !== edit.from) return each;
    switch (edit.edit) {
      case "move_to":
        return { ...each, to: edit.to };
      case "write_mode":
        return { ...each, write: edit.write };
      case "leave":
        return { ...each, left: true };
      case "include":
        return { ...each, left: false };
      case "accept":
        if (edit.field === null) return { ...each, accept: [...each.accept, edit.what] };
        break;
      case "unaccept":
        if (edit.field === null) return { ...each, accept: each.accept.filter((one) => one !== edit.what) };
        break;
    }
    return { ...each, fields: each.fields.map((one) => (one.from === edit.field ? change(one) : one)) };
  });
}

/** 300 tables with 20 fields each, all of them open: one field of each needs somebody. */
export function largeMap(): MapTable[] {
  return Array.from({ length: 300 }, (_, at) =>
    table(
      `part_${String(at + 1).padStart(3, "0")}`,
      1_000 + at,
      ["f_01"],
      Array.from({ length: 20 }, (__, each): Line => {
        const name = `f_${String(each + 1).padStart(2, "0")}`;
        return [name, "TEXT", name, "TEXT", each === 5 ? "needs_you" : "mapped", each === 0 ? key : {}];
      }),
    ),
  );
}

export const costProfile: FieldProfile = {
  field: "cost",
  rows: 482_130,
  nulls: 57_856,
  empty: 12,
  types: [
    { kind: "float", count: 361_918, first_row: "m_000001", first: float("0.01234567") },
    { kind: "int", count: 62_344, first_row: "m_000009", first: int("0") },
    { kind: "text", count: 12, first_row: "m_311207", first: text("") },
  ],
  min: int("0"),
  max: float("2.41"),
  longest: 10,
  examples: [float("0.01234567"), float("0.00021"), float("0.5"), int("0"), none],
  time_forms: [],
};

export const timeProfile: FieldProfile = {
  field: "timestamp",
  rows: 482_130,
  nulls: 284,
  empty: 4,
  types: [
    { kind: "int", count: 481_842, first_row: "m_000001", first: int("1735290840") },
    { kind: "text", count: 4, first_row: "m_090177", first: text("") },
  ],
  min: int("1727740800"),
  max: int("1763718012000"),
  longest: 13,
  examples: [int("1735290840"), int("1735290912"), int("1735291004")],
  time_forms: [
    ["epoch seconds", 481_796],
    ["epoch milliseconds", 46],
  ],
};

/** `start` is the whole plan, or a part of it where a test needs no more. */
export function mapWorld(
  start: readonly MapTable[] = tables,
): Pick<Door, "map" | "planEdit" | "planUndo" | "planRedo" | "fieldProfile" | "fieldProfileCancel"> {
  let now = start;
  let open: readonly Finding[] = findings;
  const before: (readonly [readonly MapTable[], readonly Finding[]])[] = [];
  const after: (readonly [readonly MapTable[], readonly Finding[]])[] = [];
  const view = () => Promise.resolve(mapView(now, open, before.length, after.length));
  const step = (from: typeof before, to: typeof after) => {
    const last = from.pop();
    if (last === undefined) return view();
    to.push([now, open]);
    [now, open] = last;
    return view();
  };
  return {
    map: view,
    planEdit: (_project, edit) => {
      before.push([now, open]);
      after.length = 0;
      now = edited(now, edit);
      const wanted = JSON.stringify(edit);
      open = open.map((each) =>
        each.choices.some((choice) => JSON.stringify(choice.edit) === wanted)
          ? { ...each, accepted: true }
          : each,
      );
      return view();
    },
    planUndo: () => step(before, after),
    planRedo: () => step(after, before),
    fieldProfile: (_project, _from, name) =>
      Promise.resolve(name === "timestamp" ? timeProfile : { ...costProfile, field: name }),
    fieldProfileCancel: () => Promise.resolve(),
  };
}
