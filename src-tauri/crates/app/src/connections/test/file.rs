//! A file: is it there, can it be read, what is in it, did looking leave it as it was, and may it be written.

use super::steps::{Failed, Step, Steps};
use crate::connections::End;
use crate::error::{StudioError, told};
use crate::views::StepState;
use crate::words::{bytes, count};
use drydock_connector::Source;
use drydock_model::{Catalog, Explain};
use std::io;
use std::path::Path;

pub const STEPS: [&str; 5] = [
    "Find it",
    "Open it for reading",
    "Read what it holds",
    "Leave it as it was",
    "May be written",
];

/// Ends at the first step that fails.
pub async fn test(steps: &mut Steps, end: &End) -> Result<(), Failed> {
    let there = steps.step(async { find(end) }).await?;
    if !there {
        steps.skip_to(4, "Nothing to read yet.");
        return say_writable(steps, end).await;
    }
    let source = steps
        .step(async {
            let opened = end.connector.open_source(&end.address).await;
            let text = "Opened without writing anything.".to_owned();
            Ok((opened.map_err(told)?, StepState::Good, text))
        })
        .await?;
    let before = source.mark().await.ok();
    let catalog = steps
        .step(async {
            let catalog = source.catalog().await.map_err(told)?;
            let words = holds(&catalog);
            Ok((catalog, StepState::Good, words))
        })
        .await?;
    steps
        .step(async { unchanged(source.as_ref(), before).await })
        .await?;
    steps.may([("Read tables".into(), !catalog.kind.is_empty())]);
    drop(source);
    say_writable(steps, end).await
}

/// Whether it is there; where it may be made, it need not be.
fn find(end: &End) -> Step<bool> {
    match std::fs::metadata(end.address.path()) {
        Ok(meta) => Ok((true, StepState::Good, bytes(meta.len()))),
        Err(e) if e.kind() == io::ErrorKind::NotFound && folder_there(end) => {
            let text = "Not there yet. A run makes it.".to_owned();
            Ok((false, StepState::Note, text))
        }
        Err(e) => Err(StudioError::reading(end.address.path(), e).problem()),
    }
}

async fn say_writable(steps: &mut Steps, end: &End) -> Result<(), Failed> {
    let may = may_write(&end.address.path());
    let (state, text) = match may {
        true => (StepState::Good, "The file and its folder may be written."),
        false => (StepState::Note, "It can be a source, not a target."),
    };
    steps
        .step(async { Ok(((), state, text.to_owned())) })
        .await?;
    steps.may([
        ("Write tables".into(), may),
        ("Make and remove tables".into(), may),
    ]);
    Ok(())
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

async fn unchanged(source: &dyn Source, before: Option<String>) -> Step<()> {
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
