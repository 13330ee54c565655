//! The way back: the file as it was, byte for byte, and what came after it kept beside.
//!
//! A database is its main file and, in WAL mode, the log beside it. Both are copied while a lock keeps writers out, and
//! both come back. Every step can be cut off and done again: the kept files are never touched, the main file is replaced
//! by one rename, and what is there now is safe in the folder before that.

mod files;

use crate::fault::{At, io_fault};
use crate::mark::{beside, mark_of, open_journal, place_of};
use crate::peek::hold;
use async_trait::async_trait;
use drydock_connector::{Address, Before, Fault, FaultKind, Rewind};
use files::{Sum, copy, is_empty_or_gone, make_last, remove, sum_of, sync_folder};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A program that holds the file for longer than this is reported.
const PATIENCE: Duration = Duration::from_secs(3);

#[derive(Debug, Clone, Copy, Default)]
pub struct SqliteRewind;

#[async_trait]
impl Rewind for SqliteRewind {
    async fn keep_before(&self, address: &Address, folder: &Path) -> Result<Before, Fault> {
        let (path, folder) = (address.path(), folder.to_owned());
        aside(&path.clone(), move || keep_before(&path, &folder)).await
    }

    async fn mark(&self, address: &Address) -> Result<Option<String>, Fault> {
        let path = address.path();
        aside(&path.clone(), move || mark_of(&path)).await
    }

    async fn put_back(
        &self,
        address: &Address,
        folder: &Path,
        before: &Before,
    ) -> Result<(), Fault> {
        let (path, folder, before) = (address.path(), folder.to_owned(), before.clone());
        aside(&path.clone(), move || put_back(&path, &folder, &before)).await
    }
}

/// Off the async workers: these steps wait for the disk.
async fn aside<R: Send + 'static>(
    path: &Path,
    work: impl FnOnce() -> Result<R, Fault> + Send + 'static,
) -> Result<R, Fault> {
    let place = place_of(path);
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(e) => {
            Err(Fault::new(FaultKind::Internal, place, "the work on it ended too early").because(e))
        }
    }
}

/// Where the copies lie.
struct Kept {
    main: PathBuf,
    wal: PathBuf,
}

impl Kept {
    fn below(folder: &Path) -> Kept {
        let main = folder.join("before.sqlite");
        Kept {
            wal: beside(&main, "-wal"),
            main,
        }
    }

    /// Reads the copies back: what they hold, and whether that is what `before` says.
    fn checked(&self, before: &Before, place: &str) -> Result<(Sum, Option<Sum>), Fault> {
        let damaged = |why: &str| Fault::new(FaultKind::Damaged, place, why);
        let Some(main) = sum_of(&self.main).at(place)? else {
            return Err(damaged("the copy that was kept is gone"));
        };
        let wal = sum_of(&self.wal).at(place)?;
        if checksum(&main, wal.as_ref()) != before.checksum {
            return Err(damaged(
                "the copy that was kept is not what it was when it was made",
            ));
        }
        Ok((main, wal))
    }
}

/// One checksum over both files, so that none can be missing or be another's.
fn checksum(main: &Sum, wal: Option<&Sum>) -> String {
    let mut hasher = blake3::Hasher::new();
    for sum in std::iter::once(main).chain(wal) {
        hasher.update(&sum.bytes.to_le_bytes());
        hasher.update(sum.hash.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

fn keep_before(path: &Path, folder: &Path) -> Result<Before, Fault> {
    let place = place_of(path);
    fs::create_dir_all(folder).at(&place)?;
    let path = match path.canonicalize() {
        Ok(path) => path,
        Err(e) if e.kind() == ErrorKind::NotFound => {
            return Ok(Before {
                existed: false,
                bytes: 0,
                checksum: blake3::hash(b"").to_hex().to_string(),
                mark: None,
            });
        }
        Err(e) => return Err(io_fault(&place, e)),
    };
    let _hold = hold(&path).at(&place)?;
    let locked = without_writers(&path, &place)?;

    let kept = Kept::below(folder);
    // One that is left from before would be taken for a part of this copy.
    remove(&kept.wal).at(&place)?;
    let main = copy(&path, &kept.main).at(&place)?;
    let wal_path = beside(&path, "-wal");
    let wal = match is_empty_or_gone(&wal_path).at(&place)? {
        true => None,
        false => Some(copy(&wal_path, &kept.wal).at(&place)?),
    };
    sync_folder(folder).at(&place)?;
    let before = Before {
        existed: true,
        bytes: main.bytes + wal.as_ref().map_or(0, |w| w.bytes),
        checksum: checksum(&main, wal.as_ref()),
        mark: mark_of(&path)?,
    };
    drop(locked);
    tracing::info!(place, bytes = before.bytes, "The target was kept as it is.");
    Ok(before)
}

/// A connection that holds the right to write, so that nobody else does. Closing it must not move a log into the file:
/// the target shall be what it was.
fn without_writers(path: &Path, place: &str) -> Result<Connection, Fault> {
    let has_log = !is_empty_or_gone(&beside(path, "-wal")).at(place)?;
    let conn = open(path, place)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, has_log)
        .at(place)?;
    conn.execute_batch("BEGIN IMMEDIATE").at(place)?;
    Ok(conn)
}

fn open(path: &Path, place: &str) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags).at(place)?;
    conn.busy_timeout(PATIENCE).at(place)?;
    Ok(conn)
}

