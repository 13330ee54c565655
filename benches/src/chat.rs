//! A chat-like database of any size: text, JSON text, timestamps, a 3 kB blob on every twentieth row, the same bytes
//! every time.

use rusqlite::{Connection, params};
use std::path::Path;

pub const SCHEMA: &str = "
CREATE TABLE conversations (
  id TEXT NOT NULL PRIMARY KEY,
  title TEXT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  conversation_id TEXT NOT NULL REFERENCES conversations(id),
  role TEXT NOT NULL,
  content TEXT NOT NULL,
  tokens INTEGER,
  cost REAL,
  meta TEXT,
  attachment BLOB,
  created_at TEXT NOT NULL
);";

pub const INDEXES: &str = "
CREATE INDEX messages_by_conversation ON messages (conversation_id, created_at);
CREATE INDEX messages_by_time ON messages (created_at);";

const WORDS: [&str; 16] = [
    "harbour",
    "tide",
    "mooring",
    "lantern",
    "cargo",
    "ledger",
    "Trò chuyện",
    "refund",
    "schedule",
    "crane",
    "façade",
    "pilot",
    "manifest",
    "quay",
    "signal",
    "😊",
];

/// Small, fast and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

pub fn write(file: &Path, rows: u64) -> rusqlite::Result<()> {
    let mut db = Connection::open(file)?;
    db.execute_batch("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")?;
    db.execute_batch(SCHEMA)?;
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let conversations = (rows / 25).max(1);
    let tx = db.transaction()?;
    {
        let mut insert = tx.prepare("INSERT INTO conversations VALUES (?, ?, ?)")?;
        for i in 0..conversations {
            insert.execute(params![
                conversation(i),
                format!("Talk number {i}"),
                moment(i * 977)
            ])?;
        }
        let mut insert = tx.prepare("INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
        let mut content = String::new();
        let mut blob = vec![0u8; 3072];
        for i in 0..rows {
            content.clear();
            for _ in 0..8 + random.next() % 32 {
                content.push_str(WORDS[(random.next() % 16) as usize]);
                content.push(' ');
            }
            let attachment = (i % 20 == 0).then(|| {
                blob.iter_mut().for_each(|b| *b = random.next() as u8);
                &blob[..]
            });
            insert.execute(params![
                i as i64 + 1,
                conversation(random.next() % conversations),
                if i % 2 == 0 { "user" } else { "assistant" },
                content,
                (random.next() % 4000) as i64,
                (random.next() % 100_000) as f64 / 1e7,
                format!(r#"{{"model":"m-{}","temperature":0.7}}"#, random.next() % 5),
                attachment,
                moment(i * 13),
            ])?;
        }
    }
    tx.commit()?;
    db.execute_batch(INDEXES)
}

fn conversation(i: u64) -> String {
    format!("conv_{i:08x}")
}

fn moment(seconds: u64) -> String {
    let (day, second) = (seconds / 86_400, seconds % 86_400);
    format!(
        "2025-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        1 + day / 28 % 12,
        1 + day % 28,
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}
