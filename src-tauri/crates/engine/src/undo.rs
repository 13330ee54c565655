//! Rolling back: the target becomes what it was before a run, and what is there now is kept beside.
//!
//! A store that is a file is put back as a whole; in others the tables that the run wrote to are (`way_back`).
//!
//! Works for runs that finished, stopped, failed or were cut off. It can itself be cut off anywhere: then it is begun
//! again, and only it, since a run whose roll back was begun does not go on.

mod error;

pub use error::UndoError;

use crate::Resolved;
use crate::journal::{Journal, RunEnd, RunRecord, WayBack, now};
use crate::run::{self, RunError, RunLock, UNDO_FOLDER, WAITS, hash_file, result_mark};
use crate::way_back::{self, PutBack, WayBackError};
use drydock_connector::{Address, Connector, Retry};
use drydock_model::{Explain, LogLevel, LogLine, RunPhase, RunState, Status};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub struct UndoOrder {
    pub run: String,
    pub journal: Journal,
    pub connector: Arc<dyn Connector>,
    /// The target, where the plan says it is now.
    pub address: Address,
    /// The run's own folder.
    pub folder: PathBuf,
    /// Roll back although something else wrote to the target since the run ended.
    pub even_if_changed: bool,
}

/// What can be said about a way back before it is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoLook {
    /// Something else wrote to the target since the run ended; none where the target does not answer.
    pub changed_since: Option<bool>,
    /// What is kept is whole, byte by byte; read just now.
    pub whole: bool,
}

/// The tables that a run writes to, in run order.
pub fn tables(resolved: &Resolved) -> Vec<String> {
    way_back::written(resolved)
}

/// Looks without touching anything.
pub async fn look(
    record: &RunRecord,
    connector: &dyn Connector,
    address: &Address,
    run_folder: &Path,
) -> Result<UndoLook, UndoError> {
    let damage = match &record.way_back {
        Some(way_back) => damage(way_back, run_folder).await,
        None => Some("there is none".to_owned()),
    };
    let changed_since = match has_changed(record, connector, address).await {
        Ok(changed) => Some(changed),
        Err(UndoError::Run(RunError::StoppedAt { .. })) => None,
        Err(other) => return Err(other),
    };
    Ok(UndoLook {
        changed_since,
        whole: damage.is_none(),
    })
}

/// Puts the target back. Returns the state of the run, which is then rolled back for good.
pub async fn undo(order: UndoOrder) -> Result<RunState, UndoError> {
    let Some(record) = order.journal.run(&order.run).await? else {
        return Err(UndoError::Unknown(order.run));
    };
    let _lock = RunLock::take(&order.run, &order.folder).await?;
    let name = order.address.short();
    let way_back = may_undo(&order, &record)?;
    // Begun before and cut off: what is there is neither the one nor the other, and is put back whatever it is.
    let begun = record.brief.phase == RunPhase::RollBack;
    if !begun
        && !order.even_if_changed
        && has_changed(&record, order.connector.as_ref(), &order.address).await?
    {
        let by = order
            .journal
            .later_run_into(&record.brief.target, &order.run)
            .await?;
        return Err(UndoError::Changed { target: name, by });
    }
    if let Some(what) = damage(way_back, &order.folder).await {
        return Err(UndoError::Damaged { target: name, what });
    }
    order.journal.rolling_back(&order.run).await?;
    tracing::info!(run = %order.run, "Roll back begins.");
    let failed = put_back(&order, &record, way_back, &name).await.err();
    let end = RunEnd {
        status: if failed.is_none() {
            Status::RolledBack
        } else {
            Status::Failed
        },
        phase: RunPhase::RollBack,
        resumable: false,
        problem: failed.as_ref().map(Explain::problem),
        target_after: None,
        worked_ms: record.worked_ms,
        at: now(),
    };
    order.journal.ended(&order.run, &end).await?;
    if let Some(failed) = failed {
        return Err(failed);
    }
    let line = LogLine {
        at: now(),
        level: LogLevel::Info,
        table: String::new(),
        text: match way_back.before.existed {
            true => format!(
                "Rolled back: {name} is as it was before the run. What was there is kept beside the undo point."
            ),
            false => format!(
                "Rolled back: {name} is gone, as before the run. What was there is kept beside the undo point."
            ),
        },
    };
    order.journal.log(&order.run, &line).await?;
    Ok(run::state(&order.journal, &order.folder, &order.run).await?)
}

