//! A run under way: what it needs, and the few moves that all its stages make.

use super::board::Board;
use super::broken::Broken;
use super::check::{check, result_mark};
use super::lock::RunLock;
use super::{Moment, PlanChange, ResumeOrder, RunError, RunOptions, RunOrder, SoFar, fold};
use crate::control::Want;
use crate::journal::{Journal, RunRecord, WayBack, now};
use crate::{Control, Lane, Resolved, Stores};
use drydock_connector::{Fault, FaultKind, Retry, Source, Target};
use drydock_model::{LogLevel, LogLine, RunPhase, RunState, Status};
use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::watch;

/// Waits before the second, third, .. try; after the last one it is a failure.
pub(crate) const WAITS: [Duration; 4] = [
    Duration::from_millis(100),
    Duration::from_millis(500),
    Duration::from_secs(2),
    Duration::from_secs(8),
];

pub(super) struct Work {
    pub run: String,
    pub resolved: Arc<Resolved>,
    pub stores: Stores,
    pub journal: Journal,
    pub folder: PathBuf,
    pub control: Control,
    pub options: RunOptions,
    pub board: Board,
    /// The target's mark when the run was planned.
    pub planned: Option<String>,
    /// Known from an earlier sitting.
    pub way_back: Option<WayBack>,
    pub resumed: bool,
    pub wrote: AtomicBool,
    pub undo: AtomicBool,
    _lock: RunLock,
}

impl Work {
    pub async fn begin(order: RunOrder, sender: watch::Sender<RunState>) -> Result<Work, RunError> {
        let lock = RunLock::take(&order.run, &order.folder).await?;
        let noted = async {
            check(&order.resolved, &order.stores).await?;
            let begun = order
                .journal
                .begin_run(
                    &order.run,
                    &order.project,
                    &order.resolved,
                    &order.stores,
                    &order.options,
                )
                .await?;
            if begun {
                Ok(())
            } else {
                Err(RunError::Taken(order.run.clone()))
            }
        };
        if let Err(refused) = noted.await {
            // Where the id is taken, the folder is another run's.
            if !matches!(refused, RunError::Taken(_)) {
                lock.forget(&order.folder);
            }
            return Err(refused);
        }
        let state = super::first_state(&order.run, &order.resolved);
        Ok(Work {
            planned: order.stores.target.mark.clone(),
            run: order.run,
            resolved: Arc::new(order.resolved),
            stores: order.stores,
            journal: order.journal,
            folder: order.folder,
            control: order.control,
            options: order.options,
            board: Board::new(state, 0, sender),
            way_back: None,
            resumed: false,
            wrote: AtomicBool::new(false),
            undo: AtomicBool::new(false),
            _lock: lock,
        })
    }

    pub async fn go_on(
        order: ResumeOrder,
        sender: watch::Sender<RunState>,
    ) -> Result<Work, RunError> {
        let Some(record) = order.journal.run(&order.run).await? else {
            return Err(RunError::Unknown(order.run));
        };
        let lock = RunLock::take(&order.run, &order.folder).await?;
        may_go_on(&order, &record).await?;
        order.journal.resumed(&order.run).await?;
        let record = order.journal.run(&order.run).await?.unwrap_or(record);
        let state = fold::folded(&order.journal, &record, true).await?;
        Ok(Work {
            run: order.run,
            resolved: Arc::new(record.resolved),
            stores: order.stores,
            journal: order.journal,
            folder: order.folder,
            control: order.control,
            options: record.options,
            board: Board::new(state, record.worked_ms, sender),
            wrote: AtomicBool::new(record.brief.phase >= RunPhase::Create),
            undo: AtomicBool::new(record.way_back.is_some()),
            planned: record.target_before,
            way_back: record.way_back,
            resumed: true,
            _lock: lock,
        })
    }

    pub fn target_name(&self) -> String {
        self.stores.target.address.short()
    }

    pub fn so_far(&self) -> SoFar {
        SoFar {
            target: self.target_name(),
            wrote: self.wrote.load(Ordering::Relaxed),
            undo: self.undo.load(Ordering::Relaxed),
        }
    }

    pub fn source(&self, name: &str) -> Result<Arc<dyn Source>, RunError> {
        match self.stores.sources.get(name) {
            Some(end) => Ok(end.source.clone()),
            None => Err(RunError::PlanChanged(PlanChange::Source)),
        }
    }

    /// A line for people: on the board now, in the journal for later.
    pub async fn say(
        &self,
        level: LogLevel,
        table: &str,
        text: impl Into<String>,
    ) -> Result<(), RunError> {
        let line = LogLine {
            at: now(),
            level,
            table: table.to_owned(),
            text: text.into(),
        };
        self.journal.log(&self.run, &line).await?;
        self.board.line(line);
        Ok(())
    }

