//! Opens a database for reading so that nothing about it changes: not a byte, not a file beside it (C36).
//!
//! SQLite's own read-only mode is not enough. It makes `-shm` and `-wal` files beside a database in WAL mode, and it
//! cannot undo what a crash left half done. So the state of the file decides the [`Way`] in which it is opened; each way
//! sees the log, and each sees one instant until it is closed.

use crate::fault::{At, sqlite_fault};
use crate::header::Header;
use crate::lock;
use crate::mark::{beside, open_journal, place_of};
use crate::peek::{Hold, Peek, hold};
use crate::wal;
use drydock_connector::{Fault, FaultKind, Retry};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

/// A program that holds the file for longer than this is reported, and the engine decides whether to try again.
const PATIENCE: Duration = Duration::from_millis(1000);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// A rollback-journal database: SQLite's own read lock keeps writers away.
    Locked,
    /// WAL mode without a log: nothing but the file, taken as if it could not change.
    Still,
    /// WAL mode with a log that nobody has open: its index is made in memory, beside no file.
    Log,
    /// Another program has it open: read through the index that the two share.
    Live,
    /// A crash left a journal: undone on a copy, never on the original.
    Copy,
}

/// Lives as long as the connection and is dropped after it.
pub(crate) struct Keep {
    _hold: Hold,
    _copy: Option<TempDir>,
}

/// Says whether files that no lock protects are what they were.
#[derive(Clone)]
pub(crate) struct Watch {
    place: String,
    seen: Vec<(PathBuf, Option<Stamp>)>,
}

#[derive(Clone, PartialEq, Eq)]
struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
}

pub(crate) struct Opened {
    pub conn: Connection,
    pub keep: Keep,
    pub watch: Watch,
    pub header: Header,
    #[cfg(test)]
    pub way: Way,
}

pub(crate) fn open(path: &Path) -> Result<Opened, Fault> {
    let place = place_of(path);
    let path = regular_file(path, &place)?;
    let len = fs::metadata(&path).at(&place)?.len();
    // From here on no handle of ours on the file is closed before the connection is.
    let hold = hold(&path).at(&place)?;
    let mut peek = Peek::open(&path).at(&place)?;
    let header = Header::read(&mut peek, len, &place)?;
    let way = way(&path, &peek, &header, &place)?;

    let watch = Watch::of(way, &path, &place);
    let (conn, copy) = match way {
        // A shared index that is there is no file of ours; others of our own program may need to write in it.
        Way::Locked | Way::Live => (connect(&path, "mode=ro", &place)?, None),
        Way::Still => (connect(&path, "mode=ro&immutable=1", &place)?, None),
        Way::Log => (
            connect(&path, &format!("mode=ro&vfs={UNLOCKED_VFS}"), &place)?,
            None,
        ),
        Way::Copy => {
            let (folder, copied) = copy_aside(&path, &peek, &place)?;
            (connect(&copied, "mode=rw", &place)?, Some(folder))
        }
    };
    let settled = settle(&conn, way, &place);
    // Only now no writer can be in the middle of making it longer. SQLite calls such a file damaged, which says less.
    if matches!(way, Way::Locked | Way::Still)
        && !matches!(&settled, Err(fault) if fault.kind != FaultKind::Corrupt)
    {
        check_length(&path, &place)?;
    }
    settled?;
    watch.check().map_err(|fault| Fault {
        retry: Retry::Soon,
        ..fault
    })?;
    tracing::debug!(place, ?way, "Database opened for reading.");
    Ok(Opened {
        conn,
        keep: Keep {
            _hold: hold,
            _copy: copy,
        },
        watch,
        header,
        #[cfg(test)]
        way,
    })
}

fn check_length(path: &Path, place: &str) -> Result<(), Fault> {
    let mut peek = Peek::open(path).at(place)?;
    let len = peek.metadata().at(place)?.len();
    Header::read(&mut peek, len, place)?.check_length(len, place)
}

#[cfg(unix)]
const UNLOCKED_VFS: &str = "unix-none";
#[cfg(windows)]
const UNLOCKED_VFS: &str = "win32-none";

/// Where the file really is, as SQLite looks for a log beside the file and not beside a link to it.
pub(crate) fn regular_file(path: &Path, place: &str) -> Result<PathBuf, Fault> {
    let path = path.canonicalize().at(place)?;
    let meta = fs::metadata(&path).at(place)?;
    if meta.is_dir() {
        return Err(Fault::new(FaultKind::NotADatabase, place, "it is a folder"));
    }
    if !meta.is_file() {
        return Err(Fault::new(
            FaultKind::NotADatabase,
            place,
            "it is not a regular file",
        ));
    }
    if path.to_str().is_none() {
        return Err(Fault::new(
            FaultKind::Unsupported,
            place,
            "the name of the file or of a folder above it is not valid Unicode, which SQLite needs",
        ));
    }
    Ok(path)
}

fn way(path: &Path, peek: &Peek, header: &Header, place: &str) -> Result<Way, Fault> {
    let wal = size_of(&beside(path, "-wal")).at(place)?;
    let has_log = wal.is_some_and(|len| len > wal::HEADER);
    let shared = size_of(&beside(path, "-shm")).at(place)?.is_some();
    if (header.is_wal() || has_log) && lock::anyone(peek, shared) {
        return match shared {
            true => Ok(Way::Live),
            false => Err(Fault::new(
                FaultKind::Busy,
                place,
                "another program has it open for itself alone",
            )),
        };
    }
    if open_journal(path).at(place)?.is_some() && !lock::writer(peek) {
        return Ok(Way::Copy);
    }
    Ok(match (has_log, header.is_wal()) {
        (true, _) => Way::Log,
        (false, true) => Way::Still,
        (false, false) => Way::Locked,
    })
}

