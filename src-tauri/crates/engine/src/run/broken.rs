//! How work breaks off: someone asked for it, or it failed. Only the second is told as a problem.

use super::RunError;
use crate::Stopped;
use crate::journal::JournalError;
use crate::prove::ProveError;

#[derive(Debug)]
pub(super) enum Broken {
    Stopped,
    // Boxed: it is large, and success is what is passed around all the time.
    Failed(Box<RunError>),
}

impl From<Stopped> for Broken {
    fn from(_: Stopped) -> Broken {
        Broken::Stopped
    }
}

impl From<RunError> for Broken {
    fn from(error: RunError) -> Broken {
        Broken::Failed(Box::new(error))
    }
}

impl From<JournalError> for Broken {
    fn from(error: JournalError) -> Broken {
        RunError::from(error).into()
    }
}

impl From<ProveError> for Broken {
    fn from(error: ProveError) -> Broken {
        match error {
            ProveError::Stopped => Broken::Stopped,
            other => RunError::from(other).into(),
        }
    }
}