fn put_back(path: &Path, folder: &Path, before: &Before) -> Result<(), Fault> {
    let place = place_of(path);
    let path = real(path).at(&place)?;
    if !before.existed {
        return take_away(&path, folder, &place);
    }
    let kept = Kept::below(folder);
    let (main, wal) = kept.checked(before, &place)?;
    let wal_path = beside(&path, "-wal");
    let has_journal = !is_empty_or_gone(&beside(&path, "-journal")).at(&place)?;
    if has_journal || !main_is_back(&path, &main, wal.as_ref()).at(&place)? {
        let mut permissions = None;
        if fs::exists(&path).at(&place)? {
            settle(&path, &place)?;
            permissions = fs::metadata(&path).ok().map(|m| m.permissions());
        }
        // What a program that was killed had begun is undone by now, and that may be all there was to undo.
        if main_is_back(&path, &main, wal.as_ref()).at(&place)? {
            remove_companions(&path, &place)?;
        } else {
            secure(&path, folder, &place)?;
            let new = beside(&path, ".drydock-put-back");
            copy(&kept.main, &new).at(&place)?;
            if let Some(permissions) = permissions {
                fs::set_permissions(&new, permissions).at(&place)?;
            }
            // A log or journal of what was there would be applied to what comes.
            remove_companions(&path, &place)?;
            make_last(&new, &path).at(&place)?;
        }
    }
    if let Some(wal) = &wal
        && sum_of(&wal_path).at(&place)?.as_ref() != Some(wal)
    {
        remove_companions(&path, &place)?;
        let new = beside(&path, ".drydock-put-back");
        copy(&kept.wal, &new).at(&place)?;
        make_last(&new, &wal_path).at(&place)?;
    }
    let found = (sum_of(&path).at(&place)?, log_of(&path).at(&place)?);
    if found != (Some(main), wal) {
        return Err(Fault::new(
            FaultKind::Changed,
            &place,
            "another program wrote to it while it was put back",
        ));
    }
    tracing::info!(place, "The target was put back as it was.");
    Ok(())
}

/// The main file is as it was, and nothing beside it would be applied to it but its own log. The log itself is missing
/// when a roll back was cut off between the two.
fn main_is_back(path: &Path, main: &Sum, wal: Option<&Sum>) -> std::io::Result<bool> {
    if open_journal(path)?.is_some() || sum_of(path)?.as_ref() != Some(main) {
        return Ok(false);
    }
    let log = log_of(path)?;
    Ok(log.is_none() || log.as_ref() == wal)
}

fn log_of(path: &Path) -> std::io::Result<Option<Sum>> {
    Ok(sum_of(&beside(path, "-wal"))?.filter(|log| log.bytes > 0))
}

/// There was no target: what is there now goes into the folder.
fn take_away(path: &Path, folder: &Path, place: &str) -> Result<(), Fault> {
    if fs::exists(path).at(place)? {
        settle(path, place)?;
        secure(path, folder, place)?;
        remove_companions(path, place)?;
        remove(path).at(place)?;
        sync_folder(path.parent().unwrap_or(path)).at(place)?;
    }
    Ok(())
}

/// The path without links, also where the file itself is gone.
fn real(path: &Path) -> std::io::Result<PathBuf> {
    match path.canonicalize() {
        Err(e) if e.kind() == ErrorKind::NotFound => match (path.parent(), path.file_name()) {
            (Some(folder), Some(name)) => Ok(folder.canonicalize()?.join(name)),
            _ => Err(e),
        },
        path => path,
    }
}

/// Makes sure that no program has the file open, and moves the log into it so that the file is all there is. A file that
/// SQLite cannot open has no users either; it is kept as it is, with what lies beside it.
fn settle(path: &Path, place: &str) -> Result<(), Fault> {
    let _hold = hold(path).at(place)?;
    let settled = open(path, place).and_then(|conn| {
        // In this mode the lock is taken on the file itself, where every user of a log shows.
        conn.pragma_update(None, "locking_mode", "EXCLUSIVE")
            .at(place)?;
        conn.execute_batch("BEGIN EXCLUSIVE; COMMIT").at(place)?;
        conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .at(place)?;
        conn.close().map_err(|(_, e)| e).at(place)
    });
    match settled {
        Err(fault) if matches!(fault.kind, FaultKind::NotADatabase | FaultKind::Corrupt) => Ok(()),
        settled => settled,
    }
}

const COMPANIONS: [&str; 3] = ["-wal", "-journal", "-shm"];

/// Puts what is there now below the folder, under a name that nothing has yet.
fn secure(path: &Path, folder: &Path, place: &str) -> Result<(), Fault> {
    if !fs::exists(path).at(place)? {
        return Ok(());
    }
    let after = folder.join("after");
    fs::create_dir_all(&after).at(place)?;
    let name = |n: u32| match n {
        1 => after.join("after.sqlite"),
        n => after.join(format!("after-{n}.sqlite")),
    };
    let mut number = 1;
    while fs::exists(name(number)).at(place)? {
        number += 1;
    }
    let to = name(number);
    for ending in &COMPANIONS[..2] {
        let companion = beside(path, ending);
        if !is_empty_or_gone(&companion).at(place)? {
            copy(&companion, &beside(&to, ending)).at(place)?;
        }
    }
    // The main file last: whoever finds it finds all of it. A second name costs nothing where the disk is the same.
    if fs::hard_link(path, &to).is_err() {
        copy(path, &to).at(place)?;
    }
    sync_folder(&after).at(place)
}

fn remove_companions(path: &Path, place: &str) -> Result<(), Fault> {
    COMPANIONS
        .iter()
        .try_for_each(|ending| remove(&beside(path, ending)).at(place))
}

#[cfg(test)]
mod tests;
