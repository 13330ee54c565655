/** The sixth dry run of `assistant`: its figures are those of the map, the run and the proof. */
import type {
  Finding,
  LeftReason,
  LeftRow,
  Rehearsal,
  RehearsalLine,
  RehearsalProgress,
  RehearsalView,
  RehearsedTable,
  Shown,
} from "../../bindings";
import type { Door } from "../../door";
import { findings } from "./findings";
import { statements } from "./statements";
import { float, int, longText, none, text } from "./values";

const table = (
  name: string,
  read: number,
  left: number,
  changed = 0,
  worst: string | null = null,
): RehearsedTable => ({
  from: `chat.${name}`,
  to: name,
  read,
  written: read - left,
  left_behind: left,
  filtered: 0,
  changed,
  worst,
  digest: "5f0c91e2a4".repeat(3) + "77",
});

export const rehearsedTables: RehearsedTable[] = [
  table("users", 2_184, 3, 0, "duplicate_key:users.email"),
  table("conversations", 12_840, 2),
  table("messages", 482_130, 288, 1_206, "not_null:messages.created_at"),
  table("memories", 6_514, 0),
  table("attachments", 5_120, 26, 0, "orphans:attachments.message_id"),
  table("checkpoints", 38_402, 0),
];

const message = (id: string, role: string, content: Shown, timestamp: Shown): LeftRow => ({
  from: "chat.messages",
  row: [
    ["id", text(id)],
    ["role", text(role)],
    ["content", content],
    ["timestamp", timestamp],
  ],
  field: "timestamp",
  reason: "not_null",
  rule: "created_at does not allow empty values",
});
const simple = (
  dataset: string,
  row: [string, Shown][],
  field: string,
  reason: string,
  rule: string,
): LeftRow => ({
  from: `chat.${dataset}`,
  row,
  field,
  reason,
  rule,
});

export const leftReasons: LeftReason[] = [
  {
    table: "chat.messages",
    field: "timestamp",
    reason: "not_null",
    text: "created_at has no value",
    rows: 288,
    samples: [
      message(
        "m_88213",
        "assistant",
        longText("Your refund was issued on 12 November and should", 312),
        none,
      ),
      message("m_88214", "user", text("Thanks, that was quick"), none),
      message("m_90177", "user", text("Where do I find the invoice?"), text("")),
      message("m_93550", "tool", longText('{"order_id": 55120, "status": "shipped", "items"', 1_204), none),
    ],
  },
  {
    table: "chat.attachments",
    field: "message_id",
    reason: "orphan",
    text: "the message they belong to does not exist",
    rows: 26,
    samples: [
      simple(
        "attachments",
        [
          ["id", int("4411")],
          ["message_id", text("m_77120")],
          ["kind", text("image/png")],
        ],
        "message_id",
        "orphan",
        "messages has no such id",
      ),
      simple(
        "attachments",
        [
          ["id", int("4412")],
          ["message_id", text("m_77120")],
          ["kind", text("image/png")],
        ],
        "message_id",
        "orphan",
        "messages has no such id",
      ),
    ],
  },
  {
    table: "chat.users",
    field: "email",
    reason: "duplicate_key",
    text: "another user has the same e-mail in other letters",
    rows: 3,
    samples: [
      simple(
        "users",
        [
          ["id", int("918")],
          ["email", text("Mara@example.org")],
          ["name", text("Mara Lind")],
        ],
        "email",
        "duplicate_key",
        "email is unique without regard to case",
      ),
    ],
  },
  {
    table: "chat.conversations",
    field: "id",
    reason: "type_refused",
    text: "id is no text",
    rows: 2,
    samples: [
      simple(
        "conversations",
        [
          ["id", int("9223372036854775807")],
          ["title", text("New chat")],
        ],
        "id",
        "type_refused",
        "A STRICT text column takes no integer",
      ),
    ],
  },
];

