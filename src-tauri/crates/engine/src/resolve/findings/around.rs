//! About what stands around tables: views, triggers, settings, indexes, foreign keys.

use super::*;
use FindingKind as Kind;
use Severity::{Decide, Notice};

pub(in crate::resolve) fn object_not_carried(
    source: &str,
    kind: &str,
    name: &str,
    why: String,
    sql: &str,
) -> Finding {
    let mut f = finding(
        format!("not_carried:{source}.{name}"),
        Notice,
        Kind::NotCarried,
        format!("The {kind} {name} is not carried over"),
        why,
    )
    .at(source);
    f.dataset = Some(name.to_owned());
    f.worst = Some(sql.to_owned());
    f
}

pub(in crate::resolve) fn settings_not_carried(source: &str, settings: &[String]) -> Finding {
    finding(
        format!("settings:{source}"),
        Notice,
        Kind::NotCarried,
        format!("Settings of {source} stay with it"),
        format!(
            "The target has its own. These do not come along: {}.",
            crate::words::list(settings)
        ),
    )
    .at(source)
}

pub(in crate::resolve) fn part_not_carried(
    from: &str,
    kind: &str,
    name: &str,
    words: &str,
) -> Finding {
    let mut f = finding(
        format!("not_carried:{from}:{kind}:{name}"),
        Notice,
        Kind::NotCarried,
        format!("The {kind} {name} of {from} is not carried over"),
        "The target is made without it.",
    )
    .at(from);
    f.worst = (!words.is_empty()).then(|| words.to_owned());
    f
}

pub(in crate::resolve) fn points_nowhere(
    from: &str,
    fields: &str,
    to: &str,
    parent: &str,
    accepted: bool,
) -> Finding {
    let edit = PlanEdit::Accept {
        from: from.to_owned(),
        field: None,
        what: "dangling".into(),
    };
    let include = PlanEdit::Include {
        from: parent.to_owned(),
    };
    let mut f = finding(
        format!("dangling:{from}.{fields}"),
        Decide,
        Kind::NotCarried,
        format!("{from} points at {to}, which does not come along"),
        format!("The foreign key on {fields} stays in the new table and points at nothing there."),
    )
    .at(from)
    .recommend(choice("include", format!("Move {to} too"), include))
    .choose(choice("accept", "Keep it so", edit));
    f.accepted = accepted;
    f
}
