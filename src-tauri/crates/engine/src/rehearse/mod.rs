//! The dry run: the plan carried out on every row, through the very converter of the run, writing nothing to the target.
//!
//! What it counts is what the run then does: rows that go on, rows left behind with their reasons, values changed, and
//! the digest of each table as it will land. Findings say what a person should know or decide, with what can be done.

mod beyond;
mod checks;
mod duplicates;
mod error;
mod fold;
mod judge;
mod keys;
mod left;
mod orphans;
mod read;

#[cfg(test)]
mod tests;

pub use checks::marks;
pub use error::RehearseError;

use crate::{Control, Lane, Resolved, Stores};
use drydock_model::rehearsal::{
    FORMAT, Figures, LeftReason, NotRead, Rehearsal, RehearsedTable, Verdict,
};
use drydock_model::{Finding, Role, Severity, TableDesign};
use duplicates::{Duplicates, Found};
use keys::{Group, UniqueKey};
use read::Seen;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Instant;
use tokio::sync::watch;

/// Measured on a million rows: a run with its proof took three times as long as the rehearsal before it.
const RUN_COSTS: u64 = 3;

/// How far a rehearsal has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RehearsalProgress {
    pub tables: Vec<TableProgress>,
    pub rows: u64,
    pub rows_total: u64,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableProgress {
    pub from: String,
    pub rows: u64,
    /// As the catalog counted them.
    pub rows_total: u64,
    pub done: bool,
}

/// Where the reading tells how far it is.
struct Watched(watch::Sender<RehearsalProgress>);

impl Watched {
    fn begin(progress: watch::Sender<RehearsalProgress>, lanes: &[Lane]) -> Watched {
        let tables: Vec<TableProgress> = lanes
            .iter()
            .map(|lane| TableProgress {
                from: lane.from.clone(),
                rows_total: lane.dataset.rows.unwrap_or(0),
                ..TableProgress::default()
            })
            .collect();
        progress.send_replace(RehearsalProgress {
            rows: 0,
            rows_total: tables.iter().map(|t| t.rows_total).sum(),
            tables,
        });
        Watched(progress)
    }

    fn read(&self, lane: u32, rows: u64) {
        self.0.send_modify(|p| {
            if let Some(table) = p.tables.get_mut(lane as usize) {
                p.rows += rows - table.rows;
                table.rows = rows;
            }
        });
    }

    fn done(&self, lane: u32) {
        self.0.send_modify(|p| {
            if let Some(table) = p.tables.get_mut(lane as usize) {
                table.done = true;
            }
        });
    }
}

/// A lane with all that was found out about it.
struct Rehearsed<'a> {
    lane: &'a Lane,
    seen: Seen,
    /// Rows whose key is taken.
    found: Found,
    /// The keys of its table that were checked; `found` speaks of them by their place here.
    keys: Vec<UniqueKey>,
    duplicates: Vec<LeftReason>,
}

pub async fn rehearse(
    resolved: &Resolved,
    stores: &Stores,
    control: &Control,
    progress: watch::Sender<RehearsalProgress>,
) -> Result<Rehearsal, RehearseError> {
    let (began, at) = (Instant::now(), chrono::Utc::now());
    let marks = marks(stores);
    let watched = Watched::begin(progress, &resolved.lanes);
    let mut findings = resolved.findings.clone();
    let rehearsed = read_all(resolved, stores, control, &watched, &mut findings).await?;
    let took_reading = began.elapsed().as_millis() as u64;
    for lane in &rehearsed {
        judge::lane(lane, &rehearsed, &mut findings);
    }
    left::too_many(&rehearsed, &mut findings);
    orphans::of_sources(resolved, stores, &rehearsed, &mut findings).await?;
    let mut figures = figures(&rehearsed, stores);
    figures.likely_ms = took_reading * RUN_COSTS;
    let not_read = not_read(resolved, stores);
    let checks = checks::all(
        resolved,
        stores,
        &rehearsed,
        &not_read,
        &mut figures,
        &mut findings,
    )
    .await?;
    findings.sort_by_key(|f| (f.accepted, f.severity));
    Ok(Rehearsal {
        format: FORMAT,
        id: uuid::Uuid::now_v7().to_string(),
        plan_name: resolved.plan.name.clone(),
        plan: resolved.fingerprint.clone(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        at: at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        took_ms: began.elapsed().as_millis() as u64,
        depth: "check".to_owned(),
        verdict: verdict(&findings),
        figures,
        tables: rehearsed.iter().map(|r| table(r, &findings)).collect(),
        not_read,
        losses: rehearsed
            .iter()
            .flat_map(|r| r.seen.field_losses.clone())
            .collect(),
        left_behind: rehearsed.iter().flat_map(left::reasons).collect(),
        findings,
        statements: resolved.statements.clone(),
        checks,
        marks,
        command: "drydock rehearse plan.toml".to_owned(),
    })
}

/// Lanes in run order; the keys of a table are judged once its last lane was read.
async fn read_all<'a>(
    resolved: &'a Resolved,
    stores: &Stores,
    control: &Control,
    watched: &Watched,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Rehearsed<'a>>, RehearseError> {
    let groups = Group::all(&resolved.lanes, stores);
    let mut under_way: BTreeMap<&str, Duplicates> = BTreeMap::new();
    let mut rehearsed: Vec<Rehearsed<'a>> = Vec::new();
    for lane in &resolved.lanes {
        let Some(group) = groups.iter().find(|g| g.target.name == lane.target.name) else {
            continue;
        };
        let mut duplicates = match under_way.remove(group.target.name.as_str()) {
            Some(duplicates) => duplicates,
            None => {
                let (keys, unknown) = keys::to_check(group, stores);
                findings.extend(unknown);
                findings.extend(beyond::all(group, resolved, stores));
                let mut duplicates = Duplicates::new(keys);
                if group.rows_there {
                    read::rows_there(group, stores, control, &mut duplicates).await?;
                }
                duplicates
            }
        };
        let seen = read::lane(lane, stores, control, &mut duplicates, watched).await?;
        rehearsed.push(Rehearsed {
            lane,
            seen,
            found: Found::default(),
            keys: duplicates.keys().to_vec(),
            duplicates: Vec::new(),
        });
        watched.done(lane.index);
        if group
            .lanes
            .last()
            .is_some_and(|last| last.index != lane.index)
        {
            under_way.insert(&group.target.name, duplicates);
            continue;
        }
        let control = control.clone();
        let found = tokio::task::spawn_blocking(move || duplicates.find(&control)).await;
        for (lane, found) in found.map_err(|_| RehearseError::Lost(group.target.name.clone()))?? {
            if let Some(r) = rehearsed.iter_mut().find(|r| r.lane.index == lane) {
                r.take(found);
            }
        }
    }
    for r in &mut rehearsed {
        r.duplicates = left::duplicate_reasons(r, stores, control).await?;
    }
    Ok(rehearsed)
}

