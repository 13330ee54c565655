//! A database that is written: a connection for each load, and others for what is done between them.

use crate::catalog::{self, Shape};
use crate::door::{Door, Link, Role};
use crate::load::MysqlLoad;
use crate::receipts::{self, Note};
use crate::{check, fault};
use async_trait::async_trait;
use drydock_connector::{Fault, FaultKind, Landing, Load, Target};
use drydock_model::proof::ProofCheck;
use drydock_model::{Catalog, Receipt, Statement};
use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(crate) struct MysqlTarget {
    links: Arc<Links>,
    /// Of tables that rows were loaded into; forgotten when a statement changes something.
    shapes: Mutex<HashMap<String, Arc<Shape>>>,
}

/// The connections of a target: idle ones, and the numbers of those at work.
pub(crate) struct Links {
    door: Arc<Door>,
    idle: Mutex<Vec<Link>>,
    at_work: Mutex<BTreeSet<u64>>,
    /// Wishes to stop, counted: one that falls between two statements stops neither of them, so who does many looks here.
    stops: AtomicU64,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Links {
    pub fn place(&self) -> &str {
        self.door.place()
    }

    pub async fn take(self: &Arc<Links>) -> Result<AtWork, Fault> {
        let idle = locked(&self.idle).pop();
        let link = match idle {
            Some(link) => link,
            None => self.door.open(Role::Writes).await?,
        };
        locked(&self.at_work).insert(link.id);
        Ok(AtWork {
            id: link.id,
            link: Some(link),
            links: self.clone(),
        })
    }

    /// For work that begins now: wishes from before do not concern it.
    pub fn stops(&self) -> u64 {
        self.stops.load(Ordering::Acquire)
    }

    pub fn go_on(&self, seen: u64, place: &str) -> Result<(), Fault> {
        match self.stops() == seen {
            true => Ok(()),
            false => Err(Fault::new(FaultKind::Cancelled, place, "interrupted")),
        }
    }
}

/// A connection at work. It is good for more only when it is given back; otherwise it is closed, and the server undoes
/// what was not committed.
pub(crate) struct AtWork {
    id: u64,
    link: Option<Link>,
    links: Arc<Links>,
}

impl AtWork {
    pub fn link(&mut self) -> Result<&mut Link, Fault> {
        let place = self.links.place();
        self.link
            .as_mut()
            .ok_or_else(|| Fault::new(FaultKind::Internal, place, "the connection was given back"))
    }

    pub fn give_back(mut self) {
        if let Some(link) = self.link.take() {
            locked(&self.links.idle).push(link);
        }
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        locked(&self.links.at_work).remove(&self.id);
    }
}

impl MysqlTarget {
    /// Opens the database for writing, or makes it.
    pub async fn open(door: Arc<Door>) -> Result<MysqlTarget, Fault> {
        let link = match door.open(Role::Writes).await {
            Err(fault) if fault.kind == FaultKind::NotThere => {
                door.make_database().await?;
                door.open(Role::Writes).await?
            }
            opened => opened?,
        };
        Ok(MysqlTarget {
            links: Arc::new(Links {
                door,
                idle: Mutex::new(vec![link]),
                at_work: Mutex::default(),
                stops: AtomicU64::new(0),
            }),
            shapes: Mutex::default(),
        })
    }

    async fn call<R>(
        &self,
        job: impl AsyncFnOnce(&mut Link) -> Result<R, Fault>,
    ) -> Result<R, Fault> {
        let mut at_work = self.links.take().await?;
        let done = job(at_work.link()?).await;
        let sound = match &done {
            Ok(_) => true,
            // Where the server answered, the connection is what it was.
            Err(fault) => fault.native.is_some() && fault.kind != FaultKind::Unreachable,
        };
        if sound {
            at_work.give_back();
        }
        done
    }

