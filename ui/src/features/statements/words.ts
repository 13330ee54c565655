import type { Phase, StatementLabel } from "../../ipc/bindings";
import type { Tone } from "../../parts/Chip";
import { plural } from "../../parts/format";

export const statementWords = {
  title: "What will run",
  count: (n: number) => plural(n, "# statement, in this order", "# statements, in this order"),
  direction: "Direction",
  apply: "Apply",
  back: "Roll back",
  copy: "Copy SQL",
  copied: "Copied",
  none: "No statement is needed",
  noneText: "The target already has the form it should have.",
  fromUndo: "comes back from the undo point",
  list: (back: boolean) => (back ? "Statements that take it back, last first" : "Statements in run order"),
  note: "Shown to read. Only a run applies them.",
} as const;

export const labelWords: Record<StatementLabel, { label: string; tone: Tone }> = {
  no_lock_wait: { label: "No lock wait", tone: "good" },
  blocks_writes: { label: "Blocks writes", tone: "warn" },
  rewrites_table: { label: "Rewrites table", tone: "warn" },
  can_lose_data: { label: "Can lose data", tone: "bad" },
  outside_transaction: { label: "Outside transaction", tone: "info" },
};

export const phaseWords: Record<Phase, string> = {
  tables: "before the rows",
  indexes: "after the rows",
  foreign_keys: "after the rows",
  sequences: "after the rows",
  objects: "after the rows",
  statistics: "at the end",
};