impl Rehearsed<'_> {
    /// Rows that were thought to go on do not.
    fn take(&mut self, found: Found) {
        self.seen.written -= found.left;
        self.seen.left += found.left;
        self.seen.changed -= found.changed;
        self.seen.digest = self.seen.digest.minus(found.digest);
        self.found = found;
    }
}

/// Moves that lead nowhere: what stands against them is a finding that fails.
fn not_read(resolved: &Resolved, stores: &Stores) -> Vec<NotRead> {
    let has_lane = |from: &str| resolved.lanes.iter().any(|l| l.from == from);
    // A virtual table has no rows but those of its parts.
    let in_parts = |from: &str| {
        let tables = &resolved.design.tables;
        let named = |t: &TableDesign| format!("{}.{}", t.source, t.from.name) == from;
        tables
            .iter()
            .any(|t| named(t) && t.from.role != Role::Table)
    };
    let moves = resolved.plan.moves.iter();
    moves
        .filter(|m| !has_lane(&m.from) && !in_parts(&m.from))
        .map(|m| {
            let rows = m.from_parts().ok().and_then(|(source, dataset)| {
                stores.sources.get(source)?.catalog.dataset(dataset)?.rows
            });
            NotRead {
                from: m.from.clone(),
                rows,
            }
        })
        .collect()
}

fn figures(rehearsed: &[Rehearsed<'_>], stores: &Stores) -> Figures {
    let sum = |of: fn(&Seen) -> u64| rehearsed.iter().map(|r| of(&r.seen)).sum();
    Figures {
        rows_read: sum(|s| s.read),
        will_be_written: sum(|s| s.written),
        left_behind: sum(|s| s.left),
        filtered: sum(|s| s.filtered),
        values_changed: sum(|s| s.changed),
        // What a store says of itself counts indexes too; else it is the values alone.
        space_bytes: rehearsed
            .iter()
            .map(|r| r.lane.dataset.bytes.unwrap_or(r.seen.bytes))
            .sum(),
        backup_bytes: stores.target.catalog.bytes.unwrap_or(0),
        ..Figures::default()
    }
}

fn table(r: &Rehearsed<'_>, findings: &[Finding]) -> RehearsedTable {
    let worst = findings
        .iter()
        .filter(|f| !f.accepted && is_about(f, r.lane))
        .min_by_key(|f| f.severity);
    RehearsedTable {
        from: r.lane.from.clone(),
        to: r.lane.target.name.clone(),
        read: r.seen.read,
        written: r.seen.written,
        left_behind: r.seen.left,
        filtered: r.seen.filtered,
        changed: r.seen.changed,
        worst: worst.map(|f| f.id.clone()),
        digest: r.seen.digest.to_string(),
    }
}

fn is_about(finding: &Finding, lane: &Lane) -> bool {
    let (source, dataset) = lane.from.split_once('.').unwrap_or((&lane.from, ""));
    finding.source.as_deref() == Some(source) && finding.dataset.as_deref() == Some(dataset)
}

fn verdict(findings: &[Finding]) -> Verdict {
    let open = |severity: Severity| {
        findings
            .iter()
            .any(|f| !f.accepted && f.severity == severity)
    };
    if open(Severity::Fails) {
        Verdict::NotReady
    } else if open(Severity::Decide) {
        Verdict::NearlyReady
    } else {
        Verdict::Ready
    }
}