    async fn shape(&self, table: &str) -> Result<Arc<Shape>, Fault> {
        if let Some(known) = locked(&self.shapes).get(table) {
            return Ok(known.clone());
        }
        let shape = self
            .call(async |link| Shape::read(link, table).await)
            .await?;
        let shape = Arc::new(shape);
        locked(&self.shapes).insert(table.to_owned(), shape.clone());
        Ok(shape)
    }
}

#[async_trait]
impl Target for MysqlTarget {
    async fn catalog(&self) -> Result<Catalog, Fault> {
        self.call(async |link| catalog::read(link).await).await
    }

    async fn begin(&self, _run: &str) -> Result<(), Fault> {
        self.call(async |link| receipts::make(link).await).await
    }

    async fn apply(&self, run: &str, statement: &Statement) -> Result<(), Fault> {
        locked(&self.shapes).clear();
        self.call(async |link| apply(link, run, statement).await)
            .await
    }

    async fn take_back(&self, run: &str, statement: &Statement) -> Result<(), Fault> {
        locked(&self.shapes).clear();
        self.call(async |link| take_back(link, run, statement).await)
            .await
    }

    async fn receipt(&self, run: &str, lane: u32, slice: u32) -> Result<Option<Receipt>, Fault> {
        self.call(async |link| receipts::one(link, run, lane, slice).await)
            .await
    }

    async fn receipts(&self, run: &str) -> Result<Vec<Receipt>, Fault> {
        self.call(async |link| receipts::all(link, run).await).await
    }

    async fn load(&self, into: &Landing) -> Result<Box<dyn Load>, Fault> {
        let shape = self.shape(&into.dataset).await?;
        let load = MysqlLoad::begin(self.links.clone(), shape, into).await?;
        Ok(Box::new(load))
    }

    async fn unload(&self, from: &Landing) -> Result<Box<dyn Load>, Fault> {
        let shape = self.shape(&from.dataset).await?;
        let load = MysqlLoad::remove(self.links.clone(), shape, from).await?;
        Ok(Box::new(load))
    }

    async fn check(&self) -> Result<Vec<ProofCheck>, Fault> {
        self.call(async |link| check::all(link).await).await
    }

    async fn keep(&self, run: &str) -> Result<(), Fault> {
        self.call(async |link| receipts::forget(link, run).await)
            .await
    }

    fn interrupt(&self) {
        self.links.stops.fetch_add(1, Ordering::Release);
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return;
        };
        for id in locked(&self.links.at_work).iter().copied() {
            let door = self.links.door.clone();
            runtime.spawn(async move {
                if let Err(fault) = door.kill_query(id).await {
                    tracing::warn!(%fault, "A statement could not be broken off.");
                }
            });
        }
    }
}

async fn apply(link: &mut Link, run: &str, statement: &Statement) -> Result<(), Fault> {
    let ordinal = statement.ordinal;
    let begun = match receipts::note(link, run, ordinal).await? {
        Some(Note::Done) => return Ok(()),
        Some(Note::Begun) => true,
        None => {
            receipts::put_begun(link, run, ordinal).await?;
            false
        }
    };
    match link.run_one(&statement.sql).await {
        Ok(()) => {}
        // An earlier sitting was cut off between the statement and its note.
        Err(fault) if begun && fault::is_there_already(&fault) => {}
        Err(fault) => {
            // The server refused it, so it is not carried out; where it only fell silent, nobody knows.
            if fault.native.is_some() {
                receipts::take_back(link, run, ordinal).await?;
            }
            return Err(Fault {
                place: statement.object.clone(),
                ..fault
            });
        }
    }
    receipts::put_done(link, run, ordinal).await
}

async fn take_back(link: &mut Link, run: &str, statement: &Statement) -> Result<(), Fault> {
    let (Some(_), Some(inverse)) = (
        receipts::note(link, run, statement.ordinal).await?,
        &statement.inverse,
    ) else {
        return Ok(());
    };
    match link.run_one(inverse).await {
        Ok(()) => {}
        // Begun and never carried out, or taken back already by one who was cut off before the note was gone.
        Err(fault) if fault::is_gone_already(&fault) => {}
        Err(fault) => {
            return Err(Fault {
                place: statement.object.clone(),
                ..fault
            });
        }
    }
    receipts::take_back(link, run, statement.ordinal).await
}
