//! A schema that is read: one snapshot from opening to closing, seen by as many sessions as there are scans.

use crate::catalog;
use crate::mark;
use crate::opinion;
use crate::reading::Reading;
use crate::scan::{PostgresScan, Spare, take};
use crate::session::{Place, Purpose, Session};
use crate::slices;
use crate::wire::Form;
use async_trait::async_trait;
use drydock_connector::{Fault, FaultKind, Orphans, Scan, SecondOpinion, Source};
use drydock_model::{Catalog, Dataset, Slice};
use std::sync::Arc;
use tokio::sync::{Mutex, MutexGuard, OnceCell};

pub(crate) struct PostgresSource {
    place: Arc<Place>,
    /// Holds the snapshot; it never scans, so that a scan that is dropped cannot take it along.
    main: Mutex<Session>,
    snapshot: String,
    shape: OnceCell<Catalog>,
    spare: Spare,
}

impl PostgresSource {
    pub async fn open(place: Arc<Place>) -> Result<PostgresSource, Fault> {
        let mut main = Session::open(&place, Purpose::Read).await?;
        main.run("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            .await?;
        let snapshot = main.one("SELECT pg_catalog.pg_export_snapshot()").await?;
        Ok(PostgresSource {
            place,
            main: Mutex::new(main),
            snapshot,
            shape: OnceCell::new(),
            spare: Spare::default(),
        })
    }

    /// A session that sees the same instant.
    async fn another(&self) -> Result<Session, Fault> {
        if let Some(session) = take(&self.spare) {
            return Ok(session);
        }
        let mut session = Session::open(&self.place, Purpose::Read).await?;
        let snapshot = crate::ddl::string(&self.snapshot);
        session
            .run(&format!(
                "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET TRANSACTION SNAPSHOT {snapshot}"
            ))
            .await?;
        Ok(session)
    }

    async fn main(&self) -> MutexGuard<'_, Session> {
        self.main.lock().await
    }

    async fn shape(&self) -> Result<&Catalog, Fault> {
        let read = || async { catalog::shape(&mut *self.main().await).await };
        self.shape.get_or_try_init(read).await
    }

    async fn dataset(&self, name: &str) -> Result<&Dataset, Fault> {
        self.shape().await?.dataset(name).ok_or_else(|| {
            Fault::new(
                FaultKind::NotThere,
                self.place.within(name),
                "there is no such table",
            )
        })
    }

    async fn reading(&self, name: &str) -> Result<Reading<'_>, Fault> {
        let dataset = self.dataset(name).await?;
        Ok(Reading {
            dataset,
            from: catalog::from(&self.place, dataset),
            place: self.place.within(name),
        })
    }
}

#[async_trait]
impl Source for PostgresSource {
    async fn catalog(&self) -> Result<Catalog, Fault> {
        let mut catalog = self.shape().await?.clone();
        catalog::count(&mut *self.main().await, &mut catalog.datasets).await?;
        Ok(catalog)
    }

    async fn mark(&self) -> Result<String, Fault> {
        mark::mark(&self.place, None).await
    }

    async fn mark_of(&self, datasets: &[String]) -> Result<String, Fault> {
        mark::mark(&self.place, Some(datasets)).await
    }

    async fn slices(
        &self,
        dataset: &str,
        key: &[String],
        rows_each: u64,
    ) -> Result<Vec<Slice>, Fault> {
        let reading = self.reading(dataset).await?;
        let mut main = self.main().await;
        slices::cut(&mut main, &reading, key, rows_each).await
    }

    async fn scan(
        &self,
        dataset: &str,
        fields: &[String],
        slice: &Slice,
    ) -> Result<Box<dyn Scan>, Fault> {
        let reading = self.reading(dataset).await?;
        let sql = reading.rows(fields, slice)?;
        let forms = reading.forms(fields)?.into_iter().map(Form::unlabelled);
        let forms = forms.collect();
        let session = self.another().await?;
        let scan = PostgresScan::start(session, self.spare.clone(), &sql, forms, reading.place);
        Ok(Box::new(scan))
    }

    fn second_opinion(&self) -> Option<&dyn SecondOpinion> {
        Some(self)
    }
}

#[async_trait]
impl SecondOpinion for PostgresSource {
    async fn counts(&self, dataset: &str, fields: &[String]) -> Result<(u64, Vec<u64>), Fault> {
        let from = self.reading(dataset).await?.from;
        opinion::counts(&mut *self.main().await, &from, fields).await
    }

    async fn orphans(&self) -> Result<Vec<Orphans>, Fault> {
        let catalog = self.shape().await?;
        opinion::orphans(&mut *self.main().await, catalog).await
    }
}
