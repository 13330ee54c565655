//! What was counted, as findings: where a person must decide, with the exact numbers and what can be done.

use super::duplicates::OfKey;
use super::keys::WhenBroken;
use super::{Rehearsed, orphans};
use crate::convert::{LossTally, in_words, leaving_accepted};
use crate::resolve::{At, choice, finding};
use crate::words::{count, number};
use crate::{Lane, LaneField};
use drydock_model::finding::PlanEdit;
use drydock_model::rehearsal::LeftRow;
use drydock_model::{As, Choice, Finding, FindingKind, Severity, WriteMode};

pub(super) const DUPLICATE_KEY: &str = "duplicate_key";

/// The findings about one lane.
pub(super) fn lane(r: &Rehearsed<'_>, all: &[Rehearsed<'_>], findings: &mut Vec<Finding>) {
    for tally in &r.seen.losses {
        findings.push(loss(r, tally));
    }
    for ((field, reason), of_reason) in &r.seen.reasons {
        let is_loss = |t: &LossTally| !t.accepted && Some(t.field) == *field && t.loss == *reason;
        if !r.seen.losses.iter().any(is_loss) {
            findings.push(left(
                r,
                *field,
                reason,
                of_reason.rows,
                of_reason.samples.first(),
            ));
        }
    }
    for (key, of_key) in &r.found.keys {
        let sample = r.duplicates.iter().find(|d| {
            d.samples
                .first()
                .is_some_and(|s| s.rule == r.keys[*key].name)
        });
        findings.push(taken(
            r,
            *key,
            of_key,
            sample.and_then(|d| d.samples.first()),
        ));
    }
    counted(r, findings);
    findings.extend(orphans::parents_left(r, all));
}

fn loss(r: &Rehearsed<'_>, tally: &LossTally) -> Finding {
    let lane = r.lane;
    let field = &lane.fields[tally.field];
    let (from, name) = (&lane.from, &field.from.name);
    let values = count(tally.values, "value", "values");
    let title = match tally.loss {
        "affinity" => format!("{values} of {name} would become another type"),
        "round" => format!("{values} of {name} would be rounded"),
        "spelling" => format!("{values} of {name} would be written differently"),
        "nan" => format!("{values} of {name} would no longer be NaN as it is"),
        "negative_zero" => format!("{values} of {name} would lose the sign of minus zero"),
        "cut" => format!("{values} of {name} would be cut"),
        other => format!(
            "{values} of {name} would change ({})",
            other.replace('_', " ")
        ),
    };
    let title = if tally.accepted {
        title.replacen(" would ", " will ", 1)
    } else {
        title
    };
    let why = if tally.accepted {
        format!("The plan accepts it: {}.", in_words(tally.loss))
    } else {
        format!(
            "{}, and the plan does not accept that: their rows would be left behind.",
            capital(&in_words(tally.loss))
        )
    };
    let kind = if tally.loss == "affinity" {
        FindingKind::TypeNarrowed
    } else {
        FindingKind::ValueChanged
    };
    let mut f = finding(
        format!("loss:{from}.{name}:{}", tally.loss),
        Severity::Decide,
        kind,
        title,
        why,
    )
    .at_field(from, name);
    f.count = Some(tally.values);
    f.of = Some(r.seen.read);
    f.worst = tally
        .worst()
        .map(|(row, before, after)| format!("{} becomes {} ({row})", before.text, after.text));
    f.accepted = tally.accepted || leaving_accepted(lane, Some(tally.field), tally.loss);
    if !f.accepted {
        let affected = Some(tally.values);
        f = f.choose(Choice {
            affects: affected,
            ..choice(
                "accept",
                "Accept the change",
                accept(from, Some(name), tally.loss),
            )
        });
        f = as_it_is(f, from, field);
        f = as_text(f, r.lane, field, tally.loss);
        let what = format!("leave:{}", tally.loss);
        f = f.choose(Choice {
            affects: affected,
            ..choice(
                "leave",
                "Leave these rows behind",
                accept(from, Some(name), &what),
            )
        });
    }
    f
}

