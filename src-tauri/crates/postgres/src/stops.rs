//! Stopping what is under way. The server is asked to cancel what our sessions do; and as a request that falls between
//! two short statements stops neither of them, who does many looks here in between.

use crate::session::Place;
use drydock_connector::{Fault, FaultKind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

#[derive(Clone)]
pub(crate) struct Stops {
    place: Arc<Place>,
    at_work: Arc<Mutex<Vec<Weak<Work>>>>,
}

struct Work {
    pid: i32,
    stopped: AtomicBool,
    /// The server is being asked already; it needs a connection for that, and there are not many.
    asking: AtomicBool,
}

/// Work on one session, from its beginning until this is dropped.
pub(crate) struct Stop(Arc<Work>);

impl Stops {
    pub fn new(place: Arc<Place>) -> Stops {
        Stops {
            place,
            at_work: Arc::default(),
        }
    }

    /// For work that begins now: wishes from before do not concern it.
    pub fn watch(&self, pid: i32) -> Stop {
        let work = Arc::new(Work {
            pid,
            stopped: AtomicBool::new(false),
            asking: AtomicBool::new(false),
        });
        let mut at_work = self.at_work.lock().unwrap_or_else(PoisonError::into_inner);
        at_work.retain(|w| w.strong_count() > 0);
        at_work.push(Arc::downgrade(&work));
        Stop(work)
    }

    pub fn stop(&self) {
        let at_work = self.at_work.lock().unwrap_or_else(PoisonError::into_inner);
        let all: Vec<Arc<Work>> = at_work.iter().filter_map(Weak::upgrade).collect();
        drop(at_work);
        for work in &all {
            work.stopped.store(true, Ordering::Release);
        }
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return;
        };
        let place = self.place.clone();
        runtime.spawn(async move {
            for work in all {
                if work.asking.swap(true, Ordering::AcqRel) {
                    continue;
                }
                if let Err(fault) = place.cancel(work.pid).await {
                    tracing::warn!(%fault, "The server could not be asked to stop.");
                }
                work.asking.store(false, Ordering::Release);
            }
        });
    }
}

impl Stop {
    pub fn check(&self, place: &str) -> Result<(), Fault> {
        match self.0.stopped.load(Ordering::Acquire) {
            false => Ok(()),
            true => Err(Fault::new(FaultKind::Cancelled, place, "interrupted")),
        }
    }
}
