//! Looking at a database file's bytes without pulling the locks away from under SQLite.
//!
//! POSIX forgets every lock that a process holds on a file as soon as the process closes *any* handle on it. A header
//! read through a plain `File` would so unlock a connection that another part of the program has on the same file, and
//! a foreign writer could change what is being read. So: who opens a connection takes a [`Hold`] first, and handles of a
//! held file are put aside instead of closed, until the last hold is gone.

use std::collections::HashMap;
use std::fs::{File, Metadata};
use std::io::{self, Read, Seek};
use std::ops::Deref;
use std::path::Path;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

/// The same for every name that a file has.
#[derive(Clone, PartialEq, Eq, Hash)]
struct FileId(
    #[cfg(unix)] (u64, u64),
    #[cfg(not(unix))] std::path::PathBuf,
);

#[derive(Default)]
struct Held {
    holders: usize,
    aside: Vec<File>,
}

static HELD: LazyLock<Mutex<HashMap<FileId, Held>>> = LazyLock::new(Mutex::default);

fn held() -> MutexGuard<'static, HashMap<FileId, Held>> {
    // What a panic could leave behind here is at worst a handle that stays open.
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// As long as it lives, no handle of ours on the file is closed. Take it before the connection, drop it after.
pub(crate) struct Hold(FileId);

pub(crate) fn hold(path: &Path) -> io::Result<Hold> {
    let id = id_of(path, &std::fs::metadata(path)?)?;
    held().entry(id.clone()).or_default().holders += 1;
    Ok(Hold(id))
}

impl Drop for Hold {
    fn drop(&mut self) {
        let mut held = held();
        if let Some(entry) = held.get_mut(&self.0) {
            entry.holders -= 1;
            if entry.holders == 0 {
                held.remove(&self.0);
            }
        }
    }
}

/// A handle for reading that is closed only when that does no harm.
pub(crate) struct Peek {
    id: FileId,
    file: Option<File>,
}

impl Peek {
    pub fn open(path: &Path) -> io::Result<Peek> {
        let meta = std::fs::metadata(path)?;
        if !meta.is_file() {
            // Opening a pipe would wait for its other end.
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "not a regular file",
            ));
        }
        let id = id_of(path, &meta)?;
        // One that was put aside does as well; so they never become many.
        let spare = held().get_mut(&id).and_then(|h| h.aside.pop());
        let file = match spare {
            Some(mut spare) => {
                spare.rewind()?;
                spare
            }
            None => File::open(path)?,
        };
        Ok(Peek {
            id,
            file: Some(file),
        })
    }

    fn file(&self) -> &File {
        match &self.file {
            Some(file) => file,
            None => unreachable!("the handle is only taken when the peek is dropped"),
        }
    }
}

impl Drop for Peek {
    fn drop(&mut self) {
        // Closed under the guard: a hold that is being taken waits until the handle is gone.
        let mut held = held();
        if let (Some(entry), Some(file)) = (held.get_mut(&self.id), self.file.take()) {
            entry.aside.push(file);
        }
        self.file = None;
        drop(held);
    }
}

impl Deref for Peek {
    type Target = File;

    fn deref(&self) -> &File {
        self.file()
    }
}

impl Read for Peek {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.file().read(buf)
    }
}

#[cfg(unix)]
fn id_of(_path: &Path, meta: &Metadata) -> io::Result<FileId> {
    use std::os::unix::fs::MetadataExt;
    Ok(FileId((meta.dev(), meta.ino())))
}

#[cfg(not(unix))]
fn id_of(path: &Path, _meta: &Metadata) -> io::Result<FileId> {
    path.canonicalize().map(FileId)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_peek_does_not_pull_the_lock_away_from_a_connection() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let _hold = {
            File::create(&path).unwrap();
            hold(&path).unwrap()
        };
        let conn = rusqlite::Connection::open(&path).unwrap();
        conn.execute_batch("CREATE TABLE t (a); BEGIN IMMEDIATE")
            .unwrap();
        for _ in 0..3 {
            drop(Peek::open(&path).unwrap());
        }
        let id = id_of(&path, &std::fs::metadata(&path).unwrap()).unwrap();
        assert_eq!(held()[&id].aside.len(), 1);
        // Asked of another process: our own locks would not be in our own way.
        let asked = std::process::Command::new("python3")
            .args(["-c", "import sqlite3,sys; sqlite3.connect(sys.argv[1], timeout=0).execute('begin immediate')"])
            .arg(&path)
            .output()
            .unwrap();
        assert!(String::from_utf8_lossy(&asked.stderr).contains("database is locked"));
    }
}
