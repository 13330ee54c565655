/** How assistant differs from the form that the plan of `assistant` asks for. */
import type { CompareView, Difference } from "../../bindings";
import { statements } from "./statements";

const messagesNow = `CREATE TABLE messages (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL
    REFERENCES conversations(id),
  role TEXT NOT NULL,
  body TEXT,
  created_at TEXT,
  legacy_flag INTEGER DEFAULT 0
)`;
const messagesWanted = `CREATE TABLE messages (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL
    REFERENCES conversations(id),
  role TEXT CHECK (role IN ('user', 'assistant', 'tool')),
  body TEXT,
  created_at INTEGER NOT NULL,
  cost INTEGER,
  tokens INTEGER
) STRICT`;

const item = (
  change: Difference["change"],
  kind: string,
  name: string,
  left_sql: string | null,
  right_sql: string | null,
  rest: Partial<Difference> = {},
): Difference => ({ change, kind, name, left_sql, right_sql, parts: [], can_lose_data: false, ...rest });

const made = (name: string, body: string) => `CREATE TABLE ${name} (\n${body}\n) STRICT`;
const settings = "CREATE TABLE settings (\n  key TEXT PRIMARY KEY,\n  value TEXT\n)";

export const compared: CompareView = {
  comparison: {
    left: "chat-storage",
    right: "assistant",
    items: [
      item(
        "added",
        "table",
        "attachments",
        made("attachments", "  id INTEGER PRIMARY KEY,\n  message_id TEXT"),
        null,
      ),
      item(
        "added",
        "table",
        "checkpoints",
        made("checkpoints", "  thread_id TEXT,\n  ns TEXT,\n  id TEXT"),
        null,
      ),
      item(
        "added",
        "table",
        "memories",
        made("memories", "  id INTEGER PRIMARY KEY,\n  body TEXT,\n  embedding BLOB"),
        null,
      ),
      item(
        "added",
        "view",
        "recent_messages",
        "CREATE VIEW recent_messages AS\n  SELECT * FROM messages",
        null,
      ),
      item("changed", "table", "messages", messagesWanted, messagesNow, {
        can_lose_data: true,
        parts: [
          {
            change: "changed",
            kind: "field",
            name: "role",
            left: "TEXT",
            right: "TEXT NOT NULL",
            can_lose_data: false,
          },
          {
            change: "changed",
            kind: "field",
            name: "created_at",
            left: "INTEGER NOT NULL",
            right: "TEXT",
            can_lose_data: true,
          },
          {
            change: "added",
            kind: "field",
            name: "cost",
            left: "INTEGER",
            right: null,
            can_lose_data: false,
          },
          {
            change: "added",
            kind: "field",
            name: "tokens",
            left: "INTEGER",
            right: null,
            can_lose_data: false,
          },
          {
            change: "removed",
            kind: "field",
            name: "legacy_flag",
            left: null,
            right: "INTEGER DEFAULT 0",
            can_lose_data: true,
          },
          {
            change: "added",
            kind: "option",
            name: "STRICT",
            left: "STRICT",
            right: null,
            can_lose_data: false,
          },
        ],
      }),
      item(
        "removed",
        "table",
        "msg_legacy",
        null,
        "CREATE TABLE msg_legacy (\n  id INTEGER,\n  text TEXT\n)",
        {
          can_lose_data: true,
        },
      ),
      item("same", "table", "settings", settings, settings),
    ],
    statements,
  },
  ends: ["chat-storage", "assistant"],
  command: "drydock compare chat-storage assistant",
};
