//! Ctrl-C, and the polite end that a system asks for: the first asks the work to stop where it can be resumed, the
//! second ends at once.

use crate::out::print;
use std::io::stderr;
use tokio::task::AbortHandle;

/// Signals mean this for as long as it lives.
pub struct Watch(Option<AbortHandle>);

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(task) = self.0.take() {
            task.abort();
        }
    }
}

/// `stop` is awaited at the first signal, after `words` were said; a second one ends the program with `code`.
///
/// Signals are ours when this returns, not a moment later: what begins next is never killed by the first of them.
pub fn on_first<F>(words: &'static str, code: u8, stop: F) -> Watch
where
    F: Future<Output = ()> + Send + 'static,
{
    let Some(mut signals) = Signals::listen() else {
        // The system does not hand them over; then they end the program as they always did.
        return Watch(None);
    };
    let task = tokio::spawn(async move {
        signals.next().await;
        print(&mut stderr(), words);
        tokio::join!(stop, async {
            signals.next().await;
            std::process::exit(code.into());
        });
    });
    Watch(Some(task.abort_handle()))
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> Option<Signals> {
        use tokio::signal::unix::{SignalKind, signal};
        Some(Signals {
            interrupt: signal(SignalKind::interrupt()).ok()?,
            terminate: signal(SignalKind::terminate()).ok()?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn listen() -> Option<Signals> {
        Some(Signals)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    }
}
