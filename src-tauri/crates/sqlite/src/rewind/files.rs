//! Copies that are on the disk and right before anything relies on them.

use crate::mark::beside;
use crate::peek::Peek;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

/// Length and hash of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sum {
    pub bytes: u64,
    pub hash: blake3::Hash,
}

const CHUNK: usize = 1 << 20;

/// None where there is no file.
pub(super) fn sum_of(path: &Path) -> io::Result<Option<Sum>> {
    match Peek::open(path) {
        Ok(mut file) => each_chunk(&mut file, |_| Ok(())).map(Some),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e),
    }
}

/// Copies under another name first, so that a file of the final name is always whole; read back before it counts.
pub(super) fn copy(from: &Path, to: &Path) -> io::Result<Sum> {
    let part = beside(to, ".part");
    let mut source = Peek::open(from)?;
    let mut copied = File::create(&part)?;
    let sum = each_chunk(&mut source, |chunk| copied.write_all(chunk))?;
    copied.sync_all()?;
    drop(copied);
    if sum_of(&part)?.as_ref() != Some(&sum) {
        return Err(io::Error::other("what was written could not be read back"));
    }
    fs::rename(&part, to)?;
    Ok(sum)
}

fn each_chunk(
    file: &mut impl Read,
    mut take: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<Sum> {
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; CHUNK];
    let mut bytes = 0;
    loop {
        let got = match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(got) => got,
            Err(e) if e.kind() == ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        hasher.update(&buffer[..got]);
        take(&buffer[..got])?;
        bytes += got as u64;
    }
    Ok(Sum {
        bytes,
        hash: hasher.finalize(),
    })
}

/// Gives a finished file its place, for good.
pub(super) fn make_last(new: &Path, place: &Path) -> io::Result<()> {
    fs::rename(new, place)?;
    sync_folder(place.parent().unwrap_or(place))
}

pub(super) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

pub(super) fn is_empty_or_gone(path: &Path) -> io::Result<bool> {
    match fs::metadata(path) {
        Ok(meta) => Ok(meta.len() == 0),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(true),
        Err(e) => Err(e),
    }
}

/// A rename is on the disk only when the folder is.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Elsewhere a folder cannot be opened for that; the file system writes its log by itself.
#[cfg(not(unix))]
pub(super) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}
