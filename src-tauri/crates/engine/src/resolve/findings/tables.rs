//! About sources, tables and where they go.

use super::*;
use FindingKind as Kind;
use Severity::{Decide, Fails, Notice};

pub(in crate::resolve) fn same_store(source: &str) -> Finding {
    finding(
        format!("same_store:{source}"),
        Fails,
        Kind::WouldFail,
        format!("{source} is both a source and the target"),
        "What is read must not be written at the same time. Choose another target.",
    )
    .at(source)
}

pub(in crate::resolve) fn nothing_to_move() -> Finding {
    finding(
        "nothing_to_move",
        Fails,
        Kind::WouldFail,
        "There is nothing to move",
        "No table of the sources is moved by this plan.",
    )
}

pub(in crate::resolve) fn empty_source(source: &str) -> Finding {
    finding(
        format!("empty_source:{source}"),
        Notice,
        Kind::Other,
        format!("{source} holds no tables"),
        "The source was read and there is nothing in it to move.",
    )
    .at(source)
}

pub(in crate::resolve) fn empty_dataset(from: &str) -> Finding {
    let mut f = finding(
        format!("empty:{from}"),
        Notice,
        Kind::Other,
        format!("{from} has no rows"),
        "There is nothing in it to move but the table itself.",
    );
    f.count = Some(0);
    f.at(from)
}

pub(in crate::resolve) fn dataset_gone(from: &str) -> Finding {
    finding(
        format!("dataset_gone:{from}"),
        Fails,
        Kind::Drift,
        format!("{from} is not there any more"),
        "The plan moves it, but the source has no table of this name now.",
    )
    .at(from)
    .choose(choice(
        "leave",
        "Take it out of the plan",
        PlanEdit::Leave {
            from: from.to_owned(),
        },
    ))
}

pub(in crate::resolve) fn not_a_table(from: &str, why: String) -> Finding {
    finding(
        format!("not_a_table:{from}"),
        Fails,
        Kind::WouldFail,
        format!("{from} cannot be moved on its own"),
        why,
    )
    .at(from)
    .recommend(choice(
        "leave",
        "Take it out of the plan",
        PlanEdit::Leave {
            from: from.to_owned(),
        },
    ))
}

pub(in crate::resolve) fn left_gone(from: &str) -> Finding {
    finding(
        format!("left_gone:{from}"),
        Notice,
        Kind::Drift,
        format!("{from} is not there any more"),
        "The plan leaves it where it is, but the source has nothing of this name now.",
    )
    .at(from)
}

pub(in crate::resolve) fn not_moved(from: &str, rows: Option<u64>) -> Finding {
    let mut f = finding(
        format!("not_moved:{from}"),
        Decide,
        Kind::NotMoved,
        format!("{from} is not in the plan"),
        "Nothing is left behind without a decision: move it, or say that it stays.",
    )
    .at(from);
    f.count = rows;
    let from = from.to_owned();
    f.recommend(choice(
        "include",
        "Move it too",
        PlanEdit::Include { from: from.clone() },
    ))
    .choose(leave(&from))
}

pub(in crate::resolve) fn moved_and_left(from: &str) -> Finding {
    finding(
        format!("moved_and_left:{from}"),
        Decide,
        Kind::NotMoved,
        format!("{from} is both moved and left where it is"),
        "The plan names it in a move and in what is left. As it stands, it is moved.",
    )
    .at(from)
    .recommend(choice(
        "include",
        "Move it",
        PlanEdit::Include {
            from: from.to_owned(),
        },
    ))
    .choose(leave(from))
}

pub(in crate::resolve) fn target_exists(m: &Move, whole: bool, other: String) -> Finding {
    let to = &m.to;
    let f = finding(
        format!("target_exists:{}", m.from),
        Fails,
        Kind::WouldFail,
        format!("{to} is there already"),
        format!("The plan makes {to} anew, but the target has something of that name."),
    )
    .at(&m.from);
    // What a module keeps can only be made anew.
    if whole {
        return f.choose(rename(&m.from, other)).choose(leave(&m.from));
    }
    f.choose(write(&m.from, WriteMode::Append, "Add the rows to it"))
        .choose(write(&m.from, WriteMode::Replace, "Replace what is in it"))
        .choose(rename(&m.from, other))
}

/// Something that is no table has the name.
pub(in crate::resolve) fn name_taken(m: &Move, by: &str, other: String) -> Finding {
    let to = &m.to;
    finding(
        format!("name_taken:{}", m.from),
        Fails,
        Kind::NameClash,
        format!("The name {to} is taken"),
        format!("The target has a {by} of that name, which no rows can be put into."),
    )
    .at(&m.from)
    .recommend(rename(&m.from, other))
}

pub(in crate::resolve) fn target_missing(m: &Move) -> Finding {
    let to = &m.to;
    finding(
        format!("target_missing:{}", m.from),
        Fails,
        Kind::WouldFail,
        format!("{to} is not there"),
        format!("The plan puts rows into {to}, but the target has no table of that name."),
    )
    .at(&m.from)
    .recommend(write(&m.from, WriteMode::Create, "Make it"))
}

pub(in crate::resolve) fn name_clash(
    m: &Move,
    first: &Move,
    whole: bool,
    other: String,
) -> Finding {
    let same = m.to == first.to;
    let (what, why) = if same {
        (format!("Two tables go to {}", m.to), String::new())
    } else {
        (
            format!("{} and {} are one name to the target", first.to, m.to),
            " The target does not tell upper and lower case apart in names.".to_owned(),
        )
    };
    let f = finding(
        format!("name_clash:{}", m.from),
        Fails,
        Kind::NameClash,
        what,
        format!("{} and {} would become one table.{why}", first.from, m.from),
    )
    .at(&m.from)
    .recommend(rename(&m.from, other));
    let adds = (same && !whole)
        .then(|| write(&m.from, WriteMode::Append, "Add its rows to the same table"));
    adds.into_iter().fold(f, At::choose).choose(leave(&m.from))
}

pub(in crate::resolve) fn virtual_decision(from: &str) -> Finding {
    finding(
        format!("virtual:{from}"),
        Fails,
        Kind::WouldFail,
        format!("{from} moves whole or not at all"),
        "It is a virtual table: what its module keeps is moved as it is, so that its fields cannot be \
         changed and its rows cannot be added to what is there.",
    )
    .at(from)
    .choose(leave(from))
}

pub(in crate::resolve) fn no_key(from: &str) -> Finding {
    finding(
        format!("no_key:{from}"),
        Notice,
        Kind::NoKey,
        format!("{from} has no key that names its rows"),
        "It is moved in one slice: a stop begins it again.",
    )
    .at(from)
}

pub(in crate::resolve) fn cannot_make(from: &str, why: &str) -> Finding {
    finding(
        format!("cannot_make:{from}"),
        Fails,
        Kind::WouldFail,
        format!("{from} cannot be made in the target"),
        why,
    )
    .at(from)
    .choose(leave(from))
}

pub(in crate::resolve) fn no_statements(place: &str, why: &str) -> Finding {
    finding(
        format!("statements:{place}"),
        Fails,
        Kind::WouldFail,
        format!("{place} cannot be made in the target"),
        why,
    )
}
