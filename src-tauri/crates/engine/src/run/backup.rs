//! The way back, made and noted before the first write: the target as it is, read back and checked, and what was in the
//! datasets that rows are added to.

use super::broken::Broken;
use super::work::Work;
use super::{Moment, RunError};
use crate::journal::{KeptFile, WayBack, now};
use crate::prove::{self, ProveError};
use crate::way_back::{self, WayBackError};
use crate::words::bytes;
use drydock_connector::Before;
use drydock_model::{LogLevel, Undo};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Instant;

/// Below the run's folder.
pub(crate) const UNDO_FOLDER: &str = "undo";

impl Work {
    pub(super) async fn back_up(&self) -> Result<(), Broken> {
        if let Some(way_back) = &self.way_back {
            self.board.undo(way_back.undo.clone());
            return Ok(());
        }
        let (target, name) = (&self.stores.target, self.target_name());
        let folder = self.folder.join(UNDO_FOLDER);
        let began = Instant::now();
        let before = self.kept(&folder).await?;
        let took = began.elapsed().as_millis() as u64;
        if before.mark != self.planned {
            return Err(RunError::TargetChanged {
                target: name,
                moment: Moment::BeforeRun,
            }
            .into());
        }
        let files = manifest(&folder).await?;
        let undo = Undo {
            name: format!("{name} before {}", self.run),
            at: now(),
            bytes: before.bytes,
            checksum: before.checksum.clone(),
            checked: true,
            removes_target: !before.existed,
            likely_ms: took,
        };
        let mut tries = 0;
        let (rows_before, orphans_before) = loop {
            if !before.existed {
                break Default::default();
            }
            match prove::content_before(&self.resolved, target, &self.control).await {
                Ok(found) => break found,
                Err(ProveError::Store { place, cause }) => {
                    self.again(&place, "", cause, &mut tries).await?;
                }
                Err(other) => return Err(other.into()),
            }
        };
        let way_back = WayBack {
            undo,
            before,
            files,
            rows_before,
            orphans_before,
        };
        self.journal.way_back(&self.run, &way_back).await?;
        self.undo.store(true, Ordering::Relaxed);
        let words = if !way_back.before.existed {
            "There was no target before; rolling back removes it.".to_owned()
        } else if way_back.before.bytes == 0 {
            "Every table is made by this run; rolling back removes them.".to_owned()
        } else {
            format!(
                "Undo point made and checked: {}.",
                bytes(way_back.before.bytes)
            )
        };
        self.board.undo(way_back.undo);
        self.say(LogLevel::Info, "", words).await?;
        Ok(())
    }

    /// The target as a whole where its kind of store can be put back so, else the rows that the run could change.
    async fn kept(&self, folder: &Path) -> Result<Before, Broken> {
        let target = &self.stores.target;
        let undo_point = format!("the undo point of {}", self.target_name());
        let mut tries = 0;
        loop {
            // What an attempt left that was cut off is not a way back.
            emptied_folder(folder).map_err(|cause| RunError::files(folder, cause))?;
            let (place, fault) = match target.connector.rewind() {
                Some(rewind) => match rewind.keep_before(&target.address, folder).await {
                    Ok(before) => return Ok(before),
                    Err(fault) => (undo_point.clone(), fault),
                },
                None => match way_back::keep(&self.resolved, target, folder, &self.control).await {
                    Ok(before) => return Ok(before),
                    Err(WayBackError::Store { place, cause }) => (place, cause),
                    Err(WayBackError::Read(other)) => return Err(other.into()),
                    Err(WayBackError::Files(other)) => return Err(other.into()),
                },
            };
            self.again(&place, "", fault, &mut tries).await?;
        }
    }
}

/// There, with nothing in it.
pub(crate) fn emptied_folder(folder: &Path) -> io::Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => std::fs::create_dir_all(folder),
    }
}

async fn manifest(folder: &Path) -> Result<Vec<KeptFile>, RunError> {
    let at = folder.to_owned();
    let read = tokio::task::spawn_blocking(move || kept_files(&at)).await;
    let read = read.unwrap_or_else(|e| Err(io::Error::other(e)));
    read.map_err(|cause| RunError::files(folder, cause))
}

/// Every file below the folder with its blake3, by path.
pub(crate) fn kept_files(folder: &Path) -> io::Result<Vec<KeptFile>> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(below) = folders.pop() {
        for entry in std::fs::read_dir(folder.join(&below))? {
            let entry = entry?;
            let path = below.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                folders.push(path);
                continue;
            }
            files.push(KeptFile {
                bytes: entry.metadata()?.len(),
                blake3: hash_file(&folder.join(&path))?,
                path: path.to_string_lossy().into_owned(),
            });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

pub(crate) fn hash_file(path: &Path) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(std::fs::File::open(path)?)?;
    Ok(hasher.finalize().to_hex().to_string())
}
