import type { UndoPoint, UndoTable } from "../../ipc/bindings";

export type Age = "today" | "yesterday" | "month" | "earlier";

const dayMs = 86_400_000;

function dayOf(at: number): number {
  const date = new Date(at);
  date.setHours(0, 0, 0, 0);
  return date.getTime();
}

export function ageOf(at: string, now: number): Age {
  const days = Math.round((dayOf(now) - dayOf(Date.parse(at))) / dayMs);
  if (days <= 0) return "today";
  if (days === 1) return "yesterday";
  return days <= 30 ? "month" : "earlier";
}

/** Points by age, newest first. */
export function byAge(points: readonly UndoPoint[], now: number): { age: Age; points: UndoPoint[] }[] {
  const sorted = [...points].sort((a, b) => Date.parse(b.undo.at) - Date.parse(a.undo.at));
  return (["today", "yesterday", "month", "earlier"] as const)
    .map((age) => ({ age, points: sorted.filter((point) => ageOf(point.undo.at, now) === age) }))
    .filter((group) => group.points.length > 0);
}

export interface AxisPoint {
  point: UndoPoint;
  /** 0 to 1 along the axis. */
  at: number;
  /** Whether there is room for its date below it. */
  labelled: boolean;
}

/** Places points between the first of them and now. A date is written where it has room. */
export function axis(points: readonly UndoPoint[], now: number): AxisPoint[] {
  const sorted = [...points].sort((a, b) => Date.parse(a.undo.at) - Date.parse(b.undo.at));
  const first = sorted[0];
  if (first === undefined) return [];
  const start = Date.parse(first.undo.at);
  const span = Math.max(now - start, 1);
  let last = Number.NEGATIVE_INFINITY;
  return sorted.map((point) => {
    const at = Math.min(1, (Date.parse(point.undo.at) - start) / span);
    const labelled = at - last >= 0.08 && at <= 0.9;
    if (labelled) last = at;
    return { point, at, labelled };
  });
}

export type TableChange =
  | { kind: "gone" | "back" | "same" | "unknown"; removed: number; added: number }
  | { kind: "fewer" | "more"; rows: number; removed: number; added: number };

/** What rolling back does to one table. */
export function changeOf({ rows_now, rows_after }: UndoTable): TableChange {
  if (rows_now === null && rows_after === null) return { kind: "unknown", removed: 0, added: 0 };
  if (rows_after === null) return { kind: "gone", removed: rows_now ?? 0, added: 0 };
  if (rows_now === null) return { kind: "back", removed: 0, added: rows_after };
  if (rows_now === rows_after) return { kind: "same", removed: 0, added: 0 };
  const rows = Math.abs(rows_now - rows_after);
  return rows_after < rows_now
    ? { kind: "fewer", rows, removed: rows, added: 0 }
    : { kind: "more", rows, removed: 0, added: rows };
}

/** The length of a bar on a logarithmic scale, 0 to 1; something is always seen. */
export function barLength(rows: number, largest: number): number {
  if (rows === 0) return 0;
  return Math.max(0.05, Math.log10(rows + 1) / Math.log10(Math.max(largest, 1) + 1));
}
