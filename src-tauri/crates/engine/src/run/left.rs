//! Rows left behind, as files that a person can read, correct and feed back: one JSON line a row, one file a slice.
//!
//! A file is complete and on disk before its slice lands, under a temporary name until then; a slice that is done again
//! writes it again. A row that the target refused also notes its digest, so that the proof can leave it out.

use super::RunError;
use crate::Lane;
use crate::convert::leaving_accepted;
use drydock_model::Digest;
use drydock_model::rehearsal::LeftRow;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The folder below the run's own.
pub const FOLDER: &str = "left-behind";

#[derive(Serialize, Deserialize)]
struct Line {
    #[serde(flatten)]
    row: LeftRow,
    /// Of the row as it would have landed; only where it was the target that refused it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    digest: Option<Digest>,
}

/// Being written. Dropped without [`LeftFile::finish`], it leaves no file.
pub(super) struct LeftFile {
    path: PathBuf,
    writing: Option<(PathBuf, BufWriter<File>)>,
}

impl LeftFile {
    pub fn new(run_folder: &Path, lane: u32, slice: u32) -> LeftFile {
        LeftFile {
            path: run_folder
                .join(FOLDER)
                .join(format!("{lane}-{slice}.jsonl")),
            writing: None,
        }
    }

    pub fn add(&mut self, row: LeftRow, digest: Option<Digest>) -> Result<(), RunError> {
        let line = Line { row, digest };
        let written = self.writer().and_then(|out| {
            serde_json::to_writer(&mut *out, &line)?;
            out.write_all(b"\n")
        });
        written.map_err(|cause| RunError::files(&self.path, cause))
    }

    /// On disk under its name; what an earlier try left there goes.
    pub async fn finish(&mut self) -> Result<(), RunError> {
        let path = self.path.clone();
        let writing = self.writing.take();
        let finish = tokio::task::spawn_blocking(move || finish(&path, writing));
        let finished = finish.await.unwrap_or_else(|e| Err(io::Error::other(e)));
        finished.map_err(|cause| RunError::files(&self.path, cause))
    }

    fn writer(&mut self) -> io::Result<&mut BufWriter<File>> {
        if self.writing.is_none() {
            let temporary = self.path.with_extension("partial");
            if let Some(folder) = self.path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            self.writing = Some((temporary.clone(), BufWriter::new(File::create(temporary)?)));
        }
        match &mut self.writing {
            Some((_, out)) => Ok(out),
            None => Err(io::Error::other("the file was not opened")),
        }
    }
}

impl Drop for LeftFile {
    fn drop(&mut self) {
        if let Some((temporary, _)) = self.writing.take() {
            let _ = std::fs::remove_file(temporary);
        }
    }
}

fn finish(path: &Path, writing: Option<(PathBuf, BufWriter<File>)>) -> io::Result<()> {
    let Some((temporary, out)) = writing else {
        return match std::fs::remove_file(path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
            _ => Ok(()),
        };
    };
    out.into_inner()?.sync_all()?;
    std::fs::rename(temporary, path)?;
    sync_folder(path)
}

/// A name is only on disk when its folder is.
#[cfg(unix)]
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

#[cfg(not(unix))]
pub(crate) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// A window into all rows left behind by a run, in the order of lanes and slices, and how many there are.
pub fn page(run_folder: &Path, offset: u64, limit: u64) -> Result<(Vec<LeftRow>, u64), RunError> {
    let (mut rows, mut total) = (Vec::new(), 0);
    for path in files(run_folder)? {
        each_line(&path, |line| {
            if total >= offset && total < offset.saturating_add(limit) {
                rows.push(parse(line)?.row);
            }
            total += 1;
            Ok(())
        })
        .map_err(|cause| RunError::files(&path, cause))?;
    }
    Ok((rows, total))
}

/// Digests of the rows of a slice that the target refused, with how often each occurs.
pub(crate) fn refused(
    run_folder: &Path,
    lane: u32,
    slice: u32,
) -> io::Result<HashMap<Digest, u64>> {
    let path = run_folder
        .join(FOLDER)
        .join(format!("{lane}-{slice}.jsonl"));
    let mut refused = HashMap::new();
    if path.exists() {
        each_line(&path, |line| {
            if let Some(digest) = parse(line)?.digest {
                *refused.entry(digest).or_default() += 1;
            }
            Ok(())
        })?;
    }
    Ok(refused)
}

