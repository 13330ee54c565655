/**
 * What became of a decision once the plan was changed in other ways too: the map tells how each table and each field
 * stands.
 */
import type { MapField, MapTable, MapView, PlanEdit } from "../../ipc/bindings";

/** The plan still says what a decision made it say. */
export function holds(view: MapView, edit: PlanEdit): boolean {
  // No choice names a plan or takes an acceptance back.
  if (edit.edit === "rename_plan" || edit.edit === "unaccept") return false;
  const table = tableOf(view, edit.from);
  if (table === undefined) return false;
  if (edit.edit === "leave") return table.left;
  if (!moves(table)) return false;
  switch (edit.edit) {
    case "include":
      return true;
    case "move_to":
      return table.to === edit.to;
    case "write_mode":
      return table.write === edit.write;
    case "accept":
      return (edit.field === null ? table : fieldOf(table, edit.field))?.accept.includes(edit.what) === true;
    case "field_to":
      return fieldOf(table, edit.field)?.to === edit.to;
    case "field_as": {
      const field = fieldOf(table, edit.field);
      return field !== undefined && field.to !== null && field.as_type === edit.as_type;
    }
    case "field_drop":
      return fieldOf(table, edit.field)?.to === null;
    case "field_keep": {
      const field = fieldOf(table, edit.field);
      return field !== undefined && isPlain(field);
    }
  }
}

/** The change that takes `edit` back wherever else the plan went since; null where one change cannot. */
export function wayBack(before: MapView, edit: PlanEdit): PlanEdit | null {
  if (edit.edit === "rename_plan" || edit.edit === "unaccept") return null;
  if (edit.edit === "accept") return { ...edit, edit: "unaccept" };
  const table = tableOf(before, edit.from);
  if (table === undefined) return null;
  const { from } = edit;
  switch (edit.edit) {
    case "leave":
      return moves(table) && isPlainTable(table) ? { edit: "include", from } : null;
    case "include":
      return table.left ? { edit: "leave", from } : null;
    case "move_to":
      return { ...edit, to: table.to };
    case "write_mode":
      return { ...edit, write: table.write };
    default: {
      const field = fieldOf(table, edit.field);
      return field === undefined ? null : fieldBack(from, field, edit.edit);
    }
  }
}

function fieldBack(
  from: string,
  field: MapField,
  changed: "field_to" | "field_as" | "field_drop" | "field_keep",
): PlanEdit | null {
  const of = { from, field: field.from };
  if (field.to === null) return { ...of, edit: "field_drop" };
  if (changed === "field_to") return { ...of, edit: "field_to", to: field.to };
  if (changed === "field_as") return { ...of, edit: "field_as", as_type: field.as_type };
  // Dropping a field, or letting it move as it is, forgets all that the plan said of it.
  return isPlain(field) ? { ...of, edit: "field_keep" } : null;
}

const tableOf = (view: MapView, from: string) => view.tables.find((table) => table.from === from);
const fieldOf = (table: MapTable, name: string) => table.fields.find((field) => field.from === name);

/** A table that the plan does not mention goes nowhere. */
const moves = (table: MapTable) => !table.left && table.to !== "";

/** The plan says nothing of this field: it moves under its own name. */
const isPlain = (field: MapField) =>
  field.to === field.from && field.as_type === null && field.accept.length === 0;

const isPlainTable = (table: MapTable) =>
  table.to === table.dataset &&
  table.write === "create" &&
  table.accept.length === 0 &&
  table.fields.every(isPlain);