fn size_of(path: &Path) -> io::Result<Option<u64>> {
    match fs::metadata(path) {
        Ok(meta) => Ok(Some(meta.len())),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e),
    }
}

fn connect(path: &Path, options: &str, place: &str) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(uri(path, options), flags).at(place)
}

/// `file:/a%20b.db?mode=ro`: everything but letters, digits and a few harmless signs is encoded, so that no character of
/// a name can become an option.
fn uri(path: &Path, options: &str) -> String {
    let mut uri = String::from("file:");
    let text = path.to_string_lossy();
    let text = text.strip_prefix(r"\\?\").unwrap_or(&text);
    if cfg!(windows) {
        uri.push('/');
    }
    for byte in text.bytes() {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                uri.push(char::from(byte));
            }
            b':' if cfg!(windows) => uri.push(':'),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri.push('?');
    uri.push_str(options);
    uri
}

/// Brings the connection into a state in which nothing can be written, and takes the snapshot.
fn settle(conn: &Connection, way: Way, place: &str) -> Result<(), Fault> {
    conn.busy_timeout(PATIENCE).at(place)?;
    if way == Way::Log {
        // Before the first look at the file: only so the index of the log is kept in memory.
        conn.pragma_update(None, "locking_mode", "EXCLUSIVE")
            .at(place)?;
    }
    for (option, on) in [
        // Closing must not move the log into the file.
        (DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true),
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        // A file from elsewhere decides nothing about what runs here.
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        // Otherwise the quoted name of a field that is not there is read as a text, row for row.
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
    ] {
        conn.set_db_config(option, on).at(place)?;
    }
    // Mapped pages would count as our memory; the pages of a damaged file are checked as they are read.
    conn.execute_batch(
        "PRAGMA mmap_size = 0; PRAGMA cache_size = -16384; PRAGMA cell_size_check = ON;
         BEGIN; SELECT count(*) FROM sqlite_schema;",
    )
    .map_err(|e| match way {
        // The index of a program that is just starting or ending cannot be read yet, or any more.
        Way::Live => live_fault(place, e),
        _ => sqlite_fault(place, e),
    })?;
    conn.pragma_update(None, "query_only", true).at(place)
}

fn live_fault(place: &str, error: rusqlite::Error) -> Fault {
    let fault = sqlite_fault(place, error);
    match fault.kind {
        FaultKind::ReadOnly | FaultKind::NotThere => Fault::new(
            FaultKind::Busy,
            place,
            "another program is just opening or closing it",
        )
        .because(fault),
        _ => fault,
    }
}

/// A copy of the database in which what a crash left half done is undone; none where there is nothing to undo.
pub(crate) fn recovered(path: &Path, place: &str) -> Result<Option<(TempDir, PathBuf)>, Fault> {
    if open_journal(path).at(place)?.is_none() {
        return Ok(None);
    }
    let mut peek = Peek::open(path).at(place)?;
    let len = peek.metadata().at(place)?.len();
    let Ok(header) = Header::read(&mut peek, len, place) else {
        // No database, so SQLite undoes nothing in it.
        return Ok(None);
    };
    if way(path, &peek, &header, place)? != Way::Copy {
        return Ok(None);
    }
    let (folder, copied) = copy_aside(path, &peek, place)?;
    let conn = connect(&copied, "mode=rw", place)?;
    settle(&conn, Way::Copy, place)?;
    conn.close().map_err(|(_, e)| e).at(place)?;
    Ok(Some((folder, copied)))
}

/// The database and what belongs to it, in a folder that only we can see. The names stay, as SQLite finds a journal by
/// the name of its database.
fn copy_aside(path: &Path, peek: &Peek, place: &str) -> Result<(TempDir, PathBuf), Fault> {
    let folder = tempfile::tempdir().at(place)?;
    let copied = folder
        .path()
        .join(path.file_name().unwrap_or(path.as_os_str()));
    let watch = Watch::of(Way::Copy, path, place);
    let mut from: &File = peek;
    io::Seek::rewind(&mut from).at(place)?;
    let mut to = File::create(&copied).at(place)?;
    io::copy(&mut from, &mut to).at(place)?;
    for ending in ["-journal", "-wal"] {
        match fs::copy(beside(path, ending), beside(&copied, ending)) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            copied => drop(copied.at(place)?),
        }
    }
    watch.check()?;
    Ok((folder, copied))
}

impl Watch {
    fn of(way: Way, path: &Path, place: &str) -> Watch {
        let endings: &[&str] = match way {
            // Locks keep the snapshot whole whatever others do; the copy is ours.
            Way::Locked | Way::Live => &[],
            Way::Still => &[""],
            Way::Log => &["", "-wal"],
            Way::Copy => &["", "-wal", "-journal"],
        };
        Watch {
            place: place.to_owned(),
            seen: endings
                .iter()
                .map(|ending| beside(path, ending))
                .map(|path| (path.clone(), Stamp::of(&path)))
                .collect(),
        }
    }

    /// Asked at the end of everything that was read: what was read while the file changed counts for nothing.
    pub fn check(&self) -> Result<(), Fault> {
        match self
            .seen
            .iter()
            .all(|(path, stamp)| *stamp == Stamp::of(path))
        {
            true => Ok(()),
            false => Err(Fault::new(
                FaultKind::Changed,
                &self.place,
                "another program wrote to it in the meantime",
            )),
        }
    }
}

impl Stamp {
    fn of(path: &Path) -> Option<Stamp> {
        let meta: Metadata = fs::metadata(path).ok()?;
        Some(Stamp {
            len: meta.len(),
            modified: meta.modified().ok(),
        })
    }
}

#[cfg(test)]
mod tests;
