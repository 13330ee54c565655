import type { MapField, MapState, MapTable, MapView } from "../../ipc/bindings";

export type MapFilter = "all" | "needs_you" | "changed" | "left_out";

/** A row of the map: a table, or a field of one. */
export type MapRow = { kind: "table"; id: string; table: MapTable; fields: FieldRow[] } | FieldRow;
export interface FieldRow {
  kind: "field";
  id: string;
  table: MapTable;
  field: MapField;
}

export const tableId = (from: string) => JSON.stringify([from]);
export const fieldId = (from: string, field: string) => JSON.stringify([from, field]);

/** Counted over all fields, whatever is searched for. A table that is left takes its fields with it. */
export function fieldCounts(view: MapView): Record<MapState | "all", number> {
  const counts = { all: 0, mapped: 0, changed: 0, needs_you: 0, left_out: 0, generated: 0 };
  for (const table of view.tables) {
    for (const field of table.fields) {
      counts.all += 1;
      counts[stateOf(table, field)] += 1;
    }
  }
  return counts;
}

/** A field of a table that stays where it is stays too. */
export function stateOf(table: MapTable, field: MapField): MapState {
  return table.left ? "left_out" : field.state;
}

/** The rows that match, tables in the plan's order. A table stands as long as it or one of its fields matches. */
export function mapRows(view: MapView, filter: MapFilter, search: string): (MapRow & { kind: "table" })[] {
  const wanted = search.trim().toLowerCase();
  const rows: (MapRow & { kind: "table" })[] = [];
  for (const table of view.tables) {
    const tableMatches = wanted === "" || includes(wanted, table.dataset, table.source_name, table.to);
    const fields = table.fields
      .filter((field) => filter === "all" || stateOf(table, field) === filter)
      .filter(
        (field) =>
          tableMatches || includes(wanted, field.from, field.to ?? "", field.found_as, field.to_type),
      )
      .map((field): FieldRow => ({ kind: "field", id: fieldId(table.from, field.from), table, field }));
    if (fields.length > 0 || (filter === "all" && tableMatches)) {
      rows.push({ kind: "table", id: tableId(table.from), table, fields });
    }
  }
  return rows;
}

function includes(wanted: string, ...texts: readonly string[]): boolean {
  return texts.some((text) => text.toLowerCase().includes(wanted));
}

/** The row of an id, as long as it is still part of the plan. */
export function rowOf(view: MapView, id: string | null): MapRow | null {
  if (id === null) return null;
  for (const table of view.tables) {
    if (tableId(table.from) === id) return { kind: "table", id, table, fields: [] };
    for (const field of table.fields) {
      if (fieldId(table.from, field.from) === id) return { kind: "field", id, table, field };
    }
  }
  return null;
}

/** Where a row stands among those that are open, counted from the top; null when its table is closed or it is not drawn. */
export function placeOf(
  rows: readonly (MapRow & { kind: "table" })[],
  expanded: ReadonlySet<string>,
  id: string,
): number | null {
  let above = 0;
  for (const row of rows) {
    if (row.id === id) return above;
    above += 1;
    if (!expanded.has(row.id)) continue;
    const at = row.fields.findIndex((field) => field.id === id);
    if (at >= 0) return above + at;
    above += row.fields.length;
  }
  return null;
}

/** Large maps open with the tables that need somebody; small ones open whole. */
export function openAtFirst(view: MapView): string[] {
  const all = view.fields_total <= 400;
  return view.tables
    .filter((table) => all || table.fields.some((field) => field.state === "needs_you"))
    .map((table) => tableId(table.from));
}
