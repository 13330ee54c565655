//! What a person does with runs.

use super::carry::{About, refused, run_command};
use crate::error::{Result, StudioError, told};
use crate::gate;
use crate::marks::Ask;
use crate::plans::PlanFile;
use crate::studio::{Ends, Opened, Studio};
use crate::views::{LeftPage, RunView};
use drydock_engine::journal::Act;
use drydock_engine::run::{self, KeepOrder, ResumeOrder, RunOptions, RunOrder};
use drydock_engine::{Control, resolve};
use drydock_model::Status;
use std::path::PathBuf;
use std::time::Duration;
use tokio::sync::watch;

/// Longer than a batch takes: by then a pause or a stop shows.
const PATIENCE: Duration = Duration::from_millis(1500);
/// How often a run of another process is looked at.
const LOOK: Duration = Duration::from_millis(500);
/// Rows left behind that cross at a time.
const MOST: u32 = 1000;

/// What only the command line can wish for.
#[derive(Debug, Clone, Copy, Default)]
pub struct RunWishes {
    /// Stop at the first row that would be left behind.
    pub strict: bool,
}

impl Studio {
    pub async fn run_start(&self, project: &str, typed: Option<&str>) -> Result<RunView> {
        self.run_start_with(project, typed, RunWishes::default())
            .await
    }

    /// Every entry comes through here, so every entry meets the gate.
    pub async fn run_start_with(
        &self,
        project: &str,
        typed: Option<&str>,
        wishes: RunWishes,
    ) -> Result<RunView> {
        let opened = self.opened(project)?;
        self.refuse_while_under_way(&opened).await?;
        let gate = self.gate_as_of(project, Ask::Fresh).await?;
        if !gate.blockers.is_empty() {
            let texts = gate.blockers.into_iter().map(|b| b.text).collect();
            return Err(StudioError::Blocked(texts).into());
        }
        confirm(gate.typed_name, typed, gate.environment)?;
        let ends = self.ends(&opened.file)?;
        let stores = self.stores(&ends).await?;
        let resolved = resolve::resolve(&opened.file.plan, &stores).map_err(told)?;
        let (run, control) = (run::new_id(), Control::default());
        let order = RunOrder {
            run: run.clone(),
            project: opened.key(),
            stores,
            journal: self.journal().clone(),
            folder: self.run_folder(&run),
            control: control.clone(),
            options: RunOptions {
                strict: wishes.strict,
                ..RunOptions::default()
            },
            resolved,
        };
        let first = run::first_state(&run, &order.resolved);
        let about = about(&opened, &ends, "Ran the plan");
        self.carry(about, control, first, |sender| async move {
            run::start(order, sender).await.map(drop).map_err(refused)
        })
        .await
    }

    pub async fn run_resume(&self, run: &str) -> Result<RunView> {
        if self.live().runs.get(run).is_some() {
            return self.run_go_on(run).await;
        }
        let record = self.record(run).await?;
        let opened = self.opened_by_key(&record.brief.project)?;
        self.refuse_while_under_way(&opened).await?;
        let ends = self.ends(&opened.file)?;
        let (run, control) = (run.to_owned(), Control::default());
        let order = ResumeOrder {
            run: run.clone(),
            plan: opened.file.plan.fingerprint(),
            stores: self.stores(&ends).await?,
            journal: self.journal().clone(),
            folder: self.run_folder(&run),
            control: control.clone(),
        };
        let first = run::state(self.journal(), &self.run_folder(&run), &run)
            .await
            .map_err(told)?;
        let about = about(&opened, &ends, "Resumed the run");
        self.carry(about, control, first, |sender| async move {
            run::resume(order, sender).await.map(drop).map_err(refused)
        })
        .await
    }

    /// The present state at once and every later one; the last one when it has ended. A run of another process is
    /// looked at from time to time.
    pub async fn run_watch(&self, run: &str) -> Result<watch::Receiver<RunView>> {
        if let Some(work) = self.live().runs.get(run) {
            return Ok(work.view);
        }
        let (shown, view) = watch::channel(self.run_state(run).await?);
        if run::under_way(&self.run_folder(run)) {
            let (studio, run) = (self.clone(), run.to_owned());
            tokio::spawn(async move {
                while run::under_way(&studio.run_folder(&run)) && !shown.is_closed() {
                    tokio::time::sleep(LOOK).await;
                    if let Ok(state) = studio.run_state(&run).await {
                        shown.send_replace(state);
                    }
                }
                // The end may have been noted between the last look and the release of the lock.
                if let Ok(state) = studio.run_state(&run).await {
                    shown.send_replace(state);
                }
            });
        }
        Ok(view)
    }

    /// Pauses after the present batch.
    pub async fn run_pause(&self, run: &str) -> Result<RunView> {
        let work = self.work_on(run).await?;
        work.control.pause();
        settled(work.view, |status| status == Status::Paused).await
    }

    pub async fn run_go_on(&self, run: &str) -> Result<RunView> {
        let work = self.work_on(run).await?;
        work.control.go_on();
        settled(work.view, |status| status != Status::Paused).await
    }

