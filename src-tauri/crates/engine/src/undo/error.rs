//! What can keep a roll back from being done, and what that means for the target.

use crate::journal::JournalError;
use crate::run::RunError;
use drydock_connector::Fault;
use drydock_model::{Code, Explain, Next};

#[derive(Debug, thiserror::Error)]
pub enum UndoError {
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error(transparent)]
    Run(#[from] RunError),
    #[error("there is no run {0}")]
    Unknown(String),
    #[error("there is no way back for {run}")]
    Gone { run: String, why: String },
    #[error("the target of this run is another store: {target}")]
    Elsewhere { target: String },
    #[error("the target changed since the run ended: {target}")]
    Changed {
        target: String,
        /// A later run that wrote to it.
        by: Option<String>,
    },
    #[error("the undo point of {target} is damaged")]
    Damaged { target: String, what: String },
    #[error("rolling back {target} could not finish")]
    Failed {
        target: String,
        #[source]
        cause: Fault,
    },
    #[error("the roll back of {target} was cut off")]
    CutOff { target: String },
    #[error("after rolling back, {target} is not what it was before the run")]
    Differs { target: String },
}

impl UndoError {
    pub(super) fn gone(run: &str, why: &str) -> UndoError {
        UndoError::Gone {
            run: run.to_owned(),
            why: why.to_owned(),
        }
    }
}

impl Explain for UndoError {
    fn code(&self) -> Code {
        match self {
            UndoError::Journal(e) => e.code(),
            UndoError::Run(e) => e.code(),
            UndoError::Unknown(_) => Code::RUN_UNKNOWN,
            UndoError::Gone { .. } => Code::UNDO_GONE,
            UndoError::Elsewhere { .. } => Code::PLAN_CHANGED,
            UndoError::Changed { .. } => Code::UNDO_CHANGED,
            UndoError::Damaged { .. } => Code::BACKUP_DAMAGED,
            UndoError::Failed { .. } | UndoError::CutOff { .. } | UndoError::Differs { .. } => {
                Code::UNDO_FAILED
            }
        }
    }

    fn why(&self) -> String {
        match self {
            UndoError::Journal(e) => e.why(),
            UndoError::Run(e) => e.why(),
            UndoError::Unknown(_) => "the journal of this Drydock has no such run".into(),
            UndoError::Gone { why, .. } => why.clone(),
            UndoError::Elsewhere { .. } => {
                "the plan's target has another address now than when the run began".into()
            }
            UndoError::Changed { by: Some(run), .. } => format!("{run} wrote to it afterwards"),
            UndoError::Changed { by: None, .. } => "another program wrote to it afterwards".into(),
            UndoError::Damaged { what, .. } => what.clone(),
            UndoError::Failed { cause, .. } => {
                let why = cause.why();
                if why.is_empty() {
                    cause.to_string()
                } else {
                    format!("{cause}: {why}")
                }
            }
            UndoError::CutOff { .. } => {
                "Drydock was closed or the computer went off in the middle".into()
            }
            UndoError::Differs { .. } => {
                "another program wrote to it meanwhile, or the disk did not keep what was written"
                    .into()
            }
        }
    }

    fn data(&self) -> String {
        match self {
            UndoError::Journal(e) => e.data(),
            UndoError::Run(e) => e.data(),
            UndoError::Unknown(_) | UndoError::Gone { .. } | UndoError::Elsewhere { .. } => {
                "Safe. Nothing was changed by this.".into()
            }
            UndoError::Changed { target, .. } => format!(
                "Safe. Nothing was rolled back. Rolling back now would also set aside what was written to {target} since; it would be kept beside the undo point."
            ),
            UndoError::Damaged { target, .. } => {
                format!(
                    "The target {target} was left as it is. What was kept of it cannot be trusted."
                )
            }
            UndoError::Failed { .. } | UndoError::CutOff { .. } | UndoError::Differs { .. } => {
                "What was kept from before the run is whole, and what was there is kept beside it."
                    .into()
            }
        }
    }

    fn next(&self) -> Vec<Next> {
        match self {
            UndoError::Journal(e) => e.next(),
            UndoError::Run(e) => e.next(),
            UndoError::Unknown(_) => vec![Next::advice("`drydock runs` lists the runs there are.")],
            UndoError::Gone { .. } => vec![Next::advice(
                "Restore the target from a backup of your own if it should become what it was.",
            )],
            UndoError::Elsewhere { .. } => vec![Next::advice(
                "Point the plan's target at the store that the run wrote to, then roll back.",
            )],
            UndoError::Changed { by, .. } => {
                let first = by
                    .as_ref()
                    .map(|run| Next::advice(format!("Roll back {run} first.")));
                let anyway = Next::action(
                    "undo_even_if_changed",
                    "Roll back all the same; what was written since is kept beside.",
                );
                first.into_iter().chain([anyway]).collect()
            }
            UndoError::Damaged { .. } => vec![Next::advice(
                "Keep the target as it is, and restore it from a backup of your own if it should become what it was.",
            )],
            UndoError::Failed { cause, .. } => {
                let again = Next::action("undo", "Roll back again; it begins from the start.");
                cause.next().into_iter().take(1).chain([again]).collect()
            }
            UndoError::CutOff { .. } => vec![Next::action(
                "undo",
                "Roll back again; it begins from the start.",
            )],
            UndoError::Differs { .. } => vec![
                Next::advice("Close what writes to it."),
                Next::action("undo", "Roll back again; it begins from the start."),
            ],
        }
    }

    fn names(&self) -> Vec<String> {
        match self {
            UndoError::Run(e) => e.names(),
            UndoError::Changed { by, .. } => by.iter().cloned().collect(),
            UndoError::Damaged { what, .. } => vec![what.clone()],
            UndoError::Failed { cause, .. } => cause.names(),
            _ => Vec::new(),
        }
    }

    fn detail(&self) -> String {
        match self {
            UndoError::Journal(e) => e.detail(),
            UndoError::Run(e) => e.detail(),
            UndoError::Failed { cause, .. } => cause.detail(),
            _ => String::new(),
        }
    }
}
