//! A table for a dataset of another kind of store: its fields in SQLite's types, its keys, and of the rest what means
//! the same everywhere. Expressions in another store's words are not taken over.

use super::{quote, table};
use crate::dialect::{native_as, types};
use drydock_model::{Dataset, Design, Field, ForeignKey, Index, IndexPart, Key, TableDesign};

/// The table in the target's names and types, without the details that only SQLite can tell.
pub(super) fn dataset(design: &Design, wanted: &TableDesign) -> Dataset {
    let from = &wanted.from;
    let mut made = Dataset {
        name: wanted.to.clone(),
        fields: wanted
            .fields
            .iter()
            .filter_map(|(field, to, as_type)| {
                let field = from.field(field)?;
                let native = match as_type {
                    Some(wanted) => native_as(*wanted, false).to_owned(),
                    None => types::native(&field.logical).0,
                };
                Some(Field {
                    name: to.clone(),
                    native,
                    logical: field.logical.clone(),
                    nullable: field.nullable,
                    default: field.default.as_deref().and_then(literal),
                    generated: None,
                    collation: None,
                    comment: None,
                })
            })
            .collect(),
        ..Dataset::default()
    };
    made.key = match wanted.key.is_empty() {
        true => from.key.as_ref().and_then(|k| renamed_key(wanted, k)),
        false => Some(Key {
            fields: wanted.key.clone(),
            ..Key::default()
        }),
    };
    made.unique = from
        .unique
        .iter()
        .filter_map(|k| renamed_key(wanted, k))
        .collect();
    made.foreign_keys = from
        .foreign_keys
        .iter()
        .filter_map(|k| foreign_key(design, wanted, k))
        .collect();
    made.indexes = from
        .indexes
        .iter()
        .filter_map(|i| index(wanted, i))
        .collect();
    if from.sequence.is_some() && has_integer_key(&made) {
        made.options.push("AUTOINCREMENT".into());
    }
    made.sql = Some(table::create(&made));
    made
}

fn has_integer_key(made: &Dataset) -> bool {
    let key = made.key.as_ref().map(|k| k.fields.as_slice());
    match key {
        Some([one]) => made.field(one).is_some_and(|f| f.native == "INTEGER"),
        _ => false,
    }
}

fn new_name(wanted: &TableDesign, field: &str) -> Option<String> {
    wanted
        .fields
        .iter()
        .find(|(from, ..)| from == field)
        .map(|(_, to, _)| to.clone())
}

fn new_names(wanted: &TableDesign, fields: &[String]) -> Option<Vec<String>> {
    fields.iter().map(|f| new_name(wanted, f)).collect()
}

/// None where a part of it does not arrive. Its order and its collation are the target's.
fn renamed_key(wanted: &TableDesign, key: &Key) -> Option<Key> {
    Some(Key {
        name: key.name.clone(),
        fields: new_names(wanted, &key.fields)?,
        ..Key::default()
    })
}

/// None where what it refers to does not come along.
fn foreign_key(design: &Design, wanted: &TableDesign, key: &ForeignKey) -> Option<ForeignKey> {
    let parent = design
        .tables
        .iter()
        .find(|t| t.source == wanted.source && t.from.name == key.to)?;
    Some(ForeignKey {
        fields: new_names(wanted, &key.fields)?,
        to: parent.to.clone(),
        to_fields: new_names(parent, &key.to_fields)?,
        ..key.clone()
    })
}

fn index(wanted: &TableDesign, index: &Index) -> Option<Index> {
    if index.condition.is_some() {
        return None;
    }
    let parts = index
        .parts
        .iter()
        .map(|p| {
            Some(IndexPart {
                field: Some(new_name(wanted, p.field.as_deref()?)?),
                descending: p.descending,
                ..IndexPart::default()
            })
        })
        .collect::<Option<Vec<_>>>()?;
    let listed: Vec<String> = parts
        .iter()
        .filter_map(|p| p.field.as_deref().map(|f| (f, p.descending)))
        .map(|(field, descending)| quote(field) + if descending { " DESC" } else { "" })
        .collect();
    Some(Index {
        name: index.name.clone(),
        unique: index.unique,
        sql: Some(format!(
            "CREATE {}INDEX {} ON {} ({})",
            if index.unique { "UNIQUE " } else { "" },
            quote(&index.name),
            quote(&wanted.to),
            listed.join(", ")
        )),
        parts,
        condition: None,
    })
}

/// A default that is a plain value means the same in every store; all else is in another store's words (C32).
fn literal(default: &str) -> Option<String> {
    let text = default.trim();
    let number = text.parse::<f64>().is_ok_and(f64::is_finite);
    let inner = text.strip_prefix('\'').and_then(|t| t.strip_suffix('\''));
    let string = inner.is_some_and(|t| !t.replace("''", "").contains('\''));
    let word = [
        "NULL",
        "TRUE",
        "FALSE",
        "CURRENT_TIMESTAMP",
        "CURRENT_DATE",
        "CURRENT_TIME",
    ]
    .iter()
    .any(|w| w.eq_ignore_ascii_case(text));
    (number || string || word).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c32_only_plain_values_are_taken_over_as_defaults() {
        for (default, taken) in [
            ("1", true),
            ("-1.5e3", true),
            ("'it''s'", true),
            ("null", true),
            ("CURRENT_TIMESTAMP", true),
            ("'a' || 'b'", false),
            ("nextval('x')", false),
            ("b'0'", false),
            ("'", false),
            ("inf", false),
            ("now()", false),
        ] {
            assert_eq!(literal(default).is_some(), taken, "{default}");
        }
    }
}
