//! What ends a rehearsal early. Nothing was written, whatever it is.

use super::duplicates::Failed;
use drydock_connector::Fault;
use drydock_model::{Code, Explain, Next};
use std::io;

#[derive(Debug, thiserror::Error)]
pub enum RehearseError {
    #[error("{cause}")]
    Read {
        /// The table, or the store.
        place: String,
        #[source]
        cause: Fault,
    },
    #[error("the dry run was stopped")]
    Stopped,
    #[error("keys could not be sorted on disk")]
    Disk(#[source] io::Error),
    #[error("reading {0} ended unexpectedly")]
    Lost(String),
}

impl From<Failed> for RehearseError {
    fn from(failed: Failed) -> RehearseError {
        match failed {
            Failed::Stopped => RehearseError::Stopped,
            Failed::Disk(e) => RehearseError::Disk(e),
        }
    }
}

impl Explain for RehearseError {
    fn code(&self) -> Code {
        match self {
            RehearseError::Read { cause, .. } => cause.code(),
            RehearseError::Stopped => Code::STOPPED,
            RehearseError::Disk(_) => Code::DISK_FULL,
            RehearseError::Lost(_) => Code::INTERNAL,
        }
    }

    fn why(&self) -> String {
        match self {
            RehearseError::Read { place, cause } => format!("{place}: {}", cause.why()),
            RehearseError::Stopped => "someone asked for it".into(),
            RehearseError::Disk(e) => format!("the folder for temporary files says: {e}"),
            RehearseError::Lost(_) => "a part of Drydock gave no answer".into(),
        }
    }

    fn data(&self) -> String {
        "Safe. A dry run only reads.".into()
    }

    fn names(&self) -> Vec<String> {
        match self {
            RehearseError::Read { place, cause } => vec![place.clone(), cause.place.clone()],
            _ => Vec::new(),
        }
    }

    fn next(&self) -> Vec<Next> {
        match self {
            RehearseError::Read { cause, .. } => cause.next(),
            RehearseError::Stopped => vec![Next::advice("Start it again when you like.")],
            RehearseError::Disk(_) => vec![Next::advice(
                "Free some space where temporary files go, or set TMPDIR to another folder, then start again.",
            )],
            RehearseError::Lost(_) => vec![Next::advice(
                "Try again; if it comes back, report it with the detail below.",
            )],
        }
    }
}
