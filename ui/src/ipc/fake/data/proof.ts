/** The proof of run 7, whole and with fourteen rows that differ. */
import type { DatasetProof, Proof, ProofCheck, RowDifference, ValidateView } from "../../bindings";
import { finished } from "./run";
import { rehearsedTables } from "./rehearsal";
import { blob, float, int, missing, text } from "./values";

const root = (seed: number) =>
  Array.from({ length: 64 }, (_, at) => ((seed * (at + 3) * 7919) % 16).toString(16)).join("");

const datasets: DatasetProof[] = rehearsedTables.map((table, at) => ({
  from: table.from,
  to: table.to,
  equal: true,
  slices: Math.max(1, Math.round(table.read / 17_500)),
  slices_equal: Math.max(1, Math.round(table.read / 17_500)),
  rows_expected: table.written,
  rows_found: table.written,
  root_expected: root(at + 1),
  root_found: root(at + 1),
  differences: [],
  differences_total: 0,
}));

const check = (kind: string, object: string, expected: string, found = expected): ProofCheck => ({
  kind,
  object,
  expected,
  found,
  holds: expected === found,
});
const checks: ProofCheck[] = [
  ...datasets.map((dataset) => check("values", dataset.to, dataset.root_expected)),
  ...datasets.map((dataset) => check("rows", dataset.to, String(dataset.rows_expected))),
  check("nulls", "messages.cost", "57856"),
  check("nulls", "conversations.title", "12"),
  check("keys", "users", "id"),
  check("keys", "checkpoints", "thread_id, checkpoint_ns, checkpoint_id"),
  check("foreign_keys", "messages.conversation_id to conversations", "present"),
  check("foreign_keys", "attachments.message_id to messages", "present"),
  check("indexes", "messages_conversation_created_idx", "present"),
  check("indexes", "memories_body_idx", "present"),
  { ...check("sequences", "users", "at least 2184", "2184"), holds: true },
  check("objects", "recent_messages", "present"),
  check("integrity", "assistant", "ok"),
  check("source_unchanged", "chat-storage", "as it was"),
];

export const proof: Proof = {
  run: "run-7",
  plan: "9f2c41d7e0b3a4c6",
  equal: true,
  at: "2026-11-21T10:06:26Z",
  took_ms: 38_200,
  datasets,
  checks,
};

const gone: RowDifference[] = Array.from({ length: 12 }, (_, at) => ({
  kind: "missing",
  slice: 0,
  row: [["id", int(String(4_410 + at))]],
  field: null,
  expected: text("Prefers e-mail over the phone"),
  found: missing,
}));
const differences: RowDifference[] = [
  ...gone,
  {
    kind: "changed",
    slice: 0,
    row: [["id", int("5102")]],
    field: "embedding",
    expected: blob("3c5812bd9a0e41", 6_144),
    found: blob("3c5812bd9a0e42", 6_144),
  },
  {
    kind: "changed",
    slice: 0,
    row: [["id", int("5103")]],
    field: "body",
    expected: float("0.1"),
    found: text("0.1"),
  },
];

export const broken: Proof = {
  ...proof,
  equal: false,
  datasets: datasets.map((dataset) =>
    dataset.to === "memories"
      ? {
          ...dataset,
          equal: false,
          slices_equal: 0,
          rows_found: 6_502,
          root_found: root(99),
          differences,
          differences_total: 14,
        }
      : dataset,
  ),
  checks: checks.map((each) =>
    each.object !== "memories"
      ? each
      : { ...each, holds: false, found: each.kind === "rows" ? "6502" : root(99) },
  ),
};

const command = "drydock prove run-7";
export const validated: ValidateView = { run: finished.line, running: false, proof, problem: null, command };
export const unproved: ValidateView = { run: null, running: false, proof: null, problem: null, command };
