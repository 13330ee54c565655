//! What SQLite and the file system answer, as a [`Fault`]: one place decides what each code means, so that screens and
//! the engine's retries go by kind. The extended code's name travels as `native`; it is what people search for.

use drydock_connector::{Fault, FaultKind};
use rusqlite::ffi;
use std::io;

/// Names the place of a failure while it is passed on: `conn.execute_batch(sql).at(place)?`.
pub(crate) trait At<T> {
    fn at(self, place: &str) -> Result<T, Fault>;
}

impl<T> At<T> for Result<T, rusqlite::Error> {
    fn at(self, place: &str) -> Result<T, Fault> {
        self.map_err(|e| sqlite_fault(place, e))
    }
}

impl<T> At<T> for Result<T, io::Error> {
    fn at(self, place: &str) -> Result<T, Fault> {
        self.map_err(|e| io_fault(place, e))
    }
}

pub(crate) fn sqlite_fault(place: &str, error: rusqlite::Error) -> Fault {
    let code = match &error {
        rusqlite::Error::SqliteFailure(e, _) => Some(e.extended_code),
        rusqlite::Error::SqlInputError { error, .. } => Some(error.extended_code),
        _ => None,
    };
    let message = match &error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        // Without the statement: it can be as long as a schema.
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    };
    match code {
        Some(code) => Fault::new(kind_of(code), place, message).native(code_name(code)),
        None => {
            let kind = match error {
                // Only names and statements are read as Rust text; one that is not valid UTF-8 cannot be spoken of.
                rusqlite::Error::Utf8Error(..) | rusqlite::Error::FromSqlConversionFailure(..) => {
                    FaultKind::Unsupported
                }
                _ => FaultKind::Internal,
            };
            Fault::new(kind, place, message)
        }
    }
    .because(error)
}

pub(crate) fn io_fault(place: &str, error: io::Error) -> Fault {
    use io::ErrorKind as K;
    let kind = match error.kind() {
        K::NotFound | K::NotADirectory => FaultKind::NotThere,
        K::PermissionDenied => FaultKind::NoRights,
        K::StorageFull | K::QuotaExceeded => FaultKind::DiskFull,
        K::ReadOnlyFilesystem => FaultKind::ReadOnly,
        K::IsADirectory => FaultKind::NotADatabase,
        K::UnexpectedEof => FaultKind::CutShort,
        K::Interrupted => FaultKind::Cancelled,
        _ => FaultKind::Unreachable,
    };
    let fault = Fault::new(kind, place, error.to_string());
    match error.raw_os_error() {
        Some(code) => fault.native(format!("os error {code}")),
        None => fault,
    }
    .because(error)
}

fn kind_of(code: i32) -> FaultKind {
    match code {
        ffi::SQLITE_IOERR_SHORT_READ => return FaultKind::CutShort,
        ffi::SQLITE_IOERR_CORRUPTFS | ffi::SQLITE_IOERR_DATA => return FaultKind::Corrupt,
        ffi::SQLITE_IOERR_NOMEM => return FaultKind::Internal,
        ffi::SQLITE_IOERR_ACCESS => return FaultKind::NoRights,
        ffi::SQLITE_CANTOPEN_ISDIR => return FaultKind::NotADatabase,
        _ => {}
    }
    match code & 0xff {
        ffi::SQLITE_CORRUPT => FaultKind::Corrupt,
        ffi::SQLITE_NOTADB => FaultKind::NotADatabase,
        ffi::SQLITE_FULL => FaultKind::DiskFull,
        ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED | ffi::SQLITE_PROTOCOL => FaultKind::Busy,
        ffi::SQLITE_READONLY => FaultKind::ReadOnly,
        ffi::SQLITE_PERM | ffi::SQLITE_AUTH => FaultKind::NoRights,
        ffi::SQLITE_CANTOPEN => FaultKind::NotThere,
        ffi::SQLITE_INTERRUPT => FaultKind::Cancelled,
        ffi::SQLITE_IOERR => FaultKind::Unreachable,
        ffi::SQLITE_SCHEMA => FaultKind::Changed,
        ffi::SQLITE_TOOBIG | ffi::SQLITE_NOLFS => FaultKind::Unsupported,
        ffi::SQLITE_ERROR | ffi::SQLITE_CONSTRAINT | ffi::SQLITE_MISMATCH => FaultKind::Statement,
        _ => FaultKind::Internal,
    }
}

/// The name of an extended code; where SQLite has given it none that we know, the primary name and the number.
pub(crate) fn code_name(code: i32) -> String {
    if let Some((_, name)) = NAMES.iter().find(|(c, _)| *c == code) {
        return (*name).to_owned();
    }
    match NAMES.iter().find(|(c, _)| *c == code & 0xff) {
        Some((_, name)) => format!("{name} ({code})"),
        None => format!("SQLite code {code}"),
    }
}

macro_rules! names {
    ($($name:ident)*) => { &[$((ffi::$name, stringify!($name))),*] };
}

