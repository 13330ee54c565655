//! What can keep rows from being kept or put back.

use crate::prove::ProveError;
use crate::run::RunError;
use drydock_connector::{Fault, FaultKind};
use std::io;
use std::path::Path;

#[derive(Debug)]
pub(crate) enum WayBackError {
    Read(ProveError),
    Store { place: String, cause: Fault },
    Files(RunError),
}

impl WayBackError {
    pub fn files(path: &Path, cause: io::Error) -> WayBackError {
        WayBackError::Files(RunError::files(path, cause))
    }

    pub fn store(place: &str) -> impl Fn(Fault) -> WayBackError + '_ {
        move |cause| WayBackError::Store {
            place: place.to_owned(),
            cause,
        }
    }

    /// The store gives back other rows than it was asked to take.
    pub fn refused(place: &str, why: String) -> WayBackError {
        WayBackError::store(place)(Fault::new(FaultKind::Statement, place, why))
    }
}

impl From<ProveError> for WayBackError {
    fn from(error: ProveError) -> WayBackError {
        match error {
            ProveError::Store { place, cause } => WayBackError::Store { place, cause },
            other => WayBackError::Read(other),
        }
    }
}