    /// Between two pieces of work: goes on, waits while paused, or stops.
    pub async fn step(&self) -> Result<(), Broken> {
        if self.control.wanted() == Want::Pause {
            self.board.status(Status::Paused);
            self.control.step().await?;
            self.board.status(Status::Running);
        }
        Ok(self.control.step().await?)
    }

    pub async fn stop_wanted(&self) {
        stop_wanted(&self.control).await;
    }

    /// Waits for a source, unless someone asks to stop meanwhile: what only reads can be left alone.
    pub async fn unless_stopped<T>(&self, doing: impl Future<Output = T>) -> Result<T, Broken> {
        tokio::select! {
            done = doing => Ok(done),
            () = self.stop_wanted() => Err(Broken::Stopped),
        }
    }

    /// Waits for the target; when someone asks to stop meanwhile, the target is told to break off what it does.
    pub async fn stoppable<T>(
        &self,
        target: &Arc<dyn Target>,
        doing: impl Future<Output = Result<T, Fault>>,
    ) -> Result<Result<T, Fault>, Broken> {
        let mut doing = std::pin::pin!(doing);
        let done = tokio::select! {
            done = &mut doing => done,
            () = self.stop_wanted() => loop {
                // Again and again: an interrupt between two statements stops neither.
                target.interrupt();
                tokio::select! {
                    done = &mut doing => break done,
                    () = tokio::time::sleep(Duration::from_millis(20)) => {}
                }
            },
        };
        match done {
            Err(fault)
                if fault.kind == FaultKind::Cancelled && self.control.wanted() == Want::Stop =>
            {
                Err(Broken::Stopped)
            }
            done => Ok(done),
        }
    }

    /// After a fault: waits if trying again can help, fails otherwise.
    pub async fn again(
        &self,
        place: &str,
        table: &str,
        fault: Fault,
        tries: &mut usize,
    ) -> Result<(), Broken> {
        let wait = match WAITS.get(*tries) {
            Some(wait) if fault.retry == Retry::Soon => *wait,
            _ => {
                return Err(RunError::StoppedAt {
                    place: place.to_owned(),
                    so_far: self.so_far(),
                    cause: Box::new(fault),
                }
                .into());
            }
        };
        *tries += 1;
        tracing::warn!(place, attempt = *tries, %fault, "Trying again.");
        let words = format!(
            "Try {} at {place} did not work: {fault}. Trying again.",
            *tries
        );
        self.say(LogLevel::Warn, table, words).await?;
        tokio::select! {
            () = tokio::time::sleep(wait) => Ok(()),
            () = self.stop_wanted() => Err(Broken::Stopped),
        }
    }
}

/// Ends when someone asks to stop.
pub(crate) async fn stop_wanted(control: &Control) {
    while control.wanted() != Want::Stop {
        // A wish that came between the look and the wait is seen a moment later.
        tokio::select! {
            _ = control.changed() => {}
            () = tokio::time::sleep(Duration::from_millis(100)) => {}
        }
    }
}

/// Refuses to go on where what would be written now did not fit to what landed before.
async fn may_go_on(order: &ResumeOrder, record: &RunRecord) -> Result<(), RunError> {
    let brief = &record.brief;
    if !brief.can_resume(false) {
        let why = match brief.noted {
            Status::RolledBack => "it was rolled back",
            Status::Finished | Status::FinishedWithLosses => "it is done",
            _ if brief.kept => "its result was kept",
            _ if brief.phase == RunPhase::RollBack => "its roll back was begun",
            _ => "what ended it does not go away by going on",
        };
        return Err(RunError::NotResumable {
            run: brief.run.clone(),
            why: why.to_owned(),
        });
    }
    if order.plan != brief.plan {
        return Err(RunError::PlanChanged(PlanChange::Content));
    }
    let target = &order.stores.target;
    if target.address.to_string() != brief.target {
        return Err(RunError::PlanChanged(PlanChange::Target));
    }
    for (name, was) in &record.sources {
        match order.stores.sources.get(name) {
            Some(end) if end.address.to_string() == was.address => {
                if end.mark != was.mark {
                    return Err(RunError::SourceChanged {
                        source_name: name.clone(),
                        moment: Moment::BeforeResume,
                        so_far: SoFar {
                            target: target.address.short(),
                            wrote: brief.phase >= RunPhase::Create,
                            undo: record.way_back.is_some(),
                        },
                    });
                }
            }
            _ => return Err(RunError::PlanChanged(PlanChange::Source)),
        }
    }
    if record.target_after.is_some() {
        let connector = target.connector.as_ref();
        let mark = result_mark(connector, &target.address, &record.resolved).await?;
        if mark != record.target_after {
            return Err(RunError::TargetChanged {
                target: target.address.short(),
                moment: Moment::BeforeResume,
            });
        }
    }
    Ok(())
}

impl Lane {
    /// As people call where the rows go.
    pub(crate) fn to_name(&self) -> String {
        self.target.name.clone()
    }
}
