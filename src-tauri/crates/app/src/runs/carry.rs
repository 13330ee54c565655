//! Carries a run in the background: the engine's state becomes what screens show, whoever looks, and its end is noted.

use crate::error::{Result, StudioError};
use crate::live::{Busy, Work};
use crate::studio::Studio;
use crate::views::{Environment, RunLine, RunView};
use crate::words::{count, quoted, status};
use drydock_engine::Control;
use drydock_engine::journal::{Act, RunBrief};
use drydock_engine::run::RunError;
use drydock_model::{Explain, Problem, RunPhase, RunState, Status};
use std::path::Path;
use std::time::Duration;
use tokio::sync::watch;

/// As often as a screen is told.
const REST: Duration = Duration::from_millis(100);

/// What a run's view says that does not change while it goes.
#[derive(Clone)]
pub(crate) struct About {
    pub key: String,
    pub target: String,
    pub environment: Environment,
    pub command: String,
    /// As `Ran the plan`.
    pub what: &'static str,
}

impl About {
    pub fn of_run(
        brief: &RunBrief,
        target: String,
        environment: Environment,
        what: &'static str,
    ) -> About {
        About {
            key: brief.project.clone(),
            target,
            environment,
            command: run_command(Path::new(&brief.project)),
            what,
        }
    }
}

impl Studio {
    /// Puts the work on the desk and lets it go; returns when it is under way, or with why it was refused.
    pub(crate) async fn carry<F>(
        &self,
        about: About,
        control: Control,
        first: RunState,
        work: impl FnOnce(watch::Sender<RunState>) -> F,
    ) -> Result<RunView>
    where
        F: Future<Output = std::result::Result<(), Problem>> + Send + 'static,
    {
        let run = first.run.clone();
        let (sender, state) = watch::channel(first);
        let (shown, view) = watch::channel(live_view(&state.borrow(), &about));
        let on_desk = Work {
            control,
            view: view.clone(),
            key: about.key.clone(),
        };
        let busy = self
            .live()
            .runs
            .begin(&run, on_desk)
            .ok_or_else(|| StudioError::UnderWay {
                what: format!("the run {run}"),
            })?;
        let work = work(sender);
        let carrier = Carrier {
            studio: self.clone(),
            run: run.clone(),
            about,
            shown,
        };
        let carried = tokio::spawn(async move { carrier.carry(work, state, busy).await });
        self.begun(view, carried).await
    }

    /// Waits until the run is beyond checking: a refusal comes before anything is written, and is an error then.
    async fn begun(
        &self,
        mut view: watch::Receiver<RunView>,
        carried: tokio::task::JoinHandle<Option<Problem>>,
    ) -> Result<RunView> {
        tokio::pin!(carried);
        loop {
            let now = view.borrow_and_update().clone();
            if now.state.phase != RunPhase::Checking && !now.state.status.ended() {
                return Ok(now);
            }
            tokio::select! {
                ended = &mut carried => return match ended {
                    Ok(None) => Ok(view.borrow().clone()),
                    Ok(Some(refused)) => Err(refused),
                    Err(died) => Err(StudioError::Lost(died.to_string()).into()),
                },
                changed = view.changed() => if changed.is_err() {
                    // The last word is said; the task ends at once.
                    tokio::task::yield_now().await;
                },
            }
        }
    }
}

struct Carrier {
    studio: Studio,
    run: String,
    about: About,
    shown: watch::Sender<RunView>,
}

impl Carrier {
    /// Some problem when the run was refused and left no trace.
    async fn carry(
        self,
        work: impl Future<Output = std::result::Result<(), Problem>>,
        mut state: watch::Receiver<RunState>,
        busy: Busy<RunView>,
    ) -> Option<Problem> {
        let mut work = std::pin::pin!(work);
        let mut worked = false;
        let result = loop {
            tokio::select! {
                result = &mut work => break result,
                () = self.pass_on(&mut state) => worked |= !self.shown.borrow().state.status.ended(),
            }
        };
        drop(busy);
        let ended = self.studio.run_state(&self.run).await;
        match (ended, result) {
            (ended, Err(refused)) if ended.is_err() || !worked => {
                let act = Act {
                    what: self.about.what.into(),
                    project: Some(self.about.key.clone()),
                    result: format!("Refused: {}", refused.what),
                    tone: "warn".into(),
                    ..Act::default()
                };
                self.studio.note_act(act).await;
                Some(refused)
            }
            (Ok(mut ended), result) => {
                self.note(&ended.state).await;
                if let Err(problem) = &result {
                    ended.state.problem = Some(problem.clone());
                }
                self.studio.live().set_unnoted(&self.run, result.err());
                self.shown.send_replace(ended);
                None
            }
            (Err(problem), _) => Some(problem),
        }
    }

    async fn pass_on(&self, state: &mut watch::Receiver<RunState>) {
        if state.changed().await.is_err() {
            return std::future::pending().await;
        }
        self.shown
            .send_replace(live_view(&state.borrow_and_update(), &self.about));
        tokio::time::sleep(REST).await;
    }

    async fn note(&self, state: &RunState) {
        let tone = match (state.status, state.proved) {
            (_, Some(false)) | (Status::Failed, _) => "bad",
            (Status::Stopped | Status::FinishedWithLosses, _) => "warn",
            _ => "good",
        };
        let written = count(state.rows_written, "row", "rows");
        let left = match state.left_behind {
            0 => String::new(),
            n => format!(", {} left behind", count(n, "row", "rows")),
        };
        let result = match state.status {
            Status::RolledBack => status(state.status).to_owned(),
            other => format!("{}: {written} written{left}", status(other)),
        };
        let act = Act {
            what: self.about.what.into(),
            project: Some(self.about.key.clone()),
            result,
            tone: tone.into(),
            plan: Some(state.plan.clone()),
            command: Some(self.about.command.clone()),
            run: Some(state.run.clone()),
            ..Act::default()
        };
        self.studio.note_act(act).await;
    }
}

/// While it goes, nothing can be resumed or taken back: it must stop first.
fn live_view(state: &RunState, about: &About) -> RunView {
    RunView {
        line: RunLine {
            run: state.run.clone(),
            plan_name: state.plan_name.clone(),
            status: state.status,
            started_at: state.started_at.clone(),
            ended_at: state.ended_at.clone(),
            rows_written: state.rows_written,
            left_behind: state.left_behind,
            proved: state.proved,
            kept: state.kept,
            can_resume: false,
            can_undo: false,
            target: about.target.clone(),
        },
        environment: about.environment,
        command: about.command.clone(),
        left_behind_folder: None,
        state: state.clone(),
    }
}

pub(super) fn run_command(plan: &Path) -> String {
    format!("drydock run {}", quoted(&plan.to_string_lossy()))
}

pub(super) fn refused(error: RunError) -> Problem {
    error.problem()
}
