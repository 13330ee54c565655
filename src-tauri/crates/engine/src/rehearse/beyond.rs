//! What only the target itself can judge, once rows are written: said beforehand, so that a row that is refused then is
//! no surprise.

use super::keys::Group;
use crate::resolve::{At, finding};
use crate::words::list;
use crate::{Lane, Resolved, Stores};
use drydock_model::{Finding, FindingKind, ObjectKind, Severity, WriteMode};

pub(super) fn all(group: &Group<'_>, resolved: &Resolved, stores: &Stores) -> Vec<Finding> {
    let mut findings = Vec::new();
    for lane in &group.lanes {
        findings.extend(checks(lane));
        findings.extend(triggers(lane, stores));
        findings.extend(parents(lane, resolved));
    }
    findings
}

fn notice(id: &str, lane: &Lane, kind: FindingKind, title: String, why: &str) -> Finding {
    finding(
        format!("{id}:{}", lane.from),
        Severity::Notice,
        kind,
        title,
        why,
    )
    .at(&lane.from)
}

/// Rows that satisfied the very same checks in the source need no second look.
fn checks(lane: &Lane) -> Option<Finding> {
    let (from, to) = (&lane.dataset, &lane.target);
    let held_before = lane.passes_through() && to.checks.iter().all(|c| from.checks.contains(c));
    if to.checks.is_empty() || held_before {
        return None;
    }
    let title = format!("Rows of {} may break a check of {}", lane.from, to.name);
    let why =
        "Only the target can tell. Rows that break one are left behind and listed by the run.";
    let mut finding = notice("checks", lane, FindingKind::Other, title, why);
    let words: Vec<&str> = to.checks.iter().map(|c| c.expression.as_str()).collect();
    finding.worst = Some(words.join("; "));
    Some(finding)
}

fn triggers(lane: &Lane, stores: &Stores) -> Option<Finding> {
    let of_table = |o: &&drydock_model::Object| {
        let on = o.on.as_deref().unwrap_or_default();
        o.kind == ObjectKind::Trigger && on.eq_ignore_ascii_case(&lane.target.name)
    };
    let names: Vec<&str> = stores
        .target
        .catalog
        .objects
        .iter()
        .filter(of_table)
        .map(|o| o.name.as_str())
        .collect();
    if names.is_empty() || lane.write == WriteMode::Create {
        return None;
    }
    let title = format!("{} has triggers that answer to new rows", lane.target.name);
    let why = format!(
        "What {} then does cannot be known beforehand.",
        list(&names)
    );
    Some(notice("triggers", lane, FindingKind::Other, title, &why))
}

/// Rows that are added point at rows of the target, not of the source.
fn parents(lane: &Lane, resolved: &Resolved) -> Option<Finding> {
    if lane.write == WriteMode::Create {
        return None;
    }
    let arrives = |name: &str| {
        let whole = |l: &&Lane| l.source == lane.source && l.target.name.eq_ignore_ascii_case(name);
        resolved.lanes.iter().any(|l| whole(&l))
    };
    let fills = |field: &String| lane.fields.iter().any(|f| f.to.name == *field);
    let names: Vec<&str> = lane
        .target
        .foreign_keys
        .iter()
        .filter(|k| k.fields.iter().all(fills) && !arrives(&k.to))
        .map(|k| k.to.as_str())
        .collect();
    if names.is_empty() {
        return None;
    }
    let title = format!(
        "Rows of {} point at {}, which the plan does not fill",
        lane.from,
        list(&names)
    );
    let why = "Whether the rows that they point at are there is checked after the run.";
    Some(notice("parents", lane, FindingKind::Orphan, title, why))
}