const checkNames: readonly [string, string][] = [
  ["Source is whole", "The integrity check of chat-storage found nothing"],
  ["Target is whole", "The integrity check of assistant found nothing"],
  ["Rows read = written + left behind", "547,190 = 546,871 + 319"],
  ["Names do not clash", "6 tables, 32 fields, compared without regard to case"],
  ["Space", "612 MB needed, 212 GB free"],
  ["Right to write", "The folder of assistant takes new files"],
];

export const report: Rehearsal = {
  format: 1,
  id: "rehearsal-6",
  plan_name: "Support assistant",
  plan: "9f2c41d7e0b3a4c6",
  tool_version: "0.1.0",
  at: "2026-11-21T09:44:00Z",
  took_ms: 112_000,
  depth: "check",
  verdict: "nearly_ready",
  figures: {
    rows_read: 547_190,
    will_be_written: 546_871,
    left_behind: 319,
    filtered: 0,
    values_changed: 1_206,
    likely_ms: 250_000,
    space_bytes: 612_000_000,
    free_bytes: 212_000_000_000,
    backup_bytes: 184_000_000,
  },
  tables: rehearsedTables,
  not_read: [],
  losses: [
    {
      table: "chat.messages",
      field: "cost",
      before: "any",
      after: "INTEGER",
      loss: "round",
      values: 1_120,
      accepted: true,
      pairs: [
        ["m_000001", float("0.01234567"), int("0")],
        ["m_000412", float("0.5"), int("1")],
        ["m_201844", float("2.41"), int("2")],
      ],
    },
    {
      table: "chat.messages",
      field: "tokens",
      before: "TEXT",
      after: "INTEGER",
      loss: "affinity",
      values: 86,
      accepted: false,
      pairs: [
        ["m_104410", text("0128"), int("128")],
        ["m_104411", text("64 "), int("64")],
      ],
    },
  ],
  left_behind: leftReasons,
  findings,
  statements,
  checks: [
    ...checkNames.map(([name, detail]) => ({ name, holds: true, detail })),
    {
      name: "Foreign keys hold",
      holds: false,
      detail: "26 rows of attachments point at messages that are not there",
    },
    { name: "Required fields have values", holds: false, detail: "288 rows of messages have no created_at" },
    { name: "Keys are unique", holds: false, detail: "3 rows of users repeat an e-mail" },
  ],
  marks: [],
  command: "drydock rehearse plan.toml",
};

const line = (
  n: number,
  at: string,
  verdict: RehearsalLine["verdict"],
  left_behind: number,
): RehearsalLine => ({
  id: `rehearsal-${n}`,
  at,
  verdict,
  rows_read: 547_190,
  left_behind,
});
const earlier: RehearsalLine[] = [
  line(6, "2026-11-21T09:44:00Z", "nearly_ready", 319),
  line(5, "2026-11-20T16:02:00Z", "not_ready", 4_811),
  line(4, "2026-11-20T11:37:00Z", "not_ready", 12_006),
];

const idle = { running: false, progress: null, outdated: null, problem: null };
export const rehearsed: RehearsalView = { ...idle, report, earlier };
export const neverRehearsed: RehearsalView = { ...idle, report: null, earlier: [] };

export function progressAt(share: number): RehearsalProgress {
  let left = Math.round(547_190 * share);
  const tables = rehearsedTables.map((each) => {
    const rows = Math.min(left, each.read);
    left -= rows;
    return { from: each.from, rows, rows_total: each.read, done: rows === each.read };
  });
  return { tables, rows: Math.round(547_190 * share), rows_total: 547_190 };
}
export const reading = (share: number): RehearsalView => ({
  ...idle,
  running: true,
  progress: progressAt(share),
  report: null,
  earlier: [],
});

/** With every decision made: nothing open but what is good to know. */
const ready: Rehearsal = {
  ...report,
  id: "rehearsal-7",
  at: "2026-11-21T09:58:00Z",
  verdict: "ready",
  losses: report.losses.map((loss) => ({ ...loss, accepted: true })),
  findings: findings.map((each): Finding =>
    each.severity === "notice" ? each : { ...each, accepted: true },
  ),
  checks: report.checks.map((check) => ({ ...check, holds: true })),
};

