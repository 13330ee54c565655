//! A SQLite file that is written: one connection on its thread, one transaction a slice.
//!
//! The file keeps the journal mode that it has. A new one stays in rollback mode: pages that are new to the file need no
//! journal, so a bulk load writes each page once, and at no time is there more than one file to take care of.

use crate::catalog;
use crate::check;
use crate::fault::{At, io_fault};
use crate::load::{SqliteLoad, busy_with_another, roll_back};
use crate::mark::place_of;
use crate::open::regular_file;
use crate::peek::{Hold, hold};
use crate::receipts;
use crate::thread::Thread;
use async_trait::async_trait;
use drydock_connector::{Fault, FaultKind, Landing, Load, Target};
use drydock_model::proof::ProofCheck;
use drydock_model::{Catalog, Receipt, Statement};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A program that holds the file for longer than this is reported, and the engine decides whether to try again.
const PATIENCE: Duration = Duration::from_secs(3);

/// The page cache, which is also what an index is sorted in before it goes to a temporary file.
const CACHE_KIB: i64 = 64 * 1024;

pub struct SqliteTarget {
    thread: Arc<Thread>,
    stops: Stops,
    loads: AtomicU64,
}

impl SqliteTarget {
    /// Opens the file for writing, or makes it.
    pub async fn open(path: &Path) -> Result<SqliteTarget, Fault> {
        let place = place_of(path);
        let (path, at) = (path.to_owned(), place.clone());
        let thread = Thread::start(&place, move || open(&path, &at)).await?;
        Ok(SqliteTarget {
            thread: Arc::new(thread),
            stops: Stops::default(),
            loads: AtomicU64::new(0),
        })
    }

    async fn call<R: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection, &str) -> Result<R, Fault> + Send + 'static,
    ) -> Result<R, Fault> {
        let place = self.thread.place().to_owned();
        let stop = self.stops.watch();
        self.thread
            .call(move |conn| {
                stop.check(&place)?;
                job(conn, &place)
            })
            .await
    }

    /// As `call`, in a transaction of its own.
    async fn change<R: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection, &str) -> Result<R, Fault> + Send + 'static,
    ) -> Result<R, Fault> {
        self.call(move |conn, place| {
            if !conn.is_autocommit() {
                return Err(busy_with_another(place));
            }
            conn.execute_batch("BEGIN IMMEDIATE").at(place)?;
            let done = job(conn, place)
                .and_then(|answer| conn.execute_batch("COMMIT").at(place).map(|()| answer));
            if done.is_err() {
                roll_back(conn);
            }
            done
        })
        .await
    }
}

#[async_trait]
impl Target for SqliteTarget {
    async fn catalog(&self) -> Result<Catalog, Fault> {
        self.call(catalog::read).await
    }

    async fn begin(&self, _run: &str) -> Result<(), Fault> {
        self.change(receipts::make).await
    }

    async fn apply(&self, run: &str, statement: &Statement) -> Result<(), Fault> {
        let (run, statement) = (run.to_owned(), statement.clone());
        self.change(move |conn, place| {
            if receipts::has_note(conn, place, &run, statement.ordinal)? {
                return Ok(());
            }
            // One statement and no more: a schema that was edited by hand may hold others behind it.
            conn.execute(&statement.sql, []).at(&statement.object)?;
            receipts::put_note(conn, place, &run, statement.ordinal)
        })
        .await
    }

    async fn receipt(&self, run: &str, lane: u32, slice: u32) -> Result<Option<Receipt>, Fault> {
        let run = run.to_owned();
        self.call(move |conn, place| receipts::one(conn, place, &run, lane, slice))
            .await
    }

    async fn receipts(&self, run: &str) -> Result<Vec<Receipt>, Fault> {
        let run = run.to_owned();
        self.call(move |conn, place| receipts::all(conn, place, &run))
            .await
    }

