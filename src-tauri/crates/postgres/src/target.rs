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
    /// None after a call in which it was lost, or that was dropped on its way: the next one begins with a new one.
    main: Mutex<Option<Session>>,
    spare: Spare,
    /// The tables that rows go to, as they are until the next statement.
    shapes: Mutex<HashMap<String, Arc<Dataset>>>,
    stops: Stops,
}

/// The main session for as long as one call takes; an interrupt reaches it.
struct Main<'t> {
    slot: MutexGuard<'t, Option<Session>>,
    session: Session,
    _stop: Stop,
}

impl Main<'_> {
    /// Puts the session back for the next call, unless nobody knows where it stands.
    fn after<R>(mut self, done: Result<R, Fault>) -> Result<R, Fault> {
        let is_lost = |fault: &Fault| fault.kind == FaultKind::Unreachable;
        if !done.as_ref().is_err_and(is_lost) {
            *self.slot = Some(self.session);
        }
        done
    }

    /// Commits what went well, takes back what did not.
    async fn end<R>(mut self, done: Result<R, Fault>) -> Result<R, Fault> {
        let fault = match done {
            Ok(done) => {
                let done = self.session.run("COMMIT").await.map(|()| done);
                return self.after(done);
            }
            Err(fault) => fault,
        };
        if fault.kind != FaultKind::Unreachable {
            match self.session.run("ROLLBACK").await {
                Ok(()) => return self.after(Err(fault)),
                // The first fault is the one to tell of; without its session, the server takes back what is open.
                Err(second) => tracing::warn!(%second, "A roll back failed."),
            }
        }
        Err(fault)
    }
}

impl PostgresTarget {
    pub async fn open(place: Arc<Place>) -> Result<PostgresTarget, Fault> {
        let mut main = Session::open(&place, Purpose::Write).await?;
        writable(&mut main).await?;
        Ok(PostgresTarget {
            main: Mutex::new(Some(main)),
            spare: Spare::default(),
            shapes: Mutex::default(),
            stops: Stops::new(place.clone()),
            place,
        })
    }

    async fn main(&self) -> Result<Main<'_>, Fault> {
        let mut slot = self.main.lock().await;
        let session = match slot.take() {
            Some(session) => session,
            None => Session::open(&self.place, Purpose::Write).await?,
        };
        Ok(Main {
            _stop: self.stops.watch(session.pid),
            session,
            slot,
        })
    }

    /// A session of its own for rows of a table.
    async fn for_rows(&self, table: &str) -> Result<(Session, Stop, Arc<Dataset>), Fault> {
        let dataset = self.shape(table).await?;
        let session = match take(&self.spare) {
            Some(session) => session,
            None => Session::open(&self.place, Purpose::Write).await?,
        };
        let stop = self.stops.watch(session.pid);
        Ok((session, stop, dataset))
    }

    fn opened(&self, load: Result<PostgresLoad, Fault>) -> Result<Box<dyn Load>, Fault> {
        let is_lost = |fault: &Fault| fault.kind == FaultKind::Unreachable;
        if load.as_ref().is_err_and(is_lost) {
            // What cut this one off has cut off the others as well.
            while take(&self.spare).is_some() {}
        }
        Ok(Box::new(load?))
    }

    async fn shape(&self, name: &str) -> Result<Arc<Dataset>, Fault> {
        let mut shapes = self.shapes.lock().await;
        if let Some(known) = shapes.get(name) {
            return Ok(known.clone());
        }
        let mut main = self.main().await?;
        let read = catalog::dataset(&mut main.session, name).await;
        let dataset = Arc::new(main.after(read)?);
        shapes.insert(name.to_owned(), dataset.clone());
        Ok(dataset)
    }
}

/// What takes it back and the end of its note, together.
async fn back(session: &mut Session, run: &str, statement: &Statement) -> Result<(), Fault> {
    let Some(inverse) = &statement.inverse else {
        return Ok(());
    };
    if !receipts::has_note(session, run, statement.ordinal).await? {
        return Ok(());
    }
    session.run("SAVEPOINT back").await?;
    match session.run(inverse).await {
        Ok(()) => {}
        Err(fault) if is_gone(&fault) => session.run("ROLLBACK TO SAVEPOINT back").await?,
        Err(fault) => {
            return Err(Fault {
                place: statement.object.clone(),
                ..fault
            });
        }
    }
    receipts::take_note(session, run, statement.ordinal).await
}

/// The server says that what a statement removes is not there: a table, another object, a function, a column.
fn is_gone(fault: &Fault) -> bool {
    let code = fault.native.as_deref();
    matches!(code, Some("42P01" | "42704" | "42883" | "42703"))
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
        let mut main = self.main().await?;
        let read = catalog::read(&mut main.session).await;
        main.after(read)
    }

    async fn begin(&self, _run: &str) -> Result<(), Fault> {
        let mut main = self.main().await?;
        let made = receipts::make(&mut main.session).await;
        main.after(made)
    }

    async fn apply(&self, run: &str, statement: &Statement) -> Result<(), Fault> {
        self.shapes.lock().await.clear();
        let mut main = self.main().await?;
        main.session.run("BEGIN").await?;
        let done = once(&mut main.session, run, statement).await;
        main.end(done).await
    }

    async fn take_back(&self, run: &str, statement: &Statement) -> Result<(), Fault> {
        self.shapes.lock().await.clear();
        let mut main = self.main().await?;
        main.session.run("BEGIN").await?;
        let done = back(&mut main.session, run, statement).await;
        main.end(done).await
    }

    async fn receipt(&self, run: &str, lane: u32, slice: u32) -> Result<Option<Receipt>, Fault> {
        let mut main = self.main().await?;
        let read = receipts::one(&mut main.session, run, lane, slice).await;
        main.after(read)
    }

    async fn receipts(&self, run: &str) -> Result<Vec<Receipt>, Fault> {
        let mut main = self.main().await?;
        let read = receipts::all(&mut main.session, run).await;
        main.after(read)
    }

    async fn load(&self, into: &Landing) -> Result<Box<dyn Load>, Fault> {
        let (session, stop, dataset) = self.for_rows(&into.dataset).await?;
        let load = PostgresLoad::begin(session, self.spare.clone(), stop, dataset, into).await;
        self.opened(load)
    }

    async fn unload(&self, from: &Landing) -> Result<Box<dyn Load>, Fault> {
        let (session, stop, dataset) = self.for_rows(&from.dataset).await?;
        let load = PostgresLoad::remove(session, self.spare.clone(), stop, dataset, from).await;
        self.opened(load)
    }

    async fn check(&self) -> Result<Vec<ProofCheck>, Fault> {
        let mut main = self.main().await?;
        let checks = check::all(&mut main.session).await;
        main.after(checks)
    }

    async fn keep(&self, run: &str) -> Result<(), Fault> {
        let mut main = self.main().await?;
        main.session.run("BEGIN").await?;
        let done = receipts::forget(&mut main.session, run).await;
        main.end(done).await
    }

    fn interrupt(&self) {
        self.stops.stop();
    }
}
