/** The ways back that are kept, and what rolling run 7 back would do. */
import type { UndoPoint, UndoPreview } from "../../bindings";
import { undo } from "./run";

const point = (
  run: string,
  project: string,
  target: string,
  name: string,
  at: string,
  bytes: number,
  change: Partial<UndoPoint> = {},
): UndoPoint => ({
  run,
  project,
  target,
  undo: { ...undo, name, at, bytes },
  status: "finished",
  changed_since: false,
  whole: true,
  ...change,
});

export const undoPoints: UndoPoint[] = [
  point("run-7", "Support assistant", "assistant", "Before run 7", "2026-11-21T10:02:14Z", 184_213_504, {
    status: "finished_with_losses",
  }),
  point("run-6", "Support assistant", "assistant", "Before run 6", "2026-11-20T17:12:02Z", 183_120_896, {
    changed_since: true,
  }),
  point("run-5", "Support assistant", "assistant", "Before run 5", "2026-11-18T09:12:44Z", 181_030_912, {
    status: "stopped",
  }),
  point("run-4", "Support assistant", "assistant", "Before run 4", "2026-11-12T02:00:31Z", 150_880_256, {
    whole: false,
    status: "failed",
  }),
  point("run-2", "Support assistant", "assistant", "Before run 2", "2026-11-05T14:31:09Z", 168_034_304),
];

export const undoPreview: UndoPreview = {
  point:
    undoPoints[0] ??
    point("run-7", "Support assistant", "assistant", "Before run 7", "2026-11-21T10:02:14Z", 184_213_504),
  tables: [
    { table: "users", rows_now: 2_181, rows_after: null },
    { table: "conversations", rows_now: 12_838, rows_after: null },
    { table: "messages", rows_now: 481_842, rows_after: 12 },
    { table: "memories", rows_now: 6_514, rows_after: null },
    { table: "attachments", rows_now: 5_094, rows_after: null },
    { table: "checkpoints", rows_now: 38_402, rows_after: null },
    { table: "msg_legacy", rows_now: null, rows_after: 214 },
    { table: "settings", rows_now: 31, rows_after: 31 },
  ],
  typed_name: "assistant",
  command: "drydock undo run-7",
};