    async fn load(&self, into: &Landing) -> Result<Box<dyn Load>, Fault> {
        let id = self.loads.fetch_add(1, Ordering::Relaxed);
        let load = SqliteLoad::begin(self.thread.clone(), self.stops.clone(), id, into).await?;
        Ok(Box::new(load))
    }

    async fn check(&self) -> Result<Vec<ProofCheck>, Fault> {
        self.call(check::all).await
    }

    async fn keep(&self, run: &str) -> Result<(), Fault> {
        let run = run.to_owned();
        self.change(move |conn, place| receipts::forget(conn, place, &run))
            .await?;
        // In WAL mode the rows may still lie beside the file; whoever copies it now shall have all of them (C36).
        self.call(|conn, place| {
            conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
                .at(place)
        })
        .await
    }

    fn interrupt(&self) {
        self.stops.stop();
        self.thread.interrupt();
    }
}

/// Counts the wishes to stop. An interrupt that falls between two short statements stops neither of them, so who does
/// many looks here in between.
#[derive(Clone, Default)]
pub(crate) struct Stops(Arc<AtomicU64>);

pub(crate) struct Stop {
    stops: Stops,
    seen: u64,
}

impl Stops {
    fn stop(&self) {
        self.0.fetch_add(1, Ordering::Release);
    }

    /// For work that begins now: wishes from before do not concern it.
    pub fn watch(&self) -> Stop {
        Stop {
            seen: self.0.load(Ordering::Acquire),
            stops: self.clone(),
        }
    }
}

impl Stop {
    pub fn check(&self, place: &str) -> Result<(), Fault> {
        match self.stops.0.load(Ordering::Acquire) == self.seen {
            true => Ok(()),
            false => Err(Fault::new(FaultKind::Cancelled, place, "interrupted")),
        }
    }
}

fn open(path: &Path, place: &str) -> Result<(Connection, Hold), Fault> {
    let path = made(path, place)?;
    let hold = hold(&path).at(place)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(&path, flags).at(place)?;
    settle(&conn, place)?;
    Ok((conn, hold))
}

/// The file, made empty if it is not there, under its real name: SQLite looks for journals beside the file itself and
/// not beside a link to it.
fn made(path: &Path, place: &str) -> Result<PathBuf, Fault> {
    let made = OpenOptions::new()
        .read(true)
        .write(true)
        .create_new(true)
        .open(path);
    match made {
        Ok(file) => drop(file),
        Err(e) if e.kind() == ErrorKind::AlreadyExists => {}
        Err(e) => return Err(io_fault(place, e)),
    }
    match path.canonicalize() {
        Err(e) if e.kind() == ErrorKind::NotFound => Err(Fault::new(
            FaultKind::NotThere,
            place,
            "it is a link to a file that is not there",
        )
        .because(e)),
        Err(e) => Err(io_fault(place, e)),
        Ok(path) => regular_file(&path, place),
    }
}

fn settle(conn: &Connection, place: &str) -> Result<(), Fault> {
    conn.busy_timeout(PATIENCE).at(place)?;
    for (option, on) in [
        // Parts of virtual tables are loaded as they are.
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false),
        // A file from elsewhere decides nothing about what runs here.
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
    ] {
        conn.set_db_config(option, on).at(place)?;
    }
    // Foreign keys are checked at the end, by one pass over all rows (C31); until then cycles may be open. Temporary
    // files keep the sorting of large indexes out of memory.
    conn.execute_batch(&format!(
        "PRAGMA foreign_keys = OFF; PRAGMA synchronous = FULL; PRAGMA mmap_size = 0;
         PRAGMA cache_size = -{CACHE_KIB}; PRAGMA temp_store = FILE;
         SELECT count(*) FROM sqlite_schema;"
    ))
    .at(place)?;
    if conn.is_readonly("main").at(place)? {
        return Err(Fault::new(
            FaultKind::ReadOnly,
            place,
            "the file can be read but not written",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
