//! Work that goes on while the rows are read and hashed.

use super::ProveError;
use crate::Control;
use crate::run::stop_wanted;
use std::future::Future;
use tokio::task::JoinHandle;

/// Dropped, it goes no further.
pub(super) struct Beside<T> {
    what: &'static str,
    task: JoinHandle<Result<T, ProveError>>,
}

impl<T: Send + 'static> Beside<T> {
    pub fn start(
        what: &'static str,
        work: impl Future<Output = Result<T, ProveError>> + Send + 'static,
    ) -> Beside<T> {
        let task = tokio::spawn(work);
        Beside { what, task }
    }

    pub async fn done(mut self, control: &Control) -> Result<T, ProveError> {
        tokio::select! {
            done = &mut self.task => done.unwrap_or_else(|_| Err(ProveError::Lost(self.what.into()))),
            () = stop_wanted(control) => Err(ProveError::Stopped),
        }
    }
}

impl<T> Drop for Beside<T> {
    fn drop(&mut self) {
        self.task.abort();
    }
}
