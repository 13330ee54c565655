-- Harbour chat: the app's own database. All names and texts are invented.
PRAGMA page_size = 4096;
PRAGMA user_version = 7;

CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  handle TEXT NOT NULL UNIQUE COLLATE NOCASE,
  name TEXT NOT NULL,
  joined_at TEXT NOT NULL,
  -- Nobody has used this since the second version.
  legacy_pin TEXT
);

CREATE TABLE conversations (
  id TEXT PRIMARY KEY NOT NULL,
  title TEXT NOT NULL,
  owner INTEGER NOT NULL REFERENCES users (id),
  created_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  author INTEGER NOT NULL REFERENCES users (id),
  body TEXT NOT NULL,
  tokens INTEGER,
  sent_at INTEGER NOT NULL,
  words INTEGER GENERATED ALWAYS AS (length(body) - length(replace(body, ' ', '')) + 1) VIRTUAL
);
CREATE INDEX messages_by_conversation ON messages (conversation_id, sent_at);
CREATE INDEX messages_with_tokens ON messages (tokens) WHERE tokens IS NOT NULL;

CREATE TABLE attachments (
  id INTEGER PRIMARY KEY,
  message_id INTEGER NOT NULL REFERENCES messages (id),
  file TEXT NOT NULL,
  content BLOB NOT NULL
);

-- Counted by hand at the gate, without a key.
CREATE TABLE visits (day TEXT, gate TEXT, people INTEGER);

CREATE TABLE settings (key TEXT PRIMARY KEY NOT NULL, value TEXT);

-- What hangs on the wall of the office.
CREATE TABLE notices (id INTEGER PRIMARY KEY, title TEXT NOT NULL, wording TEXT NOT NULL);

CREATE TABLE Labels (id INTEGER PRIMARY KEY, label TEXT NOT NULL);

CREATE VIRTUAL TABLE messages_fts USING fts5 (body, content = 'messages', content_rowid = 'id');

CREATE TRIGGER messages_after_insert AFTER INSERT ON messages BEGIN
  INSERT INTO messages_fts (rowid, body) VALUES (new.id, new.body);
END;

CREATE VIEW busiest_days AS
  SELECT day, sum(people) AS people FROM visits GROUP BY day ORDER BY people DESC;
CREATE VIEW conversation_lengths AS
  SELECT c.id, c.title, count(m.id) AS messages
  FROM conversations c LEFT JOIN messages m ON m.conversation_id = c.id GROUP BY c.id;

INSERT INTO users (id, handle, name, joined_at, legacy_pin) VALUES
  (1, 'tide', 'Tove Idebank', '2024-02-11T08:00:00Z', NULL),
  (2, 'crane4', 'Kranfører Fire', '2024-02-11T08:10:00Z', NULL),
  (3, 'pilot', 'Lots på vakt', '2024-02-12T06:30:00Z', NULL),
  (4, 'berth', 'Bertha Anleger', '2024-02-14T09:00:00Z', NULL),
  (5, 'gull', '鴎', '2024-03-01T05:00:00Z', NULL),
  (6, 'office', 'Harbour office ⚓', '2024-03-02T07:45:00Z', NULL);

INSERT INTO settings (key, value) VALUES
  ('language', 'en'), ('quiet_from', '22:00'), ('quiet_until', '06:00'), ('max_attachment', '0004096'), ('motd', '');

INSERT INTO Labels (id, label) VALUES (1, 'arrival'), (2, 'departure'), (3, 'weather');

-- The second and the fifth are longer than the older program in the target lets them be.
INSERT INTO notices (id, title, wording) VALUES
  (101, 'Ice', 'The ice house is open from six.'),
  (102, 'Night tide', 'Berth 4 falls dry at 03:40; boats deeper than 2.1 m lie at berth 6 until the crane has moved.'),
  (103, 'Keys', 'The key to the gate hangs in the office.'),
  (104, 'Fog', 'Lyden går langt i tåke: two short, one long.'),
  (105, 'Pilot', 'The pilot boat leaves at 04:15, 09:45 and 16:30. Ring +47 555 01 234 before you cast off ⚓');
