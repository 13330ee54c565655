//! Who did what, when, and how it ended: every act that a person or a script took through either shell.

use super::{Journal, JournalError, now};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Act {
    /// Given by the journal.
    pub id: i64,
    /// Given by the journal.
    pub at: String,
    pub who: String,
    /// As `Ran the plan`.
    pub what: String,
    pub project: Option<String>,
    pub result: String,
    /// `good`, `info`, `warn` or `bad`.
    pub tone: String,
    /// The plan's fingerprint.
    pub plan: Option<String>,
    pub command: Option<String>,
    pub run: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActPage {
    /// Newest first.
    pub acts: Vec<Act>,
    pub total: u32,
}

impl Journal {
    /// Notes an act; time and number are the journal's.
    pub async fn act(&self, act: &Act) -> Result<i64, JournalError> {
        let done = sqlx::query(
            "INSERT INTO activity (at, who, what, project, result, tone, plan, command, run) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )
        .bind(now())
        .bind(&act.who)
        .bind(&act.what)
        .bind(&act.project)
        .bind(&act.result)
        .bind(&act.tone)
        .bind(&act.plan)
        .bind(&act.command)
        .bind(&act.run)
        .execute(&self.pool)
        .await?;
        Ok(done.last_insert_rowid())
    }

    pub async fn activity(
        &self,
        project: Option<&str>,
        offset: u32,
        limit: u32,
    ) -> Result<ActPage, JournalError> {
        let total =
            sqlx::query_scalar("SELECT count(*) FROM activity WHERE ?1 IS NULL OR project = ?1")
                .bind(project)
                .fetch_one(&self.pool)
                .await?;
        let rows = sqlx::query(
            "SELECT * FROM activity WHERE ?1 IS NULL OR project = ?1 ORDER BY id DESC LIMIT ?2 OFFSET ?3",
        )
        .bind(project)
        .bind(limit)
        .bind(offset)
        .fetch_all(&self.pool)
        .await?;
        let acts: Result<Vec<Act>, JournalError> = rows.iter().map(act).collect();
        Ok(ActPage { acts: acts?, total })
    }
}

fn act(row: &SqliteRow) -> Result<Act, JournalError> {
    Ok(Act {
        id: row.try_get("id")?,
        at: row.try_get("at")?,
        who: row.try_get("who")?,
        what: row.try_get("what")?,
        project: row.try_get("project")?,
        result: row.try_get("result")?,
        tone: row.try_get("tone")?,
        plan: row.try_get("plan")?,
        command: row.try_get("command")?,
        run: row.try_get("run")?,
    })
}
