//! Runs: begun, changed, ended, listed.

use super::record::{RunBrief, RunRecord, SourceRecord, WayBack};
use super::{
    Journal, JournalError, from_json, from_json_opt, from_word, now, signed, to_json, unsigned,
    word,
};
use crate::run::RunOptions;
use crate::{Resolved, Stores};
use drydock_model::proof::Proof;
use drydock_model::{Problem, RunPhase, Status};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use std::collections::BTreeMap;

const BRIEF: &str = "SELECT r.run, r.project, r.plan_name, r.fingerprint, r.target, r.status, r.phase, r.resumable, \
     r.started_at, r.ended_at, r.way_back, r.problem, r.proved, r.resumed, r.kept, \
     (SELECT coalesce(sum(rows_written), 0) FROM slices s WHERE s.run = r.run) AS rows_written, \
     (SELECT coalesce(sum(left_behind), 0) FROM slices s WHERE s.run = r.run) AS left_behind \
     FROM runs r WHERE ?1 IS NULL OR r.project = ?1 ORDER BY r.started_at DESC, r.run DESC";

const WHOLE: &str = "SELECT r.*, \
     (SELECT coalesce(sum(rows_written), 0) FROM slices s WHERE s.run = r.run) AS rows_written, \
     (SELECT coalesce(sum(left_behind), 0) FROM slices s WHERE s.run = r.run) AS left_behind \
     FROM runs r WHERE r.run = ?1";

