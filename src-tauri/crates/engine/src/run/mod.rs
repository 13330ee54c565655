//! A run: the plan carried out, from checking to proof, so that it can be cut off anywhere and gone on with.
//!
//! The journal says what was decided and begun; the receipts in the target say what landed. Rows and receipt land
//! together, so a slice is either there once or not at all, and only slices without a receipt are copied. Nothing is
//! written to the target before the undo point is on disk and noted.

pub(crate) mod ahead;
mod allowance;
mod backup;
mod board;
mod broken;
mod check;
mod copy;
mod ending;
mod error;
mod explain;
mod fold;
mod id;
mod keep;
pub mod left;
mod lock;
#[cfg(test)]
mod no_room;
mod note;
mod pace;
mod pipe;
#[cfg(test)]
mod problems;
mod stages;
mod work;

pub(crate) use backup::{UNDO_FOLDER, emptied_folder, hash_file};
pub use check::check;
pub(crate) use check::result_mark;
pub use error::{Moment, PlanChange, RunError, SoFar};
pub use fold::{first_state, state};
pub use id::new_id;
pub use keep::{KeepOrder, keep};
pub(crate) use left::sync_folder;
pub(crate) use lock::RunLock;
pub use lock::under_way;
pub(crate) use work::{WAITS, stop_wanted};

use crate::journal::Journal;
use crate::{Control, Resolved, Stores};
use drydock_model::{Explain, RunState, Status};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use tokio::sync::watch;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunOptions {
    /// Rows of a slice: small enough to do again, large enough that landing it costs little.
    pub rows_each: u64,
    /// Stop at the first row that would be left behind.
    pub strict: bool,
    pub too_many: TooMany,
    /// Keep the result at once when the proof holds: then there is no way back.
    pub keep: bool,
}

/// More rows left behind than this, and the run stops: something else is wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TooMany {
    pub share: f64,
    pub at_least: u64,
}

impl Default for RunOptions {
    fn default() -> RunOptions {
        RunOptions {
            rows_each: 20_000,
            strict: false,
            too_many: TooMany {
                share: 0.01,
                at_least: 100,
            },
            keep: false,
        }
    }
}

impl TooMany {
    pub(crate) fn limit(&self, rows_total: u64) -> u64 {
        // A share of a count below 2^53; the fraction of a row is dropped.
        let share = (rows_total as f64 * self.share) as u64;
        share.max(self.at_least)
    }
}

/// A run to begin.
pub struct RunOrder {
    /// From [`new_id`].
    pub run: String,
    pub project: String,
    pub resolved: Resolved,
    pub stores: Stores,
    pub journal: Journal,
    /// The run's own folder: lock, undo point, rows left behind.
    pub folder: PathBuf,
    pub control: Control,
    pub options: RunOptions,
}

/// A run to go on with. What it does was decided when it began and stands in the journal.
pub struct ResumeOrder {
    pub run: String,
    /// The fingerprint of the plan as it is now.
    pub plan: String,
    /// Opened anew, from the plan as it is now.
    pub stores: Stores,
    pub journal: Journal,
    pub folder: PathBuf,
    pub control: Control,
}

/// Carries a plan out. `Ok` is the state at the end, whatever the end was; an error means that the run was refused
/// before anything was written, or that the journal could not take its end. Either way the last state sent has ended.
pub async fn start(order: RunOrder, state: watch::Sender<RunState>) -> Result<RunState, RunError> {
    state.send_replace(first_state(&order.run, &order.resolved));
    let begun = work::Work::begin(order, state.clone()).await;
    carry_out(begun, &state).await
}

/// Goes on with a run that was stopped, failed or cut off.
pub async fn resume(
    order: ResumeOrder,
    state: watch::Sender<RunState>,
) -> Result<RunState, RunError> {
    let begun = work::Work::go_on(order, state.clone()).await;
    carry_out(begun, &state).await
}

async fn carry_out(
    begun: Result<work::Work, RunError>,
    state: &watch::Sender<RunState>,
) -> Result<RunState, RunError> {
    let ended = match begun {
        Ok(work) => work.carry_out().await,
        Err(refused) => Err(refused),
    };
    if let Err(error) = &ended {
        let problem = error.problem();
        state.send_modify(|s| {
            s.seq += 1;
            s.status = Status::Failed;
            s.problem = Some(problem);
            s.ended_at = Some(crate::journal::now());
        });
    }
    ended
}