/// How many of the rows left behind by a slice the plan does not expect.
pub(super) fn unexpected(run_folder: &Path, lane: &Lane, slice: u32) -> Result<u64, RunError> {
    let path = run_folder
        .join(FOLDER)
        .join(format!("{}-{slice}.jsonl", lane.index));
    let mut unexpected = 0;
    if path.exists() {
        each_line(&path, |line| {
            let row = parse(line)?.row;
            let named = |name| lane.fields.iter().position(|f| f.from.name == name);
            let field = row.field.as_deref().and_then(named);
            unexpected += u64::from(!leaving_accepted(lane, field, &row.reason));
            Ok(())
        })
        .map_err(|cause| RunError::files(&path, cause))?;
    }
    Ok(unexpected)
}

fn parse(line: &str) -> io::Result<Line> {
    Ok(serde_json::from_str(line)?)
}

fn each_line(path: &Path, mut each: impl FnMut(&str) -> io::Result<()>) -> io::Result<()> {
    for line in BufReader::new(File::open(path)?).lines() {
        each(&line?)?;
    }
    Ok(())
}

/// Finished files, by lane and slice.
fn files(run_folder: &Path) -> Result<Vec<PathBuf>, RunError> {
    let folder = run_folder.join(FOLDER);
    let entries = match std::fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(cause) => return Err(RunError::files(&folder, cause)),
    };
    let mut found: Vec<((u32, u32), PathBuf)> = entries
        .flatten()
        .filter_map(|entry| {
            let path = entry.path();
            let (lane, slice) = path
                .file_name()?
                .to_str()?
                .strip_suffix(".jsonl")?
                .split_once('-')?;
            Some(((lane.parse().ok()?, slice.parse().ok()?), path))
        })
        .collect();
    found.sort();
    Ok(found.into_iter().map(|(_, path)| path).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(n: u64) -> LeftRow {
        LeftRow {
            from: "app.t".into(),
            row: vec![("id".into(), drydock_model::Value::Int(n as i64).shown())],
            field: None,
            reason: "duplicate_key".into(),
            rule: "key".into(),
        }
    }

    #[tokio::test]
    async fn lines_come_back_in_order_and_in_windows() {
        let folder = tempfile::tempdir().unwrap();
        for (lane, slice) in [(0, 10), (0, 2), (1, 0)] {
            let mut file = LeftFile::new(folder.path(), lane, slice);
            file.add(row(u64::from(slice)), None).unwrap();
            file.add(row(100), Some(Digest(7))).unwrap();
            file.finish().await.unwrap();
        }
        let (rows, total) = page(folder.path(), 1, 3).unwrap();
        assert_eq!((rows, total), (vec![row(100), row(10), row(100)], 6));
        assert_eq!(page(folder.path(), 6, 10).unwrap(), (vec![], 6));
        assert_eq!(
            refused(folder.path(), 0, 2).unwrap(),
            HashMap::from([(Digest(7), 1)])
        );
        assert!(refused(folder.path(), 5, 5).unwrap().is_empty());
    }

    #[tokio::test]
    async fn a_slice_done_again_leaves_only_its_last_rows() {
        let folder = tempfile::tempdir().unwrap();
        let mut first = LeftFile::new(folder.path(), 0, 0);
        first.add(row(1), None).unwrap();
        first.finish().await.unwrap();
        // Dropped in the middle: nothing of it is seen.
        let mut dropped = LeftFile::new(folder.path(), 0, 0);
        dropped.add(row(2), None).unwrap();
        drop(dropped);
        assert_eq!(page(folder.path(), 0, 9).unwrap(), (vec![row(1)], 1));
        // The last try leaves no row behind.
        LeftFile::new(folder.path(), 0, 0).finish().await.unwrap();
        assert_eq!(page(folder.path(), 0, 9).unwrap(), (vec![], 0));
    }
}