fn left(
    r: &Rehearsed<'_>,
    field: Option<usize>,
    reason: &str,
    rows: u64,
    sample: Option<&LeftRow>,
) -> Finding {
    let lane = r.lane;
    let from = &lane.from;
    let of_field = field.map(|f| &lane.fields[f]);
    let name = of_field.map(|f| f.from.name.as_str()).unwrap_or_default();
    let rows_of = format!("{} of {from}", count(rows, "row", "rows"));
    let title = match reason {
        "not_null" => format!(
            "{rows_of} {} no {name}",
            if rows == 1 { "has" } else { "have" }
        ),
        _ => format!("{rows_of} cannot go over because of {name}"),
    };
    let kind = if reason == "encoding" {
        FindingKind::Encoding
    } else {
        FindingKind::RowsLost
    };
    let why = format!("{}.", capital(&in_words(reason)));
    let mut f = finding(
        format!("left:{from}.{name}:{reason}"),
        Severity::Decide,
        kind,
        title,
        why,
    )
    .at_field(from, name);
    f.count = Some(rows);
    f.of = Some(r.seen.read);
    f.worst = sample.map(|s| shown(s, of_field.map(|f| f.from.name.as_str())));
    f.accepted = leaving_accepted(lane, field, reason);
    if !f.accepted {
        if let Some(field) = of_field {
            f = as_it_is(f, from, field);
        }
        let what = format!("leave:{reason}");
        f = f.choose(Choice {
            affects: Some(rows),
            ..choice(
                "leave",
                "Leave these rows behind",
                accept(from, Some(name), &what),
            )
        });
    }
    f
}

/// Rows that meet another one under a unique key.
fn taken(r: &Rehearsed<'_>, key: usize, of_key: &OfKey, sample: Option<&LeftRow>) -> Finding {
    let lane = r.lane;
    let (from, to, key) = (&lane.from, &lane.target.name, &r.keys[key]);
    let rows = of_key.rows;
    let whose = match (of_key.there, rows) {
        (0, _) => format!("an earlier row of {from}"),
        (there, rows) if there == rows => format!("a row in {to}"),
        (there, _) => format!(
            "an earlier row ({} of them one that is in {to} already)",
            number(there)
        ),
    };
    let have = if rows == 1 { "has" } else { "have" };
    let title = format!(
        "{} of {from} {have} the same {} as {whose}",
        count(rows, "row", "rows"),
        key.name
    );
    let id = format!("duplicates:{from}:{}", key.name);
    let (severity, why, what) = match key.broken {
        WhenBroken::Refuses => {
            let why = format!(
                "{} must be unique in {to}. The first row keeps its place, later ones are left behind.",
                key.name
            );
            (Severity::Decide, why, format!("leave:{DUPLICATE_KEY}"))
        }
        WhenBroken::Replaces if of_key.there == rows => {
            let why = "The plan says that rows with the same key are replaced.".to_owned();
            (Severity::Notice, why, String::new())
        }
        WhenBroken::Replaces => {
            let why = "Each later row replaces the earlier one, so that only the last of them is in the end.".to_owned();
            (Severity::Decide, why, "replaced".to_owned())
        }
        WhenBroken::CannotBeMade => {
            let why = format!(
                "The unique index {} is made after the rows are in, and could not be made.",
                key.name
            );
            (Severity::Fails, why, String::new())
        }
    };
    let mut f = finding(id, severity, FindingKind::DuplicateKey, title, why).at(from);
    f.count = Some(rows);
    f.of = Some(r.seen.read);
    f.worst = sample
        .map(|s| shown_key(s, lane, &key.fields))
        .filter(|worst| !worst.is_empty());
    f.accepted = !what.is_empty() && lane.accept.contains(&what);
    if key.broken == WhenBroken::CannotBeMade {
        let of_key = lane
            .fields
            .iter()
            .filter(|f| key.fields.contains(&f.to.name));
        let edit = PlanEdit::Leave { from: from.clone() };
        return of_key
            .fold(f, |f, field| as_it_is(f, from, field))
            .choose(choice("leave", "Leave the table where it is", edit));
    }
    if f.accepted || what.is_empty() {
        return f;
    }
    let text = if key.broken == WhenBroken::Refuses {
        "Leave these rows behind"
    } else {
        "Let the last one stay"
    };
    f = f.choose(Choice {
        affects: Some(rows),
        ..choice("accept", text, accept(from, None, &what))
    });
    let own_key = key.in_words.is_none()
        && lane
            .target
            .key
            .as_ref()
            .is_some_and(|k| k.fields == key.fields);
    // Rows of the source that meet each other would then replace each other, which settles nothing.
    if key.broken == WhenBroken::Refuses
        && of_key.there == rows
        && own_key
        && lane.write == WriteMode::Append
    {
        let edit = PlanEdit::WriteMode {
            from: from.clone(),
            write: WriteMode::Upsert,
        };
        f = f.choose(Choice {
            affects: Some(rows),
            ..choice("upsert", "Replace the rows that are there", edit)
        });
    }
    f
}