    /// Stops after the present batch. What landed is kept; the run can be resumed.
    pub async fn run_stop(&self, run: &str) -> Result<RunView> {
        let work = self.work_on(run).await?;
        work.control.stop();
        settled(work.view, Status::ended).await
    }

    /// For good: nothing of Drydock stays in the target, and there is no way back through Drydock any more.
    pub async fn run_keep(&self, run: &str) -> Result<RunView> {
        let record = self.record(run).await?;
        let (connector, address) = self.target_of(&record)?;
        let order = KeepOrder {
            run: run.to_owned(),
            journal: self.journal().clone(),
            connector,
            address,
            folder: self.run_folder(run),
        };
        run::keep(order).await.map_err(told)?;
        let view = self.run_state(run).await?;
        self.note_run(
            "Kept the result of the run",
            &view,
            view.line.target.clone(),
        )
        .await;
        Ok(view)
    }

    /// Runs that this process carries out now.
    pub fn under_way(&self) -> Vec<String> {
        self.live()
            .runs
            .all()
            .into_iter()
            .map(|(run, _)| run)
            .collect()
    }

    /// Stops all of them where they can be resumed, and waits until they stand.
    pub async fn rest(&self) {
        let all = self.live().runs.all();
        for (_, work) in &all {
            work.control.stop();
        }
        for (_, mut work) in all {
            while work.view.changed().await.is_ok() {}
        }
    }

    pub async fn left_behind(&self, run: &str, offset: u32, limit: u32) -> Result<LeftPage> {
        self.record(run).await?;
        let folder = self.run_folder(run);
        let page = move || run::left::page(&folder, offset.into(), limit.min(MOST).into());
        let (rows, total) = tokio::task::spawn_blocking(page)
            .await
            .map_err(|e| StudioError::Lost(e.to_string()))?
            .map_err(told)?;
        Ok(LeftPage { rows, total })
    }

    /// The work on the desk; told apart are runs that stand and runs of another process.
    async fn work_on(&self, run: &str) -> Result<crate::live::Work<RunView>> {
        if let Some(work) = self.live().runs.get(run) {
            return Ok(work);
        }
        self.record(run).await?;
        if run::under_way(&self.run_folder(run)) {
            return Err(told(run::RunError::Elsewhere {
                run: run.to_owned(),
            }));
        }
        Err(StudioError::NotUnderWay(run.to_owned()).into())
    }

    pub(crate) async fn refuse_while_under_way(&self, opened: &Opened) -> Result<()> {
        let key = opened.key();
        if self.live().rehearsals.get(&key).is_some() {
            return Err(StudioError::UnderWay {
                what: "a dry run of this plan".into(),
            }
            .into());
        }
        self.refuse_runs_of(&key).await
    }

    pub(crate) async fn refuse_runs_of(&self, key: &str) -> Result<()> {
        for brief in self.journal().runs(Some(key)).await.map_err(told)? {
            if self.is_under_way(&brief.run) {
                return Err(StudioError::UnderWay {
                    what: format!("the run {}", brief.run),
                }
                .into());
            }
        }
        Ok(())
    }

    /// The plan of a run, from the path that the journal keeps.
    pub(crate) fn opened_by_key(&self, key: &str) -> Result<Opened> {
        let path = PathBuf::from(key);
        let file = PlanFile::read(&path)?;
        Ok(Opened {
            id: key.to_owned(),
            file,
            sample: false,
        })
    }

    pub(crate) async fn note_run(&self, what: &str, view: &RunView, result: String) {
        let record = self.record(&view.state.run).await.ok();
        let act = Act {
            what: what.into(),
            project: record.map(|r| r.brief.project),
            result,
            tone: "good".into(),
            plan: Some(view.state.plan.clone()),
            run: Some(view.state.run.clone()),
            ..Act::default()
        };
        self.note_act(act).await;
    }
}

/// Where a name must be typed, it is compared letter by letter.
pub(crate) fn confirm(
    name: Option<String>,
    typed: Option<&str>,
    environment: crate::views::Environment,
) -> Result<()> {
    match name {
        Some(name) if typed != Some(&name) => {
            let environment = gate::name(environment).into();
            Err(StudioError::NotConfirmed { environment, name }.into())
        }
        _ => Ok(()),
    }
}

fn about(opened: &Opened, ends: &Ends, what: &'static str) -> About {
    About {
        key: opened.key(),
        target: ends.target.name.clone(),
        environment: ends.environment(),
        command: run_command(&opened.file.path),
        what,
    }
}

/// The view once the wish shows, or as it is after a while.
async fn settled(
    mut view: watch::Receiver<RunView>,
    shows: impl Fn(Status) -> bool,
) -> Result<RunView> {
    let shown = view.wait_for(|v| shows(v.state.status) || v.state.status.ended());
    // Late or gone: the view says how it is.
    drop(tokio::time::timeout(PATIENCE, shown).await);
    Ok(view.borrow().clone())
}
