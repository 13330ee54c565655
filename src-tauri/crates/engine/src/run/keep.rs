//! Keeping the result of a run: nothing of Drydock remains in the target, and the way back goes.

use super::lock::RunLock;
use super::{RunError, SoFar, UNDO_FOLDER, check};
use crate::journal::Journal;
use drydock_connector::{Address, Connector, Fault};
use drydock_model::{RunPhase, Status};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub struct KeepOrder {
    pub run: String,
    pub journal: Journal,
    pub connector: Arc<dyn Connector>,
    /// The target.
    pub address: Address,
    /// The run's own folder.
    pub folder: PathBuf,
}

/// For good: afterwards the run can no longer be rolled back. May be called again after a crash in the middle.
pub async fn keep(order: KeepOrder) -> Result<(), RunError> {
    let record = order.journal.run(&order.run).await?;
    let Some(record) = record else {
        return Err(RunError::Unknown(order.run));
    };
    let _lock = RunLock::take(&order.run, &order.folder).await?;
    let brief = &record.brief;
    let done = matches!(brief.noted, Status::Finished | Status::FinishedWithLosses);
    // A result whose validation found differences may be kept as well, by who has looked at them.
    let judged = brief.noted == Status::Failed && brief.proved == Some(false);
    let why = match () {
        () if order.address.to_string() != brief.target => {
            "the address given is not that of its target"
        }
        () if brief.noted == Status::RolledBack => "it was rolled back",
        () if brief.phase == RunPhase::RollBack => "its roll back was begun",
        () if !done && !judged => "it is not done yet",
        () => {
            let connector = order.connector.as_ref();
            return carry_out(
                &order.journal,
                &order.run,
                connector,
                &order.address,
                &order.folder,
            )
            .await;
        }
    };
    Err(RunError::NotKeepable {
        run: order.run,
        why: why.to_owned(),
    })
}

pub(super) async fn carry_out(
    journal: &Journal,
    run: &str,
    connector: &dyn Connector,
    address: &Address,
    folder: &Path,
) -> Result<(), RunError> {
    let stopped = |cause: Fault| RunError::StoppedAt {
        place: address.short(),
        so_far: SoFar {
            target: address.short(),
            wrote: true,
            undo: true,
        },
        cause: Box::new(cause),
    };
    // A target that is gone is not made again just to be tidied up.
    let gone =
        connector.rewind().is_some() && check::target_mark(connector, address).await?.is_none();
    if !gone {
        let target = connector.open_target(address).await.map_err(stopped)?;
        target.keep(run).await.map_err(stopped)?;
    }
    // First noted, then removed: the other way round a crash would leave a run with a way back that leads nowhere.
    journal.kept(run).await?;
    let undo = folder.join(UNDO_FOLDER);
    match std::fs::remove_dir_all(&undo) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(RunError::files(&undo, cause)),
        _ => Ok(()),
    }
}
