//! What can go wrong with a run. The words for it are in `explain`; whether the data is safe and what to do next depends
//! on how far the run had come ([`SoFar`]).

use crate::journal::JournalError;
use crate::prove::ProveError;
use drydock_connector::Fault;
use drydock_model::Next;
use std::io;
use std::path::{Path, PathBuf};

/// How far the run had come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SoFar {
    /// The target, as people call it.
    pub target: String,
    /// The target was opened for writing.
    pub wrote: bool,
    /// The undo point is kept.
    pub undo: bool,
}

/// When an end was found changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    BeforeRun,
    BeforeResume,
    During,
}

/// What of a plan is another one than when the run began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanChange {
    Content,
    Source,
    Target,
}

#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error("the disk is full where Drydock keeps its journal: {}", path.display())]
    NoRoom {
        path: PathBuf,
        so_far: SoFar,
        #[source]
        cause: JournalError,
    },
    #[error(transparent)]
    Prove(#[from] ProveError),
    #[error("another Drydock works on this run")]
    Elsewhere { run: String },
    #[error("there is no run {0}")]
    Unknown(String),
    #[error("a run with the id {0} is there already")]
    Taken(String),
    #[error("the run {run} cannot go on")]
    NotResumable { run: String, why: String },
    #[error("the run {run} cannot be kept")]
    NotKeepable { run: String, why: String },
    #[error("there is nothing to move")]
    NothingToMove,
    #[error("source and target are the same store")]
    SameStore { source_name: String, target: String },
    #[error("the plan cannot run yet")]
    Blocked { titles: Vec<String> },
    #[error("the target changed: {target}")]
    TargetChanged { target: String, moment: Moment },
    #[error("the target is not what the run left: {target}")]
    TargetLost { target: String, table: String },
    #[error("the source changed: {source_name}")]
    SourceChanged {
        source_name: String,
        moment: Moment,
        so_far: SoFar,
    },
    #[error("the plan is another one than when the run began")]
    PlanChanged(PlanChange),
    #[error("the run stopped at {place}")]
    StoppedAt {
        /// As `messages, slice 12`.
        place: String,
        so_far: SoFar,
        #[source]
        cause: Box<Fault>,
    },
    #[error("the run stopped because too many rows of {table} were left behind")]
    TooManyLeft {
        table: String,
        left: u64,
        limit: u64,
        so_far: SoFar,
    },
    #[error("the run stopped at the first row of {table} that would be left behind")]
    Strict {
        table: String,
        reason: String,
        so_far: SoFar,
    },
    #[error("the sum of {table}, slice {slice}, does not come out")]
    Sum {
        table: String,
        slice: u32,
        sum: String,
        so_far: SoFar,
    },
    #[error("validation found differences in {}", places.join(", "))]
    Differs {
        places: Vec<String>,
        rows: u64,
        checks: Vec<String>,
        so_far: SoFar,
    },
    #[error("a file of the run could not be used: {}", path.display())]
    Files {
        path: PathBuf,
        #[source]
        cause: io::Error,
    },
    #[error("the run was cut off")]
    CutOff { at: Option<String>, so_far: SoFar },
    #[error("a part of Drydock ended unexpectedly at {place}")]
    Lost { place: String, so_far: SoFar },
}

impl SoFar {
    pub(super) fn data(&self) -> String {
        let target = &self.target;
        match (self.wrote, self.undo) {
            (false, _) => format!("Safe. Nothing was written to {target}."),
            (true, true) => format!(
                "Safe. Drydock changed nothing in the source. What landed in {target} is whole and noted, and the undo point from before the run is kept."
            ),
            (true, false) => format!(
                "Drydock changed nothing in the source. What landed in {target} is whole and noted. This kind of store has no undo point."
            ),
        }
    }

    pub(super) fn resume(&self) -> Next {
        if self.wrote {
            Next::action("resume", "Resume: what landed is not copied again.")
        } else {
            Next::action("resume", "Resume: nothing was written yet.")
        }
    }

    pub(super) fn undo(&self) -> Option<Next> {
        (self.wrote && self.undo).then(|| {
            let target = &self.target;
            Next::action(
                "undo",
                format!("Roll back: {target} becomes what it was before the run."),
            )
        })
    }

    pub(super) fn ways_on(&self, first: Option<Next>) -> Vec<Next> {
        first
            .into_iter()
            .chain([self.resume()])
            .chain(self.undo())
            .collect()
    }
}

impl RunError {
    pub(crate) fn files(path: &Path, cause: io::Error) -> RunError {
        RunError::Files {
            path: path.to_owned(),
            cause,
        }
    }

    /// Whether going on with the run can help once the cause is gone.
    pub(super) fn resumable(&self) -> bool {
        match self {
            RunError::Journal(_)
            | RunError::NoRoom { .. }
            | RunError::Prove(_)
            | RunError::StoppedAt { .. }
            | RunError::TooManyLeft { .. }
            | RunError::Strict { .. }
            | RunError::Sum { .. }
            | RunError::Files { .. }
            | RunError::CutOff { .. }
            | RunError::Lost { .. } => true,
            RunError::Elsewhere { .. }
            | RunError::Unknown(_)
            | RunError::Taken(_)
            | RunError::NotResumable { .. }
            | RunError::NotKeepable { .. }
            | RunError::NothingToMove
            | RunError::SameStore { .. }
            | RunError::Blocked { .. }
            | RunError::TargetChanged { .. }
            | RunError::TargetLost { .. }
            | RunError::SourceChanged { .. }
            | RunError::PlanChanged(_)
            | RunError::Differs { .. } => false,
        }
    }
}