/// What the source counts by itself must be what was read.
fn counted(r: &Rehearsed<'_>, findings: &mut Vec<Finding>) {
    let from = &r.lane.from;
    if let Some(rows) = r.lane.dataset.rows.filter(|rows| *rows != r.seen.read) {
        findings.push(
            finding(
                format!("counts:{from}"),
                Severity::Fails,
                FindingKind::Drift,
                format!(
                    "{from} counts {} and gave {}",
                    count(rows, "row", "rows"),
                    number(r.seen.read)
                ),
                "The source changed meanwhile, or is damaged. Read it again.",
            )
            .at(from),
        );
    }
}

pub(super) fn accept(from: &str, field: Option<&str>, what: &str) -> PlanEdit {
    PlanEdit::Accept {
        from: from.to_owned(),
        field: field.map(str::to_owned),
        what: what.to_owned(),
    }
}

/// Where the plan asks for another type, not asking is a way out.
fn as_it_is(f: Finding, from: &str, field: &LaneField) -> Finding {
    if field.as_type.is_none() {
        return f;
    }
    let edit = PlanEdit::FieldAs {
        from: from.to_owned(),
        field: field.from.name.clone(),
        as_type: None,
    };
    f.choose(choice(
        "as_it_is",
        format!("Move {} as it is", field.from.name),
        edit,
    ))
}

/// A text field loses nothing of how a value is written; possible where the run makes the table.
fn as_text(f: Finding, lane: &Lane, field: &LaneField, loss: &str) -> Finding {
    let written = ["spelling", "scale", "zone"].contains(&loss);
    if !written || field.as_type.is_some() || lane.write != WriteMode::Create {
        return f;
    }
    let edit = PlanEdit::FieldAs {
        from: lane.from.clone(),
        field: field.from.name.clone(),
        as_type: Some(As::Text),
    };
    let title = format!("Keep {} as it is written, in a text field", field.from.name);
    f.choose(choice("as_text", title, edit))
}

fn shown(row: &LeftRow, field: Option<&str>) -> String {
    let parts = row
        .row
        .iter()
        .filter(|(name, _)| field.is_none_or(|f| f == name));
    parts
        .map(|(name, value)| format!("{name} {}", value.text))
        .collect::<Vec<_>>()
        .join(", ")
}

fn shown_key(row: &LeftRow, lane: &Lane, key: &[String]) -> String {
    let of = |name: &String| {
        lane.fields
            .iter()
            .find(|f| f.to.name == *name)
            .map(|f| &f.from.name)
    };
    let fields: Vec<&String> = key.iter().filter_map(of).collect();
    let parts = row.row.iter().filter(|(name, _)| fields.contains(&name));
    parts
        .map(|(name, value)| format!("{name} {}", value.text))
        .collect::<Vec<_>>()
        .join(", ")
}

pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}
