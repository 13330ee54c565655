-- Harbour chat: what the assistant remembers, in a file of its own.
PRAGMA page_size = 4096;

CREATE TABLE memories (
  id INTEGER PRIMARY KEY,
  about TEXT NOT NULL,
  text TEXT NOT NULL,
  -- 768 numbers of 32 bits, little-endian.
  embedding BLOB NOT NULL,
  weight REAL NOT NULL,
  made_at INTEGER NOT NULL
);
CREATE INDEX memories_by_subject ON memories (about, made_at DESC);

CREATE TABLE settings (key TEXT PRIMARY KEY NOT NULL, value TEXT);
INSERT INTO settings (key, value) VALUES
  ('language', 'nb'), ('model', 'harbour-small'), ('remember_days', '90');

CREATE TABLE labels (memory_id INTEGER NOT NULL REFERENCES memories (id), label TEXT NOT NULL, PRIMARY KEY (memory_id, label))
  WITHOUT ROWID;