/// The store as a whole where it can be put back so, else table by table.
async fn put_back(
    order: &UndoOrder,
    record: &RunRecord,
    way_back: &WayBack,
    name: &str,
) -> Result<(), UndoError> {
    let folder = order.folder.join(UNDO_FOLDER);
    let failed = |cause| UndoError::Failed {
        target: name.to_owned(),
        cause,
    };
    let as_before = match order.connector.rewind() {
        Some(rewind) => {
            let put = rewind.put_back(&order.address, &folder, &way_back.before);
            put.await.map_err(failed)?;
            rewind.mark(&order.address).await.map_err(failed)? == way_back.before.mark
        }
        None => {
            let put = PutBack {
                run: &order.run,
                resolved: &record.resolved,
                connector: order.connector.as_ref(),
                address: &order.address,
                folder: &folder,
            };
            let mut waits = WAITS.iter();
            let left = loop {
                match put.carry_out().await {
                    Ok(left) => break left,
                    Err(WayBackError::Files(error)) => return Err(error.into()),
                    Err(WayBackError::Read(error)) => return Err(RunError::from(error).into()),
                    // All of it can be begun again. Who was cut off a moment ago may hold locks for a while yet.
                    Err(WayBackError::Store { cause, .. }) => match waits.next() {
                        Some(wait) if cause.retry == Retry::Soon => {
                            tracing::warn!(run = %order.run, %cause, "Rolling back again.");
                            tokio::time::sleep(*wait).await;
                        }
                        _ => return Err(failed(cause)),
                    },
                }
            };
            left.is_empty()
        }
    };
    match as_before {
        true => Ok(()),
        false => Err(UndoError::Differs {
            target: name.to_owned(),
        }),
    }
}

fn may_undo<'a>(order: &UndoOrder, record: &'a RunRecord) -> Result<&'a WayBack, UndoError> {
    let gone = |why: &str| UndoError::gone(&order.run, why);
    if record.brief.kept {
        return Err(gone("the run was kept, and its undo point went with that"));
    }
    if record.brief.noted == Status::RolledBack {
        return Err(gone("the run is rolled back already"));
    }
    if order.address.to_string() != record.brief.target {
        return Err(UndoError::Elsewhere {
            target: record.brief.target.clone(),
        });
    }
    record
        .way_back
        .as_ref()
        .ok_or_else(|| gone("the run ended before anything was written, or its target has none"))
}

/// By the mark noted when the run ended. A run that was cut off could note none: then nothing can be said.
async fn has_changed(
    record: &RunRecord,
    connector: &dyn Connector,
    address: &Address,
) -> Result<bool, UndoError> {
    match &record.target_after {
        Some(after) => {
            let mark = result_mark(connector, address, &record.resolved).await?;
            Ok(mark.as_ref() != Some(after))
        }
        None => Ok(false),
    }
}

/// What is wrong with what is kept, if anything is: every file is read and hashed.
async fn damage(way_back: &WayBack, run_folder: &Path) -> Option<String> {
    let (files, folder) = (way_back.files.clone(), run_folder.join(UNDO_FOLDER));
    let read = tokio::task::spawn_blocking(move || {
        files
            .iter()
            .find_map(|file| match hash_file(&folder.join(&file.path)) {
                Ok(hash) if hash == file.blake3 => None,
                Ok(_) => Some(format!("{} is not what was kept", file.path)),
                Err(e) => Some(format!("{} cannot be read: {e}", file.path)),
            })
    });
    read.await.unwrap_or_else(|e| Some(e.to_string()))
}
