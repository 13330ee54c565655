//! The checks that a report lists: readable, unchanged, writable, room enough. Each holds or says why not.

use super::{RehearseError, Rehearsed};
use crate::resolve::{At, finding};
use crate::words::{bytes, count, list};
use crate::{Resolved, Stores};
use drydock_model::rehearsal::{Figures, NotRead, RehearsalCheck};
use drydock_model::{Finding, FindingKind, Severity};
use std::path::{Path, PathBuf};

/// What the sources and the target looked like when they were opened: `source:NAME` and `target`. A target that is not
/// there has an empty mark.
pub fn marks(stores: &Stores) -> Vec<(String, String)> {
    let sources = stores
        .sources
        .iter()
        .map(|(name, end)| (format!("source:{name}"), end.mark.clone()));
    let target = (
        "target".to_owned(),
        stores.target.mark.clone().unwrap_or_default(),
    );
    sources.chain([target]).collect()
}

pub(super) async fn all(
    resolved: &Resolved,
    stores: &Stores,
    rehearsed: &[Rehearsed<'_>],
    not_read: &[NotRead],
    figures: &mut Figures,
    findings: &mut Vec<Finding>,
) -> Result<Vec<RehearsalCheck>, RehearseError> {
    let mut checks = vec![every_row(resolved, not_read, figures), adds_up(rehearsed)];
    sources_unchanged(stores, &mut checks, findings).await?;
    target_unchanged(stores, &mut checks, findings).await?;
    if stores.target.connector.profile().is_file {
        let file = stores.target.address.path();
        writable(&file, stores.target.mark.is_some(), &mut checks, findings);
        room(&file, figures, &mut checks, findings);
    }
    Ok(checks)
}

fn check(name: &str, holds: bool, detail: String) -> RehearsalCheck {
    RehearsalCheck {
        name: name.to_owned(),
        holds,
        detail,
    }
}

fn every_row(resolved: &Resolved, not_read: &[NotRead], figures: &Figures) -> RehearsalCheck {
    let tables = resolved.lanes.len() as u64;
    let rows = count(figures.rows_read, "row", "rows");
    let mut detail = format!("{rows} of {}", count(tables, "table", "tables"));
    if !not_read.is_empty() {
        let names: Vec<&str> = not_read.iter().map(|n| n.from.as_str()).collect();
        detail += &format!("; not {}, until it can be moved", list(&names));
    }
    check("Every row was read", not_read.is_empty(), detail)
}

fn adds_up(rehearsed: &[Rehearsed<'_>]) -> RehearsalCheck {
    let wrong = rehearsed
        .iter()
        .find(|r| r.seen.read != r.seen.written + r.seen.left + r.seen.filtered);
    check(
        "Rows read are rows written, left behind and filtered out",
        wrong.is_none(),
        wrong.map_or_else(
            || "For every table".to_owned(),
            |r| format!("Not for {}", r.lane.from),
        ),
    )
}

/// Opened anew, so that what others did meanwhile is seen, and not our own snapshot.
async fn sources_unchanged(
    stores: &Stores,
    checks: &mut Vec<RehearsalCheck>,
    findings: &mut Vec<Finding>,
) -> Result<(), RehearseError> {
    for (name, end) in &stores.sources {
        let failed = |cause| RehearseError::Read {
            place: end.address.short(),
            cause,
        };
        let again = end
            .connector
            .open_source(&end.address)
            .await
            .map_err(failed)?;
        let same = again.mark().await.map_err(failed)? == end.mark;
        let detail = if same {
            "As it was"
        } else {
            "Changed by another program"
        };
        checks.push(check(
            &format!("{name} did not change meanwhile"),
            same,
            detail.into(),
        ));
        if !same {
            findings.push(
                finding(
                    format!("source_changed:{name}"),
                    Severity::Fails,
                    FindingKind::Drift,
                    format!("{name} changed while it was read"),
                    "Another program writes to it. What was counted no longer holds: stop the other program, then make a new dry run.",
                )
                .at(name),
            );
        }
    }
    Ok(())
}

async fn target_unchanged(
    stores: &Stores,
    checks: &mut Vec<RehearsalCheck>,
    findings: &mut Vec<Finding>,
) -> Result<(), RehearseError> {
    let target = &stores.target;
    let Some(rewind) = target.connector.rewind() else {
        return Ok(());
    };
    let now = rewind
        .mark(&target.address)
        .await
        .map_err(|cause| RehearseError::Read {
            place: target.address.short(),
            cause,
        })?;
    let same = now == target.mark;
    let detail = match (&target.mark, same) {
        (_, false) => "Changed by another program",
        (Some(_), true) => "As it was",
        (None, true) => "It is not there yet, and will be made",
    };
    checks.push(check(
        "The target is as the plan found it",
        same,
        detail.into(),
    ));
    if !same {
        findings.push(finding(
            "target_changed",
            Severity::Fails,
            FindingKind::Drift,
            format!("{} changed meanwhile", target.address.short()),
            "Another program writes to the target. Make a new dry run.",
        ));
    }
    Ok(())
}

/// Asked of the system, without writing anything.
fn writable(
    file: &Path,
    there: bool,
    checks: &mut Vec<RehearsalCheck>,
    findings: &mut Vec<Finding>,
) {
    let folder = folder_of(file);
    let refused = if there && !may_write(file) {
        Some(file)
    } else if !may_write(&folder) {
        Some(folder.as_path())
    } else {
        None
    };
    let detail = match refused {
        None => "The file and its folder".to_owned(),
        Some(path) => format!("{} may not be written", path.display()),
    };
    checks.push(check(
        "The target can be written",
        refused.is_none(),
        detail.clone(),
    ));
    if refused.is_some() {
        findings.push(finding(
            "not_writable",
            Severity::Fails,
            FindingKind::Permission,
            "The target cannot be written",
            format!("{detail}. Allow it, or choose another target."),
        ));
    }
}

fn room(
    file: &Path,
    figures: &mut Figures,
    checks: &mut Vec<RehearsalCheck>,
    findings: &mut Vec<Finding>,
) {
    figures.free_bytes = free(&folder_of(file));
    let Some(free) = figures.free_bytes else {
        return;
    };
    let needed = figures.space_bytes + figures.backup_bytes;
    let detail = format!("{} needed, {} free", bytes(needed), bytes(free));
    checks.push(check(
        "There is room enough",
        needed <= free,
        detail.clone(),
    ));
    if needed > free {
        findings.push(finding(
            "space",
            Severity::Fails,
            FindingKind::Space,
            "There is not enough room for the target",
            format!("{detail}, with what is kept for the way back. Free some space, or choose another folder."),
        ));
    }
}

fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

#[cfg(unix)]
fn may_write(path: &Path) -> bool {
    nix::unistd::access(path, nix::unistd::AccessFlags::W_OK).is_ok()
}

#[cfg(not(unix))]
fn may_write(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|m| !m.permissions().readonly())
}

#[cfg(unix)]
fn free(folder: &Path) -> Option<u64> {
    let stat = nix::sys::statvfs::statvfs(folder).ok()?;
    // The widths of these numbers differ from system to system.
    #[allow(clippy::unnecessary_cast)]
    Some(stat.blocks_available() as u64 * stat.fragment_size() as u64)
}

#[cfg(not(unix))]
fn free(_: &Path) -> Option<u64> {
    None
}
