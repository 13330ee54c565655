//! About fields and keys.

use super::*;
use FindingKind as Kind;
use Severity::{Fails, Notice};

pub(in crate::resolve) fn field_clash(from: &str, first: &str, field: &str, to: &str) -> Finding {
    finding(
        format!("field_clash:{from}.{field}"),
        Fails,
        Kind::NameClash,
        format!("Two fields of {from} go to {to}"),
        format!("{first} and {field} would become one field."),
    )
    .at_field(from, field)
    .choose(drop_field(from, field))
    .choose(drop_field(from, first))
}

pub(in crate::resolve) fn field_gone(from: &str, field: &str, dropped: bool) -> Finding {
    finding(
        format!("field_gone:{from}.{field}"),
        if dropped { Notice } else { Fails },
        Kind::Drift,
        format!("{from} has no field {field} any more"),
        if dropped {
            "The plan leaves it behind, and the source does not have it now."
        } else {
            "The plan says where it goes, but the source does not have it now."
        },
    )
    .at_field(from, field)
    .recommend(keep_field(from, field, "Take it out of the plan"))
}

pub(in crate::resolve) fn generated_decision(from: &str, field: &str) -> Finding {
    finding(
        format!("generated:{from}.{field}"),
        Fails,
        Kind::WouldFail,
        format!("{from}.{field} is computed and cannot be moved as a value"),
        "The target makes it again from the other fields, under its own name and as its own type.",
    )
    .at_field(from, field)
    .recommend(keep_field(from, field, "Let the target compute it"))
    .choose(drop_field(from, field))
}

pub(in crate::resolve) fn no_fields(from: &str) -> Finding {
    finding(
        format!("no_fields:{from}"),
        Fails,
        Kind::WouldFail,
        format!("No field of {from} would arrive"),
        "A row without fields cannot be moved.",
    )
    .at(from)
    .choose(leave(from))
}

pub(in crate::resolve) fn field_missing(
    from: &str,
    field: &str,
    to: &str,
    table: &str,
    free: &[String],
) -> Finding {
    let mut f = finding(
        format!("field_missing:{from}.{field}"),
        Fails,
        Kind::WouldFail,
        format!("{table} has no field {to}"),
        format!("Values of {field} have nowhere to go in the target."),
    )
    .at_field(from, field)
    .choose(drop_field(from, field));
    for name in free.iter().take(5) {
        f = f.choose(field_to(from, field, name));
    }
    f
}

pub(in crate::resolve) fn case_match(from: &str, field: &str, to: &str) -> Finding {
    finding(
        format!("case_match:{from}.{field}"),
        Notice,
        Kind::Other,
        format!("{field} goes to {to}"),
        "The names differ only in upper and lower case, which the target does not tell apart.",
    )
    .at_field(from, field)
}

pub(in crate::resolve) fn required_gets_nothing(from: &str, table: &str, field: &str) -> Finding {
    finding(
        format!("required:{from}.{field}"),
        Fails,
        Kind::WouldFail,
        format!("{table}.{field} gets nothing"),
        "The field must have a value, has no default, and no field of the source goes there.",
    )
    .at_field(from, field)
}

pub(in crate::resolve) fn gets_nothing(
    from: &str,
    table: &str,
    field: &str,
    default: Option<&str>,
) -> Finding {
    finding(
        format!("gets_nothing:{from}.{field}"),
        Notice,
        Kind::Other,
        format!("{table}.{field} gets nothing from {from}"),
        match default {
            Some(default) => format!("New rows have its default there: {default}."),
            None => "New rows have what the target puts there by itself, or no value.".to_owned(),
        },
    )
    .at_field(from, field)
}

pub(in crate::resolve) fn upsert_without_key(m: &Move) -> Finding {
    finding(
        format!("upsert_key:{}", m.from),
        Fails,
        Kind::NoKey,
        format!("{} has no key to find rows by", m.to),
        "Replacing rows with the same key needs a key of which every field arrives.",
    )
    .at(&m.from)
    .choose(write(&m.from, WriteMode::Append, "Add the rows"))
    .choose(write(&m.from, WriteMode::Replace, "Replace what is in it"))
}

pub(in crate::resolve) fn key_missing(m: &Move, field: &str) -> Finding {
    finding(
        format!("key_missing:{}.{field}", m.from),
        Fails,
        Kind::NoKey,
        format!("The key of {} names {field}, which does not arrive", m.to),
        "Every field of the key must be among the fields that are moved.",
    )
    .at(&m.from)
}

pub(in crate::resolve) fn key_other(m: &Move, table: &str, own: Option<String>) -> Finding {
    let own = own.map_or_else(
        || format!("{table} has none"),
        |own| format!("that of {table} is {own}"),
    );
    finding(
        format!("key_other:{}", m.from),
        Fails,
        Kind::NoKey,
        format!("{table} is there already, with another key"),
        format!("The plan asks for the key {}; {own}.", m.key.join(", ")),
    )
    .at(&m.from)
}

pub(in crate::resolve) fn no_conversion(
    from: &str,
    field: &str,
    native: &str,
    wanted: As,
) -> Finding {
    let word = crate::convert::as_word(wanted);
    let edit = PlanEdit::FieldAs {
        from: from.to_owned(),
        field: field.to_owned(),
        as_type: None,
    };
    finding(
        format!("no_conversion:{from}.{field}"),
        Fails,
        Kind::WouldFail,
        format!("{native} cannot become {word}"),
        format!("No value of {field} could be converted, so no row would arrive."),
    )
    .at_field(from, field)
    .recommend(choice("as_it_is", format!("Move {field} as it is"), edit))
}

pub(in crate::resolve) fn type_loses(
    from: &str,
    field: &str,
    native: &str,
    to: &str,
    loses: &str,
) -> Finding {
    finding(
        format!("type:{from}.{field}"),
        Notice,
        Kind::TypeNarrowed,
        format!("{field} becomes {to}"),
        format!("{native} has no equal in the target: {loses}."),
    )
    .at_field(from, field)
}
