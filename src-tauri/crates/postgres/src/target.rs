//! A schema that is written: one session for statements and receipts, and one for each load, so that several slices can
//! land at the same time.

use crate::catalog;
use crate::check;
use crate::load::PostgresLoad;
use crate::receipts;
use crate::scan::{Spare, take};
use crate::session::{Place, Purpose, Session};
use crate::stops::{Stop, Stops};
use async_trait::async_trait;
use drydock_connector::{Fault, FaultKind, Landing, Load, Target};
use drydock_model::proof::ProofCheck;
use drydock_model::{Catalog, Dataset, Receipt, Statement};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::{Mutex, MutexGuard};

pub(crate) struct PostgresTarget {
    place: Arc<Place>,
    main: Mutex<Session>,
    spare: Spare,
    /// The tables that rows go to, as they are until the next statement.
    shapes: Mutex<HashMap<String, Arc<Dataset>>>,
    stops: Stops,
}

/// The main session for as long as one call takes; an interrupt reaches it.
struct Main<'t> {
    session: MutexGuard<'t, Session>,
    _stop: Stop,
}

impl PostgresTarget {
    pub async fn open(place: Arc<Place>) -> Result<PostgresTarget, Fault> {
        let mut main = Session::open(&place, Purpose::Write).await?;
        writable(&mut main).await?;
        Ok(PostgresTarget {
            main: Mutex::new(main),
            spare: Spare::default(),
            shapes: Mutex::default(),
            stops: Stops::new(place.clone()),
            place,
        })
    }

    async fn main(&self) -> Main<'_> {
        let session = self.main.lock().await;
        Main {
            _stop: self.stops.watch(session.pid),
            session,
        }
    }

    async fn shape(&self, name: &str) -> Result<Arc<Dataset>, Fault> {
        let mut shapes = self.shapes.lock().await;
        if let Some(known) = shapes.get(name) {
            return Ok(known.clone());
        }
        let mut main = self.main().await;
        let dataset = Arc::new(catalog::dataset(&mut main.session, name).await?);
        shapes.insert(name.to_owned(), dataset.clone());
        Ok(dataset)
    }
}

/// A server that only follows another, and an encoding that cannot hold every text, are told before anything runs.
async fn writable(main: &mut Session) -> Result<(), Fault> {
    let place = main.place.name.clone();
    if main.one("SELECT pg_catalog.pg_is_in_recovery()").await? {
        let why = "the server only follows another one and takes no changes";
        return Err(Fault::new(FaultKind::ReadOnly, place, why));
    }
    let encoding: String = main
        .one("SELECT pg_catalog.current_setting('server_encoding')")
        .await?;
    if encoding != "UTF8" {
        let why = format!(
            "the database's text is in {encoding}, which cannot hold every character; use a database in UTF8"
        );
        return Err(Fault::new(FaultKind::Unsupported, place, why));
    }
    Ok(())
}

/// Commits what went well, takes back what did not.
async fn end<R>(session: &mut Session, done: Result<R, Fault>) -> Result<R, Fault> {
    match done {
        Ok(done) => session.run("COMMIT").await.map(|()| done),
        Err(fault) => {
            // The first fault is the one to tell of.
            if let Err(second) = session.run("ROLLBACK").await {
                tracing::warn!(%second, "A roll back failed.");
            }
            Err(fault)
        }
    }
}

async fn once(session: &mut Session, run: &str, statement: &Statement) -> Result<(), Fault> {
    if receipts::has_note(session, run, statement.ordinal).await? {
        return Ok(());
    }
    session.run(&statement.sql).await.map_err(|fault| Fault {
        place: statement.object.clone(),
        ..fault
    })?;
    receipts::put_note(session, run, statement.ordinal).await
}

#[async_trait]
impl Target for PostgresTarget {
    async fn catalog(&self) -> Result<Catalog, Fault> {
        catalog::read(&mut self.main().await.session).await
    }

    async fn begin(&self, _run: &str) -> Result<(), Fault> {
        receipts::make(&mut self.main().await.session).await
    }

    async fn apply(&self, run: &str, statement: &Statement) -> Result<(), Fault> {
        self.shapes.lock().await.clear();
        let mut main = self.main().await;
        let session = &mut *main.session;
        session.run("BEGIN").await?;
        let done = once(session, run, statement).await;
        end(session, done).await
    }

    async fn receipt(&self, run: &str, lane: u32, slice: u32) -> Result<Option<Receipt>, Fault> {
        receipts::one(&mut self.main().await.session, run, lane, slice).await
    }

    async fn receipts(&self, run: &str) -> Result<Vec<Receipt>, Fault> {
        receipts::all(&mut self.main().await.session, run).await
    }

    async fn load(&self, into: &Landing) -> Result<Box<dyn Load>, Fault> {
        let dataset = self.shape(&into.dataset).await?;
        let session = match take(&self.spare) {
            Some(session) => session,
            None => Session::open(&self.place, Purpose::Write).await?,
        };
        let stop = self.stops.watch(session.pid);
        let load = PostgresLoad::begin(session, self.spare.clone(), stop, dataset, into).await?;
        Ok(Box::new(load))
    }

    async fn check(&self) -> Result<Vec<ProofCheck>, Fault> {
        check::all(&mut self.main().await.session).await
    }

    async fn keep(&self, run: &str) -> Result<(), Fault> {
        let mut main = self.main().await;
        let session = &mut *main.session;
        session.run("BEGIN").await?;
        let done = receipts::forget(session, run).await;
        end(session, done).await
    }

    fn interrupt(&self) {
        self.stops.stop();
    }
}
