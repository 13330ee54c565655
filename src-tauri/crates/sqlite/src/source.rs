//! A database that is read: one connection on one thread, one snapshot from opening to closing.

use crate::catalog;
use crate::fault::At;
use crate::full_text;
use crate::mark::{mark_of, place_of};
use crate::open::{Watch, open};
use crate::opinion;
use crate::scan::{SqliteScan, Wanted};
use crate::slices;
use crate::text::Encoding;
use crate::thread::Thread;
use async_trait::async_trait;
use drydock_connector::{Address, Fault, FaultKind, Orphans, Scan, SecondOpinion, Source};
use drydock_model::{Catalog, Slice};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;

pub(crate) struct SqliteSource {
    thread: Arc<Thread>,
    path: PathBuf,
    facts: Facts,
    scans: AtomicU64,
}

/// What was seen when the file was opened.
struct Facts {
    watch: Watch,
    encoding: Encoding,
    is_wal: bool,
}

impl SqliteSource {
    pub async fn open(address: &Address) -> Result<SqliteSource, Fault> {
        let path = address.path();
        let place = place_of(&path);
        let (tell, told) = mpsc::channel();
        let (file, at) = (path.clone(), place.clone());
        let thread = Thread::start(&place, move || {
            let opened = open(&file)?;
            let encoding: String = opened
                .conn
                .pragma_query_value(None, "encoding", |row| row.get(0))
                .at(&at)?;
            let _ = tell.send(Facts {
                watch: opened.watch,
                encoding: Encoding::named(&encoding),
                is_wal: opened.header.is_wal(),
            });
            Ok((opened.conn, opened.keep))
        });
        let thread = Arc::new(thread.await?);
        let facts = told.try_recv().map_err(|e| {
            Fault::new(
                FaultKind::Internal,
                &place,
                "it was opened and nothing is known of it",
            )
            .because(e)
        })?;
        Ok(SqliteSource {
            thread,
            path,
            facts,
            scans: AtomicU64::new(0),
        })
    }

    /// Does a job in the snapshot and then asks whether the snapshot still is one.
    async fn read<R: Send + 'static>(
        &self,
        job: impl FnOnce(&rusqlite::Connection, &str) -> Result<R, Fault> + Send + 'static,
    ) -> Result<R, Fault> {
        let (watch, place) = (self.facts.watch.clone(), self.thread.place().to_owned());
        self.thread
            .call(move |conn| {
                let read = job(conn, &place);
                // A change explains whatever else went wrong.
                watch.check()?;
                read
            })
            .await
    }
}

#[async_trait]
impl Source for SqliteSource {
    async fn catalog(&self) -> Result<Catalog, Fault> {
        let mut catalog = self.read(catalog::read).await?;
        // Opened as if it could not change, a database in WAL mode no longer calls itself one.
        let mode = catalog
            .settings
            .iter_mut()
            .find(|(name, _)| name == "journal_mode");
        if let Some((_, mode)) = mode
            && self.facts.is_wal
        {
            *mode = "wal".into();
        }
        Ok(catalog)
    }

    async fn mark(&self) -> Result<String, Fault> {
        let (path, place) = (self.path.clone(), self.thread.place().to_owned());
        self.thread
            .call(move |_| {
                mark_of(&path)?.ok_or_else(|| {
                    Fault::new(FaultKind::NotThere, place, "the file was moved or deleted")
                })
            })
            .await
    }

    async fn slices(
        &self,
        dataset: &str,
        key: &[String],
        rows_each: u64,
    ) -> Result<Vec<Slice>, Fault> {
        let (dataset, key, encoding) = (dataset.to_owned(), key.to_vec(), self.facts.encoding);
        self.read(move |conn, place| slices::cut(conn, &dataset, &key, rows_each, encoding, place))
            .await
    }

    async fn scan(
        &self,
        dataset: &str,
        fields: &[String],
        slice: &Slice,
    ) -> Result<Box<dyn Scan>, Fault> {
        let wanted = Wanted {
            dataset: dataset.to_owned(),
            fields: fields.to_vec(),
            slice: slice.clone(),
            encoding: self.facts.encoding,
        };
        let id = self.scans.fetch_add(1, Ordering::Relaxed);
        let scan = SqliteScan::start(self.thread.clone(), id, wanted, self.facts.watch.clone());
        Ok(Box::new(scan.await?))
    }

    fn second_opinion(&self) -> Option<&dyn SecondOpinion> {
        Some(self)
    }
}

#[async_trait]
impl SecondOpinion for SqliteSource {
    async fn counts(&self, dataset: &str, fields: &[String]) -> Result<(u64, Vec<u64>), Fault> {
        let (dataset, fields) = (dataset.to_owned(), fields.to_vec());
        self.read(move |conn, place| opinion::counts(conn, &dataset, &fields, place))
            .await
    }

    async fn orphans(&self) -> Result<Vec<Orphans>, Fault> {
        self.read(opinion::orphans).await
    }

    async fn out_of_step(&self) -> Result<Vec<String>, Fault> {
        self.read(full_text::out_of_step).await
    }
}

#[cfg(test)]
mod tests;
