//! A database that is read: one connection in one snapshot, from opening to closing.
//!
//! Who reads by a key takes the connection for a page at a time, so that several scans take turns; only a table without
//! a key is read in one stream, for which the connection is held to its end.

use crate::catalog::{self, Shape};
use crate::door::{Door, Link, Role};
use crate::scan::MysqlScan;
use crate::{mark, opinion, slices};
use async_trait::async_trait;
use drydock_connector::{Fault, FaultKind, Orphans, Scan, SecondOpinion, Source};
use drydock_model::{Catalog, Slice};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::sync::{Mutex, OwnedMutexGuard};

/// For the connection, while another reads.
const PATIENCE: Duration = Duration::from_secs(600);

pub(crate) struct MysqlSource {
    door: Arc<Door>,
    snapshot: Snapshot,
    shapes: std::sync::Mutex<HashMap<String, Arc<Shape>>>,
}

/// Going back to it keeps the instant and gives back the locks on table definitions that reading took, so that nobody
/// who alters a table waits for a reader that is done.
const BEGINNING: &str = "drydock_beginning";

pub(crate) async fn let_go(link: &mut Link) -> Result<(), Fault> {
    link.run(&format!("ROLLBACK TO SAVEPOINT {BEGINNING}"))
        .await
}

/// The connection whose transaction sees one instant.
#[derive(Clone)]
pub(crate) struct Snapshot(Arc<Mutex<Link>>);

impl Snapshot {
    async fn open(door: &Arc<Door>) -> Result<Snapshot, Fault> {
        let mut link = door.open(Role::Reads).await?;
        link.run(&format!(
            "START TRANSACTION WITH CONSISTENT SNAPSHOT; SAVEPOINT {BEGINNING}"
        ))
        .await?;
        Ok(Snapshot(Arc::new(Mutex::new(link))))
    }

    pub async fn take(&self, place: &str) -> Result<OwnedMutexGuard<Link>, Fault> {
        let link = tokio::time::timeout(PATIENCE, self.0.clone().lock_owned()).await;
        link.map_err(|_| {
            Fault::new(
                FaultKind::Busy,
                place,
                "another table is read over the connection that sees this instant",
            )
        })
    }
}

impl MysqlSource {
    pub async fn open(door: Arc<Door>) -> Result<MysqlSource, Fault> {
        Ok(MysqlSource {
            snapshot: Snapshot::open(&door).await?,
            door,
            shapes: std::sync::Mutex::default(),
        })
    }

    /// Does a job in the snapshot.
    async fn look<R>(
        &self,
        job: impl AsyncFnOnce(&mut Link) -> Result<R, Fault>,
    ) -> Result<R, Fault> {
        let mut link = self.snapshot.take(self.door.place()).await?;
        let looked = job(&mut link).await?;
        let_go(&mut link).await?;
        Ok(looked)
    }

    async fn shape(&self, table: &str) -> Result<Arc<Shape>, Fault> {
        let shapes = || self.shapes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = shapes().get(table) {
            return Ok(known.clone());
        }
        let shape = self
            .look(async |link| Shape::read(link, table).await)
            .await?;
        let shape = Arc::new(shape);
        shapes().insert(table.to_owned(), shape.clone());
        Ok(shape)
    }
}

#[async_trait]
impl Source for MysqlSource {
    async fn catalog(&self) -> Result<Catalog, Fault> {
        self.look(async |link| catalog::read(link).await).await
    }

    async fn mark(&self) -> Result<String, Fault> {
        mark::of(&self.door, None).await
    }

    async fn mark_of(&self, datasets: &[String]) -> Result<String, Fault> {
        mark::of(&self.door, Some(datasets)).await
    }

    async fn slices(
        &self,
        dataset: &str,
        key: &[String],
        rows_each: u64,
    ) -> Result<Vec<Slice>, Fault> {
        let shape = self.shape(dataset).await?;
        self.look(async |link| slices::cut(link, &shape, key, rows_each).await)
            .await
    }

    async fn scan(
        &self,
        dataset: &str,
        fields: &[String],
        slice: &Slice,
    ) -> Result<Box<dyn Scan>, Fault> {
        let shape = self.shape(dataset).await?;
        let scan = MysqlScan::start(
            self.snapshot.clone(),
            shape,
            fields,
            slice,
            self.door.place(),
        );
        Ok(Box::new(scan.await?))
    }

    fn second_opinion(&self) -> Option<&dyn SecondOpinion> {
        Some(self)
    }
}

#[async_trait]
impl SecondOpinion for MysqlSource {
    async fn counts(&self, dataset: &str, fields: &[String]) -> Result<(u64, Vec<u64>), Fault> {
        let shape = self.shape(dataset).await?;
        self.look(async |link| opinion::counts(link, &shape, fields).await)
            .await
    }

    async fn orphans(&self) -> Result<Vec<Orphans>, Fault> {
        self.look(async |link| opinion::orphans(link).await).await
    }
}
