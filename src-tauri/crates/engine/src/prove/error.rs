//! What can keep a proof from being made. That the ends differ is not among it: that is a result.

use crate::Stopped;
use crate::journal::JournalError;
use drydock_connector::Fault;
use drydock_model::{Code, Explain, Next};
use std::io;

#[derive(Debug, thiserror::Error)]
pub enum ProveError {
    #[error("the proof was stopped")]
    Stopped,
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error("the proof could not read {place}")]
    Store {
        place: String,
        #[source]
        cause: Fault,
    },
    #[error("the proof could not read which rows were left behind")]
    LeftBehind(#[source] io::Error),
    #[error("a part of the proof ended unexpectedly at {0}")]
    Lost(String),
}

impl From<Stopped> for ProveError {
    fn from(_: Stopped) -> ProveError {
        ProveError::Stopped
    }
}

impl ProveError {
    pub(crate) fn store(place: &str, cause: Fault) -> ProveError {
        ProveError::Store {
            place: place.to_owned(),
            cause,
        }
    }
}

impl Explain for ProveError {
    fn code(&self) -> Code {
        match self {
            ProveError::Stopped => Code::STOPPED,
            ProveError::Journal(e) => e.code(),
            ProveError::Store { cause, .. } => cause.code(),
            ProveError::LeftBehind(_) => Code::FILES,
            ProveError::Lost(_) => Code::INTERNAL,
        }
    }

    fn why(&self) -> String {
        match self {
            ProveError::Stopped => "someone asked for it".into(),
            ProveError::Journal(e) => e.why(),
            ProveError::Store { cause, .. } => {
                let why = cause.why();
                if why.is_empty() {
                    cause.to_string()
                } else {
                    format!("{cause}: {why}")
                }
            }
            ProveError::LeftBehind(cause) => cause.to_string(),
            ProveError::Lost(_) => "a worker ended without saying why".into(),
        }
    }

    fn data(&self) -> String {
        "Safe. A proof only reads. What landed is not proved yet.".into()
    }

    fn next(&self) -> Vec<Next> {
        let again = Next::action("prove", "Prove it again.");
        match self {
            ProveError::Journal(e) => e.next(),
            ProveError::Store { cause, .. } => {
                cause.next().into_iter().take(1).chain([again]).collect()
            }
            _ => vec![again],
        }
    }

    fn names(&self) -> Vec<String> {
        match self {
            ProveError::Store { cause, .. } => cause.names(),
            _ => Vec::new(),
        }
    }

    fn detail(&self) -> String {
        match self {
            ProveError::Journal(e) => e.detail(),
            ProveError::Store { cause, .. } => cause.detail(),
            other => {
                let source = std::error::Error::source(other);
                source.map(ToString::to_string).unwrap_or_default()
            }
        }
    }
}
