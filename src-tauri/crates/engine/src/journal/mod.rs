//! The record of runs: one local SQLite file that says what was decided, what landed and what went wrong.
//!
//! Screens and reports are folds over it, so they are right after a crash too. It holds no secret and no value from a
//! table except slice bounds (which are keys). Several processes may use one journal: each change is one transaction
//! that takes the write lock at its start.

mod activity;
mod error;
mod log;
mod record;
mod rehearsals;
mod runs;
mod slices;

pub use activity::{Act, ActPage};
pub use error::JournalError;
pub use record::{KeptFile, RowsBefore, RunBrief, RunRecord, SourceRecord, WayBack};
pub use rehearsals::RehearsalBrief;
pub(crate) use runs::RunEnd;
pub use slices::{SliceNote, Tally};

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Connection, Sqlite, Transaction};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Another process writes for milliseconds; whoever holds the lock longer is in trouble, and so are we.
const BUSY: Duration = Duration::from_secs(15);
const TRIES: u32 = 40;

#[derive(Clone)]
pub struct Journal {
    pool: SqlitePool,
    path: PathBuf,
}

impl Journal {
    /// Opens the journal, makes it if it is not there, and brings an older one up to date.
    pub async fn open(path: &Path) -> Result<Journal, JournalError> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|cause| JournalError::Folder {
                path: folder.to_owned(),
                cause,
            })?;
        }
        let mut tries = 0;
        loop {
            match Journal::try_open(path).await {
                // The switch to WAL is refused at once, timeout or not, while another process makes the same file.
                Err(e) if e.is_busy() && tries < TRIES => {
                    tries += 1;
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                done => return done,
            }
        }
    }

    async fn try_open(path: &Path) -> Result<Journal, JournalError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // FULL: that an undo point exists must be on disk before the first write to a target is.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY)
            .foreign_keys(true);
        let opened = |cause| JournalError::opening(path, cause);
        let pool = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(BUSY * 2)
            // After a full disk SQLite has rolled back by itself, which the driver takes for a transaction that stands.
            .before_acquire(|conn, _| Box::pin(async move { Ok(!conn.is_in_transaction()) }))
            .connect_with(options)
            .await
            .map_err(opened)?;
        let journal = Journal {
            pool,
            path: path.to_owned(),
        };
        // In one transaction that has the write lock from its start: of two processes that open a new journal, the
        // second finds it made.
        let mut tx = journal.change().await?;
        sqlx::migrate!("src/journal/migrations")
            .run_direct(None, &mut *tx, false)
            .await
            .map_err(|e| JournalError::migrating(path, e))?;
        tx.commit().await.map_err(opened)?;
        Ok(journal)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes back what lies in the WAL and lets go of the file.
    pub async fn close(self) {
        self.pool.close().await;
    }

    /// As if the disk held no page more, or had room again.
    #[cfg(test)]
    pub(crate) async fn set_room(&self, pages: u32) -> Result<(), JournalError> {
        let mut all = Vec::new();
        for _ in 0..self.pool.options().get_max_connections() {
            all.push(self.pool.acquire().await?);
        }
        for conn in &mut all {
            sqlx::query(sqlx::AssertSqlSafe(format!(
                "PRAGMA max_page_count = {pages}"
            )))
            .execute(&mut **conn)
            .await?;
        }
        Ok(())
    }

    async fn change(&self) -> Result<Transaction<'static, Sqlite>, JournalError> {
        self.pool
            .begin_with("BEGIN IMMEDIATE")
            .await
            .map_err(|cause| JournalError::opening(&self.path, cause))
    }
}

pub(crate) fn now() -> String {
    chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

/// SQLite's integers are signed; no count of rows comes near the difference.
fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn unsigned(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}

fn to_json<T: serde::Serialize>(value: &T, what: &'static str) -> Result<String, JournalError> {
    serde_json::to_string(value).map_err(|cause| JournalError::Content { what, cause })
}

fn from_json<T: serde::de::DeserializeOwned>(
    text: &str,
    what: &'static str,
) -> Result<T, JournalError> {
    serde_json::from_str(text).map_err(|cause| JournalError::Content { what, cause })
}

fn from_json_opt<T: serde::de::DeserializeOwned>(
    text: Option<&str>,
    what: &'static str,
) -> Result<Option<T>, JournalError> {
    text.map(|text| from_json(text, what)).transpose()
}

/// The plain words that states are kept as: the same as in JSON, without the quotes.
fn word<T: serde::Serialize>(value: &T, what: &'static str) -> Result<String, JournalError> {
    Ok(to_json(value, what)?.trim_matches('"').to_owned())
}

fn from_word<T: serde::de::DeserializeOwned>(
    word: &str,
    what: &'static str,
) -> Result<T, JournalError> {
    serde_json::from_value(serde_json::Value::String(word.to_owned()))
        .map_err(|cause| JournalError::Content { what, cause })
}
