//! The log file: facts with names, one file a day, two weeks kept, secrets masked.
//!
//! `DRYDOCK_LOG` chooses what is written, as `debug` or `drydock_engine=trace`.

use crate::redact::Redacting;
use std::io::{self, IsTerminal};
use std::path::Path;
use tracing_appender::non_blocking::{NonBlocking, WorkerGuard};
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::filter::{EnvFilter, LevelFilter};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

const DAYS_KEPT: usize = 14;
const DEFAULT: &str = "warn,drydock=info";

/// Begins to log into `folder`. What is still on its way is written when the guard is dropped.
pub fn start(folder: &Path) -> io::Result<WorkerGuard> {
    std::fs::create_dir_all(folder)?;
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("drydock")
        .filename_suffix("log")
        .max_log_files(DAYS_KEPT)
        .build(folder)
        .map_err(io::Error::other)?;
    let (file, guard) = tracing_appender::non_blocking(file);
    let chosen = EnvFilter::try_from_env("DRYDOCK_LOG").unwrap_or_else(|_| EnvFilter::new(DEFAULT));
    let registered = tracing_subscriber::registry()
        .with(
            tracing_subscriber::fmt::layer()
                .with_ansi(false)
                .with_writer(RedactingFile(file))
                .with_filter(chosen),
        )
        .with(
            tracing_subscriber::fmt::layer()
                .with_ansi(io::stderr().is_terminal())
                .with_writer(|| Redacting(io::stderr()))
                .with_filter(LevelFilter::WARN),
        )
        .try_init();
    if let Err(error) = registered {
        tracing::debug!(%error, "The log was started before.");
    }
    log_panics();
    Ok(guard)
}

struct RedactingFile(NonBlocking);

impl<'a> MakeWriter<'a> for RedactingFile {
    type Writer = Redacting<NonBlocking>;

    fn make_writer(&'a self) -> Self::Writer {
        Redacting(self.0.clone())
    }
}

/// A panic is a bug: its place goes into the log, so that a report can name it.
fn log_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "Drydock met a bug and stopped a task.");
        before(panic);
    }));
}
