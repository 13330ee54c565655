//! Whether another program has a database open, asked of the system without locking anything.

use std::fs::File;

#[cfg(unix)]
pub(crate) use posix::{anyone, writer};

#[cfg(unix)]
mod posix {
    use super::File;
    use nix::fcntl::{FcntlArg, fcntl};
    use nix::libc;

    /// The bytes that SQLite locks in every database file.
    const PENDING: i64 = 0x4000_0000;
    const RESERVED: i64 = PENDING + 1;
    const ALL: i64 = 512;

    /// Somebody has the database open: in WAL mode for as long as the connection lives.
    pub(crate) fn anyone(file: &File, _shared_index: bool) -> bool {
        is_locked(file, PENDING, ALL)
    }

    /// Somebody is writing in rollback mode, so that a journal is in use and not left over.
    pub(crate) fn writer(file: &File) -> bool {
        is_locked(file, RESERVED, 1)
    }

    fn is_locked(file: &File, start: i64, len: i64) -> bool {
        let mut lock = libc::flock {
            l_type: libc::F_WRLCK as _,
            l_whence: libc::SEEK_SET as _,
            l_start: start,
            l_len: len,
            l_pid: 0,
        };
        // In the name of this one handle, so that locks of our own process count as well.
        #[cfg(any(target_os = "linux", target_os = "android"))]
        let asked = fcntl(file, FcntlArg::F_OFD_GETLK(&mut lock));
        #[cfg(not(any(target_os = "linux", target_os = "android")))]
        let asked = fcntl(file, FcntlArg::F_GETLK(&mut lock));
        asked.is_ok() && lock.l_type != libc::F_UNLCK as i16
    }
}

/// Where locks cannot be asked for, the shared index tells of a program that has the database open. One that a crash
/// left behind is read as well: SQLite then makes its own in memory.
#[cfg(not(unix))]
pub(crate) fn anyone(_file: &File, shared_index: bool) -> bool {
    shared_index
}

/// Taken as left over; undoing it on a copy is right in both cases.
#[cfg(not(unix))]
pub(crate) fn writer(_file: &File) -> bool {
    false
}