export const rehearsedReady: RehearsalView = {
  ...idle,
  report: ready,
  earlier: [line(7, ready.at, "ready", 319), ...earlier],
};

/** With two steps that would fail. */
export const failing: Rehearsal = {
  ...report,
  id: "rehearsal-5",
  at: "2026-11-20T16:02:00Z",
  verdict: "not_ready",
  findings: [
    {
      id: "clash:messages",
      severity: "fails",
      kind: "name_clash",
      source: "chat",
      dataset: "messages",
      field: null,
      count: null,
      of: null,
      title: "messages is there already",
      why: "The plan makes the table, and the target has one of that name with 12 rows.",
      worst: null,
      choices: [
        {
          id: "append",
          text: "Add the rows to it",
          affects: 482_130,
          recommended: true,
          edit: { edit: "write_mode", from: "chat.messages", write: "append" },
        },
        {
          id: "replace",
          text: "Empty it first",
          affects: 12,
          recommended: false,
          edit: { edit: "write_mode", from: "chat.messages", write: "replace" },
        },
      ],
      accepted: false,
    },
    ...findings,
  ],
};

/** With two tables that cannot be moved as long as their names clash: nothing of them was read. */
export const partly: Rehearsal = {
  ...failing,
  not_read: [
    { from: "memory.settings", rows: 20 },
    { from: "memory.labels", rows: 19 },
  ],
  findings: [
    {
      id: "clash:settings",
      severity: "fails",
      kind: "name_clash",
      source: "memory",
      dataset: "settings",
      field: null,
      count: null,
      of: null,
      title: "Two tables go to settings, chat.settings and memory.settings",
      why: "The target can have one table of that name.",
      worst: null,
      choices: [
        {
          id: "rename",
          text: "Call it memory_settings",
          affects: 20,
          recommended: true,
          edit: { edit: "move_to", from: "memory.settings", to: "memory_settings" },
        },
      ],
      accepted: false,
    },
    {
      id: "clash:labels",
      severity: "fails",
      kind: "name_clash",
      source: "memory",
      dataset: "labels",
      field: null,
      count: null,
      of: null,
      title: "Labels and labels are one name to the target",
      why: "The target does not tell upper and lower case apart.",
      worst: null,
      choices: [
        {
          id: "rename",
          text: "Call it memory_labels",
          affects: 19,
          recommended: true,
          edit: { edit: "move_to", from: "memory.labels", to: "memory_labels" },
        },
      ],
      accepted: false,
    },
    ...findings,
  ],
};

/** As in the core, a choice changes the plan alone: the report stays as it was found, and out of date while they differ. */
export function rehearsalWorld(
  plan: Pick<Door, "map" | "planEdit">,
): Pick<Door, "rehearsal" | "rehearseStart" | "rehearseCancel" | "rehearsalReport" | "findingChoose"> {
  let now = rehearsed;
  let planned = plan.map("");
  const view = async (): Promise<RehearsalView> => {
    const [then, is] = await Promise.all([planned, plan.map("")]);
    const same = then.fingerprint === is.fingerprint;
    return { ...now, outdated: same ? null : "The plan changed after this dry run." };
  };
  /** Counts the starts and the stops: a reading goes on as long as neither came after it. */
  let turn = 0;
  return {
    rehearsal: view,
    rehearseStart: async (_project, seen) => {
      turn += 1;
      const mine = turn;
      planned = plan.map("");
      for (let share = 0; share < 1 && turn === mine; share += 0.04) {
        now = { ...now, running: true, progress: progressAt(share) };
        seen(now);
        await new Promise((resolve) => setTimeout(resolve, 120));
      }
      now = { ...now, running: false, progress: null };
      seen(now);
    },
    rehearseCancel: () => {
      turn += 1;
      return Promise.resolve();
    },
    rehearsalReport: (_project, id) => Promise.resolve(id === "rehearsal-5" ? failing : report),
    findingChoose: async (project, edit) => {
      await plan.planEdit(project, edit);
      return view();
    },
  };
}