const NAMES: &[(i32, &str)] = names![
    SQLITE_ERROR SQLITE_INTERNAL SQLITE_PERM SQLITE_ABORT SQLITE_BUSY SQLITE_LOCKED SQLITE_NOMEM SQLITE_READONLY
    SQLITE_INTERRUPT SQLITE_IOERR SQLITE_CORRUPT SQLITE_NOTFOUND SQLITE_FULL SQLITE_CANTOPEN SQLITE_PROTOCOL
    SQLITE_SCHEMA SQLITE_TOOBIG SQLITE_CONSTRAINT SQLITE_MISMATCH SQLITE_MISUSE SQLITE_NOLFS SQLITE_AUTH SQLITE_RANGE
    SQLITE_NOTADB
    SQLITE_ERROR_MISSING_COLLSEQ SQLITE_ERROR_RETRY
    SQLITE_BUSY_RECOVERY SQLITE_BUSY_SNAPSHOT SQLITE_BUSY_TIMEOUT SQLITE_LOCKED_SHAREDCACHE SQLITE_LOCKED_VTAB
    SQLITE_READONLY_RECOVERY SQLITE_READONLY_CANTLOCK SQLITE_READONLY_ROLLBACK SQLITE_READONLY_DBMOVED
    SQLITE_READONLY_CANTINIT SQLITE_READONLY_DIRECTORY
    SQLITE_IOERR_READ SQLITE_IOERR_SHORT_READ SQLITE_IOERR_WRITE SQLITE_IOERR_FSYNC SQLITE_IOERR_DIR_FSYNC
    SQLITE_IOERR_TRUNCATE SQLITE_IOERR_FSTAT SQLITE_IOERR_UNLOCK SQLITE_IOERR_RDLOCK SQLITE_IOERR_DELETE
    SQLITE_IOERR_NOMEM SQLITE_IOERR_ACCESS SQLITE_IOERR_LOCK SQLITE_IOERR_CLOSE SQLITE_IOERR_SHMOPEN
    SQLITE_IOERR_SHMSIZE SQLITE_IOERR_SHMLOCK SQLITE_IOERR_SHMMAP SQLITE_IOERR_SEEK SQLITE_IOERR_DELETE_NOENT
    SQLITE_IOERR_MMAP SQLITE_IOERR_GETTEMPPATH SQLITE_IOERR_DATA SQLITE_IOERR_CORRUPTFS
    SQLITE_CORRUPT_VTAB SQLITE_CORRUPT_SEQUENCE SQLITE_CORRUPT_INDEX
    SQLITE_CANTOPEN_NOTEMPDIR SQLITE_CANTOPEN_ISDIR SQLITE_CANTOPEN_FULLPATH SQLITE_CANTOPEN_SYMLINK
    SQLITE_CONSTRAINT_CHECK SQLITE_CONSTRAINT_FOREIGNKEY SQLITE_CONSTRAINT_NOTNULL SQLITE_CONSTRAINT_PRIMARYKEY
    SQLITE_CONSTRAINT_TRIGGER SQLITE_CONSTRAINT_UNIQUE SQLITE_CONSTRAINT_VTAB SQLITE_CONSTRAINT_ROWID
    SQLITE_CONSTRAINT_DATATYPE
];

#[cfg(test)]
mod tests {
    use super::*;
    use drydock_connector::Retry;

    fn failure(code: i32) -> Fault {
        sqlite_fault(
            "app.db",
            rusqlite::Error::SqliteFailure(ffi::Error::new(code), Some("words".into())),
        )
    }

    #[test]
    fn codes_become_kinds_and_keep_their_names() {
        for (code, kind, name) in [
            (
                ffi::SQLITE_CORRUPT_INDEX,
                FaultKind::Corrupt,
                "SQLITE_CORRUPT_INDEX",
            ),
            (ffi::SQLITE_NOTADB, FaultKind::NotADatabase, "SQLITE_NOTADB"),
            (ffi::SQLITE_FULL, FaultKind::DiskFull, "SQLITE_FULL"),
            (
                ffi::SQLITE_BUSY_SNAPSHOT,
                FaultKind::Busy,
                "SQLITE_BUSY_SNAPSHOT",
            ),
            (ffi::SQLITE_LOCKED, FaultKind::Busy, "SQLITE_LOCKED"),
            (
                ffi::SQLITE_READONLY_DIRECTORY,
                FaultKind::ReadOnly,
                "SQLITE_READONLY_DIRECTORY",
            ),
            (ffi::SQLITE_PERM, FaultKind::NoRights, "SQLITE_PERM"),
            (ffi::SQLITE_CANTOPEN, FaultKind::NotThere, "SQLITE_CANTOPEN"),
            (
                ffi::SQLITE_INTERRUPT,
                FaultKind::Cancelled,
                "SQLITE_INTERRUPT",
            ),
            (
                ffi::SQLITE_IOERR_SHORT_READ,
                FaultKind::CutShort,
                "SQLITE_IOERR_SHORT_READ",
            ),
            (
                ffi::SQLITE_IOERR_READ,
                FaultKind::Unreachable,
                "SQLITE_IOERR_READ",
            ),
            (
                ffi::SQLITE_CONSTRAINT_CHECK,
                FaultKind::Statement,
                "SQLITE_CONSTRAINT_CHECK",
            ),
            (ffi::SQLITE_NOMEM, FaultKind::Internal, "SQLITE_NOMEM"),
        ] {
            let fault = failure(code);
            assert_eq!((fault.kind, fault.native.as_deref()), (kind, Some(name)));
            assert_eq!(fault.message, "words");
        }
        assert_eq!(failure(ffi::SQLITE_BUSY).retry, Retry::Soon);
        assert_eq!(
            code_name(ffi::SQLITE_IOERR | 99 << 8),
            "SQLITE_IOERR (25354)"
        );
    }

    #[test]
    fn the_file_systems_answers_are_told_apart() {
        for (kind, expected) in [
            (io::ErrorKind::NotFound, FaultKind::NotThere),
            (io::ErrorKind::PermissionDenied, FaultKind::NoRights),
            (io::ErrorKind::StorageFull, FaultKind::DiskFull),
            (io::ErrorKind::ReadOnlyFilesystem, FaultKind::ReadOnly),
        ] {
            assert_eq!(io_fault("x", kind.into()).kind, expected);
        }
    }
}
