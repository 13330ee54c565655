//! Pause, go on, stop: what a person wants of work under way, seen between batches.

use std::sync::Arc;
use tokio::sync::watch;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    Go,
    Pause,
    Stop,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("stopped by request")]
pub struct Stopped;

#[derive(Clone)]
pub struct Control {
    want: Arc<watch::Sender<Want>>,
}

impl Default for Control {
    fn default() -> Control {
        Control {
            want: Arc::new(watch::Sender::new(Want::Go)),
        }
    }
}

impl Control {
    pub fn pause(&self) {
        self.want.send_if_modified(|w| {
            let change = *w == Want::Go;
            if change {
                *w = Want::Pause;
            }
            change
        });
    }

    pub fn go_on(&self) {
        self.want.send_if_modified(|w| {
            let change = *w == Want::Pause;
            if change {
                *w = Want::Go;
            }
            change
        });
    }

    /// For good: a stopped control does not go on.
    pub fn stop(&self) {
        self.want.send_replace(Want::Stop);
    }

    pub fn wanted(&self) -> Want {
        *self.want.borrow()
    }

    /// Called between batches: returns at once, waits while paused, or says that it is time to stop.
    pub async fn step(&self) -> Result<(), Stopped> {
        let mut seen = self.want.subscribe();
        loop {
            match *seen.borrow_and_update() {
                Want::Go => return Ok(()),
                Want::Stop => return Err(Stopped),
                Want::Pause => {}
            }
            if seen.changed().await.is_err() {
                return Err(Stopped);
            }
        }
    }

    /// Resolves when the wish changes from what it is now; for who waits on something slow meanwhile.
    pub async fn changed(&self) -> Want {
        let mut seen = self.want.subscribe();
        seen.mark_unchanged();
        let _ = seen.changed().await;
        self.wanted()
    }
}
