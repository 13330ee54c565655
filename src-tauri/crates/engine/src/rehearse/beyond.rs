//! What only the target itself can judge, once rows are written: said beforehand, so that a row that is refused then is
//! no surprise.

use super::judge::{accept, capital};
use super::keys::Group;
use crate::resolve::{At, choice, finding};
use crate::words::list;
use crate::{Lane, Resolved, Stores};
use drydock_connector::{Answers, Event, When};
use drydock_model::finding::PlanEdit;
use drydock_model::{Finding, FindingKind, Object, ObjectKind, Severity, WriteMode};

/// How the plan says that triggers of the target are known.
const TRIGGERS: &str = "triggers";

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

/// A trigger of the target answers to each row as it lands: what it makes of one is known only then.
fn triggers(lane: &Lane, stores: &Stores) -> Option<Finding> {
    let events: &[Event] = match lane.write {
        WriteMode::Create => return None,
        WriteMode::Append => &[Event::Insert],
        WriteMode::Upsert => &[Event::Insert, Event::Update],
        WriteMode::Replace => &[Event::Delete, Event::Insert],
    };
    let (from, to) = (&lane.from, &lane.target.name);
    let of_table = |o: &&Object| {
        let on = o.on.as_deref().unwrap_or_default();
        o.kind == ObjectKind::Trigger && on.eq_ignore_ascii_case(to)
    };
    let dialect = stores.target.connector.dialect();
    let answering: Vec<(&Object, Option<Answers>)> = stores
        .target
        .catalog
        .objects
        .iter()
        .filter(of_table)
        .map(|trigger| (trigger, dialect.answers(trigger)))
        .filter(|(_, answers)| answers.as_ref().is_none_or(|a| events.contains(&a.to)))
        .collect();
    let names: Vec<&str> = answering.iter().map(|(t, _)| t.name.as_str()).collect();
    let (triggers, answer) = match names.len() {
        0 => return None,
        1 => ("trigger", "answers"),
        _ => ("triggers", "answer"),
    };
    let known: Vec<String> = answering
        .iter()
        .map(|(trigger, answers)| does(&trigger.name, answers.as_ref()))
        .collect();
    let mut f = finding(
        format!("triggers:{from}"),
        Severity::Decide,
        FindingKind::Other,
        format!(
            "The {triggers} {} of {to} {answer} to the rows of {from}",
            list(&names)
        ),
        format!(
            "{} What becomes of a row is known only when it is there: one that is refused is left behind, one that is \
             changed or skipped makes the proof fail.",
            known.join(" ")
        ),
    )
    .at(from);
    f.accepted = lane.accept.iter().any(|a| a == TRIGGERS);
    if !f.accepted {
        let leave = PlanEdit::Leave { from: from.clone() };
        f = f
            .choose(choice(
                "accept",
                "Go on, and let the proof tell",
                accept(from, None, TRIGGERS),
            ))
            .choose(choice("leave", "Leave the table where it is", leave));
    }
    Some(f)
}

fn does(name: &str, answers: Option<&Answers>) -> String {
    let Some(answers) = answers else {
        return format!("What {name} does is not known.");
    };
    let when = match answers.when {
        When::Before => "before",
        When::After => "after",
        When::InsteadOf => "instead of",
    };
    let event = match answers.to {
        Event::Insert => "insert",
        Event::Update => "update",
        Event::Delete => "delete",
    };
    let mut does = Vec::new();
    if answers.refuses {
        does.push("can refuse the row".to_owned());
    }
    if !answers.writes.is_empty() {
        does.push(format!("writes to {}", list(&answers.writes)));
    }
    if does.is_empty() {
        does.push("writes to no table".to_owned());
    }
    capital(&format!("{when} each {event}, {name} {}.", list(&does)))
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
