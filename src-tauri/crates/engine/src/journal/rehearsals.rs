//! Reports of rehearsals, kept whole.

use super::{Journal, JournalError, from_json, to_json};
use drydock_model::rehearsal::{Rehearsal, Verdict};
use sqlx::Row;

/// A rehearsal in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RehearsalBrief {
    pub id: String,
    /// The fingerprint of the plan that was rehearsed.
    pub plan: String,
    pub at: String,
    pub verdict: Verdict,
    pub rows_read: u64,
    pub left_behind: u64,
}

impl Journal {
    pub async fn save_rehearsal(
        &self,
        project: &str,
        report: &Rehearsal,
    ) -> Result<(), JournalError> {
        sqlx::query(
            "INSERT INTO rehearsals (id, project, fingerprint, at, report) VALUES (?1, ?2, ?3, ?4, ?5) \
             ON CONFLICT (id) DO UPDATE SET report = excluded.report",
        )
        .bind(&report.id)
        .bind(project)
        .bind(&report.plan)
        .bind(&report.at)
        .bind(to_json(report, "report")?)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    pub async fn latest_rehearsal(&self, project: &str) -> Result<Option<Rehearsal>, JournalError> {
        let report: Option<String> = sqlx::query_scalar(
            "SELECT report FROM rehearsals WHERE project = ?1 ORDER BY at DESC, rowid DESC LIMIT 1",
        )
        .bind(project)
        .fetch_optional(&self.pool)
        .await?;
        report.map(|text| from_json(&text, "report")).transpose()
    }

    pub async fn rehearsal(
        &self,
        project: &str,
        id: &str,
    ) -> Result<Option<Rehearsal>, JournalError> {
        let report: Option<String> =
            sqlx::query_scalar("SELECT report FROM rehearsals WHERE project = ?1 AND id = ?2")
                .bind(project)
                .bind(id)
                .fetch_optional(&self.pool)
                .await?;
        report.map(|text| from_json(&text, "report")).transpose()
    }

    /// Newest first.
    pub async fn rehearsals(&self, project: &str) -> Result<Vec<RehearsalBrief>, JournalError> {
        let rows = sqlx::query(
            "SELECT report FROM rehearsals WHERE project = ?1 ORDER BY at DESC, rowid DESC",
        )
        .bind(project)
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                let report: Rehearsal = from_json(row.try_get("report")?, "report")?;
                Ok(RehearsalBrief {
                    id: report.id,
                    plan: report.plan,
                    at: report.at,
                    verdict: report.verdict,
                    rows_read: report.figures.rows_read,
                    left_behind: report.figures.left_behind,
                })
            })
            .collect()
    }
}
