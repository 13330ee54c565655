//! Rows that point at nothing: those of the source by its own check, and those that come about because a row that is
//! pointed at stays behind.

use super::judge::accept;
use super::{RehearseError, Rehearsed};
use crate::resolve::{At, choice, finding};
use crate::words::{count, list};
use crate::{Resolved, Stores};
use drydock_model::{Choice, Finding, FindingKind, ForeignKey, Phase, Severity, Statement};

/// Rows whose foreign keys point at nothing, by the source's own check. They land as they are where the target does not
/// enforce foreign keys.
pub(super) async fn of_sources(
    resolved: &Resolved,
    stores: &Stores,
    rehearsed: &[Rehearsed<'_>],
    findings: &mut Vec<Finding>,
) -> Result<(), RehearseError> {
    for (name, end) in &stores.sources {
        let concerned = rehearsed
            .iter()
            .any(|r| r.lane.source == *name && !r.lane.target.foreign_keys.is_empty());
        let Some(opinion) = end.source.second_opinion().filter(|_| concerned) else {
            continue;
        };
        let failed = |cause| RehearseError::Read {
            place: name.clone(),
            cause,
        };
        for orphans in opinion.orphans().await.map_err(failed)? {
            let of = |r: &&Rehearsed<'_>| {
                r.lane.source == *name && r.lane.dataset.name == orphans.dataset
            };
            let Some(r) = rehearsed.iter().find(of) else {
                continue;
            };
            let (from, fields) = (&r.lane.from, orphans.fields.join(", "));
            let is_made =
                |s: &Statement| s.phase == Phase::ForeignKeys && s.object == r.lane.target.name;
            let enforced = resolved.statements.iter().any(is_made);
            let points = if orphans.rows == 1 { "points" } else { "point" };
            let mut f = finding(
                format!("orphans:{from}.{fields}"),
                if enforced {
                    Severity::Fails
                } else {
                    Severity::Decide
                },
                FindingKind::Orphan,
                format!(
                    "{} of {from} {points} at nothing in {}",
                    count(orphans.rows, "row", "rows"),
                    orphans.to
                ),
                if enforced {
                    "The target checks foreign keys, so that the key could not be made.".to_owned()
                } else {
                    format!(
                        "The value of {fields} is in no row of {}. It is so in the source already.",
                        orphans.to
                    )
                },
            )
            .at_field(from, &fields);
            f.count = Some(orphans.rows);
            f.of = Some(r.seen.read);
            f.worst = orphans.examples.first().cloned();
            f.accepted = !enforced && r.lane.accept.iter().any(|a| a == "orphans");
            if !enforced && !f.accepted {
                f = f.recommend(Choice {
                    affects: Some(orphans.rows),
                    ..choice(
                        "accept",
                        "Keep them as they are",
                        accept(from, None, "orphans"),
                    )
                });
            }
            findings.push(f);
        }
    }
    Ok(())
}

/// Rows that stay behind may be pointed at by rows that go over.
pub(super) fn parents_left(r: &Rehearsed<'_>, all: &[Rehearsed<'_>]) -> Option<Finding> {
    let points_here = |c: &&Rehearsed<'_>| {
        let to_this = |k: &ForeignKey| k.to.eq_ignore_ascii_case(&r.lane.dataset.name);
        c.lane.source == r.lane.source && c.lane.dataset.foreign_keys.iter().any(to_this)
    };
    let children: Vec<&str> = match r.seen.left {
        0 => Vec::new(),
        _ => all
            .iter()
            .filter(points_here)
            .map(|c| c.lane.from.as_str())
            .collect(),
    };
    if children.is_empty() {
        return None;
    }
    let from = &r.lane.from;
    Some(
        finding(
            format!("parents_left:{from}"),
            Severity::Notice,
            FindingKind::Orphan,
            format!(
                "Rows of {from} stay behind, and {} may point at them",
                list(&children)
            ),
            "A row that points at one of those will point at nothing in the target.",
        )
        .at(from),
    )
}
