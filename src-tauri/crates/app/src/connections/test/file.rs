//! The test of a connection, step by step, each told as it happens: is it there, can it be read, what is in it, and did
//! looking leave it as it was.

use super::End;
use crate::error::{Result, StudioError, told};
use crate::studio::Studio;
use crate::views::{ConnectionTest, StepState, TestStep};
use crate::words::{bytes, count};
use drydock_connector::Source;
use drydock_model::{Catalog, Explain, Problem};
use std::path::Path;
use std::time::Instant;
use tokio::sync::watch;

const STEPS: [&str; 5] = [
    "Find it",
    "Open it for reading",
    "Read what it holds",
    "Leave it as it was",
    "May be written",
];

impl Studio {
    /// The last state is the result; the sender is dropped then.
    pub async fn connection_test(&self, name: &str) -> Result<watch::Receiver<ConnectionTest>> {
        let end = self.saved_end(name)?;
        let steps = STEPS.map(|name| TestStep {
            name: name.into(),
            state: StepState::Waiting,
            text: String::new(),
            took_ms: None,
            problem: None,
        });
        let test = ConnectionTest {
            connection: name.to_owned(),
            steps: steps.into(),
            verdict: None,
            may: Vec::new(),
        };
        let (state, seen) = watch::channel(test);
        tokio::spawn(async move { Steps { state, at: 0 }.carry_out(&end).await });
        Ok(seen)
    }
}

struct Steps {
    state: watch::Sender<ConnectionTest>,
    at: usize,
}

impl Steps {
    async fn carry_out(mut self, end: &End) {
        let failed = self.try_all(end).await.err();
        self.state.send_modify(|test| {
            let notes = test
                .steps
                .iter()
                .filter(|s| s.state == StepState::Note)
                .count() as u64;
            test.verdict = match (failed, notes) {
                (Some(()), _) => None,
                (None, 0) => Some("Ready".into()),
                (None, n) => Some(format!(
                    "Ready, with {} to know",
                    count(n, "thing", "things")
                )),
            };
        });
    }

    /// Ends at the first step that fails, which then holds its problem.
    async fn try_all(&mut self, end: &End) -> std::result::Result<(), ()> {
        let is_file = end.connector.profile().is_file;
        let there = self
            .step(async {
                match std::fs::metadata(end.address.path()) {
                    Ok(meta) if is_file => {
                        Ok((Some(meta.len()), StepState::Good, bytes(meta.len())))
                    }
                    Err(e)
                        if is_file
                            && e.kind() == std::io::ErrorKind::NotFound
                            && folder_there(end) =>
                    {
                        Ok((
                            None,
                            StepState::Note,
                            "Not there yet. A run makes it.".into(),
                        ))
                    }
                    Err(e) if is_file => Err(StudioError::reading(end.address.path(), e).problem()),
                    _ => Ok((Some(0), StepState::Good, end.address.short())),
                }
            })
            .await?;
        if there.is_none() {
            self.skip_to(4);
            return self.writable(end).await;
        }
        let source = self
            .step(async {
                let source = end
                    .connector
                    .open_source(&end.address)
                    .await
                    .map_err(told)?;
                Ok((
                    source,
                    StepState::Good,
                    "Opened without writing anything.".into(),
                ))
            })
            .await?;
        let before = source.mark().await.ok();
        let catalog = self
            .step(async {
                let catalog = source.catalog().await.map_err(told)?;
                let words = holds(&catalog);
                Ok((catalog, StepState::Good, words))
            })
            .await?;
        self.step(async { unchanged(source.as_ref(), before).await })
            .await?;
        self.state.send_modify(|test| {
            test.may = vec![("Read tables".into(), !catalog.kind.is_empty())];
        });
        drop(source);
        self.writable(end).await
    }

    async fn writable(&mut self, end: &End) -> std::result::Result<(), ()> {
        if !end.connector.profile().is_file {
            let words = "Not tried: what this account may write is known when a run begins.";
            return self
                .step(async { Ok(((), StepState::Note, words.into())) })
                .await;
        }
        let may = may_write(&end.address.path());
        self.step(async {
            match may {
                true => Ok((
                    (),
                    StepState::Good,
                    "The file and its folder may be written.".into(),
                )),
                false => Ok((
                    (),
                    StepState::Note,
                    "It can be a source, not a target.".into(),
                )),
            }
        })
        .await?;
        self.state.send_modify(|test| {
            test.may.push(("Write tables".into(), may));
            test.may.push(("Make and remove tables".into(), may));
        });
        Ok(())
    }

    fn skip_to(&mut self, step: usize) {
        self.state.send_modify(|test| {
            for skipped in &mut test.steps[self.at..step] {
                skipped.state = StepState::Note;
                skipped.text = "Nothing to read yet.".into();
            }
        });
        self.at = step;
    }

    async fn step<T>(
        &mut self,
        work: impl Future<Output = std::result::Result<(T, StepState, String), Problem>>,
    ) -> std::result::Result<T, ()> {
        let at = self.at;
        self.at += 1;
        self.state
            .send_modify(|test| test.steps[at].state = StepState::Running);
        let began = Instant::now();
        let done = work.await;
        let took_ms = Some(began.elapsed().as_millis() as u64);
        let (step, value) = match done {
            Ok((value, state, text)) => ((state, text, None), Ok(value)),
            Err(problem) => (
                (StepState::Failed, problem.what.clone(), Some(problem)),
                Err(()),
            ),
        };
        self.state.send_modify(|test| {
            let shown = &mut test.steps[at];
            (shown.state, shown.text, shown.problem) = step;
            shown.took_ms = took_ms;
        });
        value
    }
}

fn folder_there(end: &End) -> bool {
    end.address.path().parent().is_some_and(Path::is_dir)
}

fn holds(catalog: &Catalog) -> String {
    let tables = catalog.tables().count() as u64;
    let rows = catalog.tables().filter_map(|d| d.rows).sum();
    let mut words = format!(
        "{}, {}",
        count(tables, "table", "tables"),
        count(rows, "row", "rows")
    );
    if let Some(encoding) = &catalog.encoding {
        words = format!("{words}, text in {encoding}");
    }
    words
}

async fn unchanged(
    source: &dyn Source,
    before: Option<String>,
) -> std::result::Result<((), StepState, String), Problem> {
    let after = source.mark().await.map_err(told)?;
    Ok(match before == Some(after) {
        true => (
            (),
            StepState::Good,
            "Nothing was changed by looking.".into(),
        ),
        false => (
            (),
            StepState::Note,
            "Another program writes to it at this moment.".into(),
        ),
    })
}

/// Asked of the system, without writing anything.
fn may_write(path: &Path) -> bool {
    let folder = path.parent().is_some_and(writable);
    folder && (!path.exists() || writable(path))
}

#[cfg(unix)]
fn writable(path: &Path) -> bool {
    nix::unistd::access(path, nix::unistd::AccessFlags::W_OK).is_ok()
}

#[cfg(not(unix))]
fn writable(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|m| !m.permissions().readonly())
}