impl Journal {
    /// Notes a run before anything is done for it. False when the id is taken.
    pub(crate) async fn begin_run(
        &self,
        run: &str,
        project: &str,
        resolved: &Resolved,
        stores: &Stores,
        options: &RunOptions,
    ) -> Result<bool, JournalError> {
        let sources: BTreeMap<&String, SourceRecord> = stores
            .sources
            .iter()
            .map(|(name, end)| {
                let address = end.address.to_string();
                let mark = end.mark.clone();
                (name, SourceRecord { address, mark })
            })
            .collect();
        let mut tx = self.change().await?;
        let made = sqlx::query(
            "INSERT INTO runs (run, project, plan_name, fingerprint, resolved, sources, target, target_before, options, \
             status, phase, started_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) \
             ON CONFLICT (run) DO NOTHING",
        )
        .bind(run)
        .bind(project)
        .bind(&resolved.plan.name)
        .bind(&resolved.fingerprint)
        .bind(to_json(resolved, "plan")?)
        .bind(to_json(&sources, "sources")?)
        .bind(stores.target.address.to_string())
        .bind(&stores.target.mark)
        .bind(to_json(options, "options")?)
        .bind(word(&Status::Checking, "status")?)
        .bind(word(&RunPhase::Checking, "phase")?)
        .bind(now())
        .execute(&mut *tx)
        .await?
        .rows_affected();
        for lane in resolved.lanes.iter().filter(|_| made == 1) {
            sqlx::query("INSERT INTO lanes (run, lane) VALUES (?1, ?2)")
                .bind(run)
                .bind(lane.index)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        Ok(made == 1)
    }

    /// A run goes on: what was said about its end no longer holds.
    pub(crate) async fn resumed(&self, run: &str) -> Result<(), JournalError> {
        sqlx::query(
            "UPDATE runs SET resumed = resumed + 1, status = ?2, resumable = 1, ended_at = NULL, problem = NULL, \
             proof = NULL, proved = NULL, target_after = NULL WHERE run = ?1",
        )
        .bind(run)
        .bind(word(&Status::Checking, "status")?)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    pub(crate) async fn stands_at(
        &self,
        run: &str,
        status: Status,
        phase: RunPhase,
        worked_ms: u64,
    ) -> Result<(), JournalError> {
        sqlx::query("UPDATE runs SET status = ?2, phase = ?3, worked_ms = ?4 WHERE run = ?1")
            .bind(run)
            .bind(word(&status, "status")?)
            .bind(word(&phase, "phase")?)
            .bind(signed(worked_ms))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Must be on disk before the first write to the target.
    pub(crate) async fn way_back(&self, run: &str, way_back: &WayBack) -> Result<(), JournalError> {
        sqlx::query("UPDATE runs SET way_back = ?2 WHERE run = ?1")
            .bind(run)
            .bind(to_json(way_back, "undo point")?)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    pub async fn proved(&self, run: &str, proof: &Proof) -> Result<(), JournalError> {
        sqlx::query("UPDATE runs SET proof = ?2, proved = ?3 WHERE run = ?1")
            .bind(run)
            .bind(to_json(proof, "proof")?)
            .bind(proof.equal)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    pub(crate) async fn ended(&self, run: &str, end: &RunEnd) -> Result<(), JournalError> {
        let problem = end
            .problem
            .as_ref()
            .map(|p| to_json(p, "problem"))
            .transpose()?;
        sqlx::query(
            "UPDATE runs SET status = ?2, phase = ?3, resumable = ?4, problem = ?5, target_after = ?6, worked_ms = ?7, \
             ended_at = ?8 WHERE run = ?1",
        )
        .bind(run)
        .bind(word(&end.status, "status")?)
        .bind(word(&end.phase, "phase")?)
        .bind(end.resumable)
        .bind(problem)
        .bind(&end.target_after)
        .bind(signed(end.worked_ms))
        .bind(&end.at)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    pub(crate) async fn kept(&self, run: &str) -> Result<(), JournalError> {
        sqlx::query("UPDATE runs SET kept = 1 WHERE run = ?1")
            .bind(run)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// A roll back begins: from here on the run can only be rolled back.
    pub(crate) async fn rolling_back(&self, run: &str) -> Result<(), JournalError> {
        sqlx::query(
            "UPDATE runs SET status = ?2, phase = ?3, resumable = 0, ended_at = NULL, problem = NULL WHERE run = ?1",
        )
        .bind(run)
        .bind(word(&Status::Running, "status")?)
        .bind(word(&RunPhase::RollBack, "phase")?)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Newest first; all projects when none is named.
    pub async fn runs(&self, project: Option<&str>) -> Result<Vec<RunBrief>, JournalError> {
        sqlx::query(BRIEF)
            .bind(project)
            .fetch_all(&self.pool)
            .await?
            .iter()
            .map(brief)
            .collect()
    }

    pub async fn run(&self, run: &str) -> Result<Option<RunRecord>, JournalError> {
        let row = sqlx::query(WHOLE)
            .bind(run)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(record).transpose()
    }

    /// The latest run into a target that began after the given one.
    pub(crate) async fn later_run_into(
        &self,
        target: &str,
        run: &str,
    ) -> Result<Option<String>, JournalError> {
        let later = sqlx::query_scalar(
            "SELECT l.run FROM runs l, runs r WHERE r.run = ?2 AND l.target = ?1 AND l.run <> r.run \
             AND l.started_at >= r.started_at AND l.way_back IS NOT NULL AND l.status <> 'rolled_back' \
             ORDER BY l.started_at DESC LIMIT 1",
        )
        .bind(target)
        .bind(run)
        .fetch_optional(&self.pool)
        .await?;
        Ok(later)
    }
}

/// How a run ended.
pub(crate) struct RunEnd {
    pub status: Status,
    pub phase: RunPhase,
    pub resumable: bool,
    pub problem: Option<Problem>,
    pub target_after: Option<String>,
    pub worked_ms: u64,
    pub at: String,
}

fn brief(row: &SqliteRow) -> Result<RunBrief, JournalError> {
    let way_back: Option<WayBack> = from_json_opt(row.try_get("way_back")?, "undo point")?;
    Ok(RunBrief {
        run: row.try_get("run")?,
        project: row.try_get("project")?,
        plan_name: row.try_get("plan_name")?,
        plan: row.try_get("fingerprint")?,
        target: row.try_get("target")?,
        noted: from_word(row.try_get("status")?, "status")?,
        phase: from_word(row.try_get("phase")?, "phase")?,
        resumable: row.try_get("resumable")?,
        started_at: row.try_get("started_at")?,
        ended_at: row.try_get("ended_at")?,
        undo: way_back.map(|w| w.undo),
        problem: from_json_opt(row.try_get("problem")?, "problem")?,
        proved: row.try_get("proved")?,
        resumed: row.try_get("resumed")?,
        kept: row.try_get("kept")?,
        rows_written: unsigned(row.try_get("rows_written")?),
        left_behind: unsigned(row.try_get("left_behind")?),
    })
}

fn record(row: &SqliteRow) -> Result<RunRecord, JournalError> {
    Ok(RunRecord {
        brief: brief(row)?,
        resolved: from_json(row.try_get("resolved")?, "plan")?,
        sources: from_json(row.try_get("sources")?, "sources")?,
        target_before: row.try_get("target_before")?,
        target_after: row.try_get("target_after")?,
        options: from_json(row.try_get("options")?, "options")?,
        way_back: from_json_opt(row.try_get("way_back")?, "undo point")?,
        proof: from_json_opt(row.try_get("proof")?, "proof")?,
        worked_ms: unsigned(row.try_get("worked_ms")?),
    })
}
