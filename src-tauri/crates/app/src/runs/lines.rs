//! Runs as screens show them, drawn from the journal: whole for one, in brief for lists.

use super::carry::run_command;
use crate::connections::Connections;
use crate::error::{Result, StudioError, told};
use crate::look::for_people;
use crate::studio::Studio;
use crate::views::{Environment, RunLine, RunView};
use drydock_connector::Address;
use drydock_engine::journal::{RunBrief, RunRecord};
use drydock_engine::run::{self, RunError};
use std::path::{Path, PathBuf};

impl Studio {
    pub(crate) fn run_folder(&self, run: &str) -> PathBuf {
        self.home().runs().join(run)
    }

    /// The run as the journal has it. Only ids that are in there become names of folders.
    pub(crate) async fn record(&self, run: &str) -> Result<RunRecord> {
        let record = self.journal().run(run).await.map_err(told)?;
        record.ok_or_else(|| told(RunError::Unknown(run.to_owned())))
    }

    pub(crate) fn is_under_way(&self, run: &str) -> bool {
        self.live().runs.get(run).is_some() || run::under_way(&self.run_folder(run))
    }

    pub async fn runs(&self, project: Option<&str>) -> Result<Vec<RunLine>> {
        let key = project.map(|id| self.key(id)).transpose()?;
        self.lines(key.as_deref()).await
    }

    pub(crate) async fn lines(&self, key: Option<&str>) -> Result<Vec<RunLine>> {
        let saved = Connections::load(self.home())?;
        let briefs = self.journal().runs(key).await.map_err(told)?;
        Ok(briefs
            .iter()
            .map(|brief| self.brief_line(brief, &saved))
            .collect())
    }

    pub(crate) async fn line(&self, run: &str) -> Result<RunLine> {
        Ok(self.run_state(run).await?.line)
    }

    pub(crate) fn brief_line(&self, brief: &RunBrief, saved: &Connections) -> RunLine {
        if let Some(work) = self.live().runs.get(&brief.run) {
            return work.view.borrow().line.clone();
        }
        let under_way = self.is_under_way(&brief.run);
        RunLine {
            run: brief.run.clone(),
            plan_name: brief.plan_name.clone(),
            status: brief.status(under_way),
            started_at: brief.started_at.clone(),
            ended_at: brief.ended_at.clone(),
            rows_written: brief.rows_written,
            left_behind: brief.left_behind,
            proved: brief.proved,
            kept: brief.kept,
            can_resume: brief.can_resume(under_way),
            can_undo: brief.can_undo(under_way),
            target: target_name(saved, &brief.target),
        }
    }

    /// The whole state: of the work on the desk, or folded from the journal.
    pub async fn run_state(&self, run: &str) -> Result<RunView> {
        if let Some(work) = self.live().runs.get(run) {
            return Ok(work.view.borrow().clone());
        }
        let record = self.record(run).await?;
        let mut state = run::state(self.journal(), &self.run_folder(run), run)
            .await
            .map_err(told)?;
        // What the journal could not take is still told for as long as Drydock is open.
        if state.status.ended()
            && let Some(problem) = self.live().unnoted(run)
        {
            state.problem = Some(problem);
        }
        let saved = Connections::load(self.home())?;
        let left = self.run_folder(run).join(run::left::FOLDER);
        Ok(RunView {
            line: RunLine {
                // The folded state counts what landed; the brief is a moment older.
                rows_written: state.rows_written,
                left_behind: state.left_behind,
                status: state.status,
                ..self.brief_line(&record.brief, &saved)
            },
            environment: target_environment(&saved, &record.brief.target),
            command: run_command(Path::new(&record.brief.project)),
            left_behind_folder: (state.left_behind > 0).then(|| for_people(&left)),
            state,
        })
    }

    /// The run that a person means by the first letters of its id.
    pub async fn run_named(&self, text: &str) -> Result<String> {
        let briefs = self.journal().runs(None).await.map_err(told)?;
        if briefs.iter().any(|b| b.run == text) {
            return Ok(text.to_owned());
        }
        let meant = briefs
            .iter()
            .filter(|b| !text.is_empty() && b.run.starts_with(text));
        let runs: Vec<String> = meant.map(|b| b.run.clone()).collect();
        match &runs[..] {
            [] => Err(told(RunError::Unknown(text.to_owned()))),
            [only] => Ok(only.clone()),
            _ => Err(StudioError::SeveralRuns {
                text: text.to_owned(),
                runs,
            }
            .into()),
        }
    }
}

/// The connection's name, or the last part of the address.
pub(crate) fn target_name(saved: &Connections, address: &str) -> String {
    let known = saved.all().find(|(_, c)| c.address == address);
    match (known, Address::parse(address, Path::new("/"))) {
        (Some((name, _)), _) => name.clone(),
        (None, Ok(address)) => address.short(),
        (None, Err(_)) => address.to_owned(),
    }
}

pub(crate) fn target_environment(saved: &Connections, address: &str) -> Environment {
    match Address::parse(address, Path::new("/")) {
        Ok(address) => saved.environment(&address),
        Err(_) => Environment::default(),
    }
}
