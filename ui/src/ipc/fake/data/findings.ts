/** What the plan of `assistant` still asks: the three decisions of the line of stops, and what is good to know. */
import type { Finding } from "../../bindings";

const about = (dataset: string, name: string | null) => ({
  source: "chat",
  dataset,
  field: name,
  accepted: false,
});

export const findings: Finding[] = [
  {
    ...about("messages", "timestamp"),
    id: "not_null:messages.created_at",
    severity: "decide",
    kind: "rows_lost",
    count: 288,
    of: 482_130,
    title: "288 messages have no time",
    why: "They cannot be written: created_at does not allow empty values.",
    worst: "m_88213: timestamp is NULL",
    choices: [
      {
        id: "leave",
        text: "Leave them behind",
        affects: 288,
        recommended: false,
        edit: { edit: "accept", from: "chat.messages", field: "timestamp", what: "not_null" },
      },
      {
        id: "drop",
        text: "Leave the field out",
        affects: 482_130,
        recommended: false,
        edit: { edit: "field_drop", from: "chat.messages", field: "timestamp" },
      },
    ],
  },
  {
    ...about("attachments", "message_id"),
    id: "orphans:attachments.message_id",
    severity: "decide",
    kind: "orphan",
    count: 26,
    of: 5_120,
    title: "26 attachments have no message",
    why: "The message they belong to is not in the source.",
    worst: "4411: message_id m_77120",
    choices: [
      {
        id: "accept",
        text: "Leave them behind",
        affects: 26,
        recommended: true,
        edit: { edit: "accept", from: "chat.attachments", field: null, what: "orphans" },
      },
    ],
  },
  {
    ...about("users", "email"),
    id: "duplicate_key:users.email",
    severity: "decide",
    kind: "duplicate_key",
    count: 3,
    of: 2_184,
    title: "3 users share an e-mail with another",
    why: "They differ only in upper and lower case, which the target does not tell apart.",
    worst: "Mara@example.org and mara@example.org",
    choices: [
      {
        id: "first",
        text: "Keep the first of each",
        affects: 3,
        recommended: true,
        edit: { edit: "accept", from: "chat.users", field: "email", what: "duplicate_key" },
      },
    ],
  },
  {
    ...about("messages", "cost"),
    id: "round:messages.cost",
    severity: "decide",
    kind: "value_changed",
    count: 1_120,
    of: 482_130,
    title: "1,120 costs are rounded",
    why: "A number with a fraction becomes an integer.",
    worst: "2.41 becomes 2",
    choices: [],
    accepted: true,
  },
  {
    ...about("checkpoints", null),
    id: "no_key:checkpoints",
    severity: "notice",
    kind: "not_carried",
    count: null,
    of: null,
    title: "WITHOUT ROWID is kept",
    why: "The target makes checkpoints in the same form.",
    worst: null,
    choices: [],
  },
];
