//! What a run said on its way, line by line.

use super::{Journal, JournalError, from_word, word};
use drydock_model::LogLine;
use sqlx::Row;

impl Journal {
    pub(crate) async fn log(&self, run: &str, line: &LogLine) -> Result<(), JournalError> {
        sqlx::query("INSERT INTO log (run, at, level, about, text) VALUES (?1, ?2, ?3, ?4, ?5)")
            .bind(run)
            .bind(&line.at)
            .bind(word(&line.level, "level")?)
            .bind(&line.table)
            .bind(&line.text)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The last lines, oldest first.
    pub async fn log_tail(&self, run: &str, lines: u32) -> Result<Vec<LogLine>, JournalError> {
        let rows = sqlx::query(
            "SELECT at, level, about, text FROM log WHERE run = ?1 ORDER BY id DESC LIMIT ?2",
        )
        .bind(run)
        .bind(lines)
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .rev()
            .map(|row| {
                Ok(LogLine {
                    at: row.try_get("at")?,
                    level: from_word(row.try_get("level")?, "level")?,
                    table: row.try_get("about")?,
                    text: row.try_get("text")?,
                })
            })
            .collect()
    }
}
