/** The statements of `assistant`'s plan, in run order. */
import type { Phase, Statement, StatementLabel } from "../../bindings";

let last = 0;
function statement(
  phase: Phase,
  object: string,
  sql: string,
  inverse: string | null,
  ...labels: StatementLabel[]
): Statement {
  last += 1;
  return { ordinal: last, phase, object, sql, inverse, labels };
}

const made = (name: string, body: string) =>
  statement(
    "tables",
    name,
    `CREATE TABLE ${name} (\n${body}\n) STRICT`,
    `DROP TABLE ${name}`,
    "no_lock_wait",
  );

export const statements: Statement[] = [
  made("users", "  id INTEGER PRIMARY KEY,\n  email TEXT COLLATE NOCASE UNIQUE,\n  name TEXT"),
  made(
    "conversations",
    "  id TEXT PRIMARY KEY,\n  user_id INTEGER REFERENCES users(id),\n  title TEXT,\n  model TEXT",
  ),
  made(
    "messages",
    "  id TEXT PRIMARY KEY,\n  conversation_id TEXT NOT NULL REFERENCES conversations(id),\n  role TEXT,\n  body TEXT,\n  created_at INTEGER NOT NULL,\n  cost INTEGER,\n  tokens INTEGER,\n  total INTEGER GENERATED ALWAYS AS (tokens * cost)",
  ),
  made("memories", "  id INTEGER PRIMARY KEY,\n  body TEXT,\n  embedding BLOB"),
  made(
    "attachments",
    "  id INTEGER PRIMARY KEY,\n  message_id TEXT REFERENCES messages(id),\n  kind TEXT,\n  size INTEGER,\n  path TEXT",
  ),
  made(
    "checkpoints",
    "  thread_id TEXT,\n  ns TEXT,\n  id TEXT,\n  data BLOB,\n  PRIMARY KEY (thread_id, ns, id)",
  ),
  statement("tables", "msg_legacy", "DROP TABLE msg_legacy", null, "can_lose_data"),
  statement(
    "tables",
    "settings",
    "ALTER TABLE settings RENAME COLUMN val TO value",
    "ALTER TABLE settings RENAME COLUMN value TO val",
    "no_lock_wait",
  ),
  statement(
    "indexes",
    "messages_conv_created_idx",
    "CREATE INDEX messages_conv_created_idx\n  ON messages (conversation_id, created_at)",
    "DROP INDEX messages_conv_created_idx",
    "blocks_writes",
  ),
  statement(
    "indexes",
    "memories_body_idx",
    "CREATE INDEX memories_body_idx ON memories (body)",
    "DROP INDEX memories_body_idx",
    "blocks_writes",
  ),
  statement(
    "objects",
    "recent_messages",
    "CREATE VIEW recent_messages AS\n  SELECT * FROM messages ORDER BY created_at DESC LIMIT 100",
    "DROP VIEW recent_messages",
    "no_lock_wait",
  ),
  statement("statistics", "assistant", "ANALYZE", null, "outside_transaction"),
];
