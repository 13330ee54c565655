//! One process at a time works on a run. The lock is the system's: it ends with the process, however that ends.

use super::RunError;
use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

const NAME: &str = "lock";

pub(crate) struct RunLock {
    // Held for as long as the file is open.
    _file: File,
}

impl RunLock {
    pub(crate) async fn take(run: &str, folder: &Path) -> Result<RunLock, RunError> {
        let path = folder.join(NAME);
        let file = std::fs::create_dir_all(folder)
            .and_then(|()| open(&path))
            .map_err(|cause| RunError::files(&path, cause))?;
        // Who only asks whether the run is under way holds it for a moment as well.
        for _ in 0..20 {
            match file.try_lock() {
                Ok(()) => return Ok(RunLock { _file: file }),
                Err(TryLockError::WouldBlock) => {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
                Err(TryLockError::Error(cause)) => return Err(RunError::files(&path, cause)),
            }
        }
        Err(RunError::Elsewhere {
            run: run.to_owned(),
        })
    }

    /// A run that was refused leaves no folder behind.
    pub(crate) fn forget(self, folder: &Path) {
        let _ = std::fs::remove_file(folder.join(NAME));
        // Only an empty folder goes.
        let _ = std::fs::remove_dir(folder);
    }
}

fn open(path: &Path) -> std::io::Result<File> {
    File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
}

/// Whether a process works on the run now.
pub fn under_way(folder: &Path) -> bool {
    match File::options()
        .read(true)
        .write(true)
        .open(folder.join(NAME))
    {
        Ok(file) => matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)),
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_run_has_one_worker() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!under_way(folder.path()));
        let lock = RunLock::take("run-1", folder.path()).await.unwrap();
        assert!(under_way(folder.path()));
        assert!(matches!(
            RunLock::take("run-1", folder.path()).await,
            Err(RunError::Elsewhere { .. })
        ));
        drop(lock);
        assert!(!under_way(folder.path()));
        RunLock::take("run-1", folder.path()).await.unwrap();
    }
}
