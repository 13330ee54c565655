//! What a table has around its fields (indexes, keys, checks, defaults) and would not have in the target: listed by
//! name, none dropped in silence (C32).

use super::findings::part_not_carried;
use crate::Lane;
use drydock_model::{Finding, ForeignKey, Index, Key};

pub(super) fn lost(lane: &Lane) -> Vec<Finding> {
    let (from, to) = (&lane.dataset, &lane.target);
    let mut lost = Vec::new();
    let mut say = |kind: &str, name: String, words: &str| {
        lost.push(part_not_carried(&lane.from, kind, &name, words));
    };
    if let Some(key) = &from.key
        && !to.key.as_ref().is_some_and(|k| same_fields(lane, key, k))
    {
        say("key", key.fields.join(", "), "");
    }
    let unique_there = |fields: &[String]| {
        let as_key = |k: &Key| k.fields == fields;
        to.key.as_ref().is_some_and(as_key)
            || to.unique.iter().any(as_key)
            || to
                .indexes
                .iter()
                .any(|i| i.unique && plain_fields(i).is_some_and(|f| f == fields))
    };
    for key in &from.unique {
        if !in_target(lane, &key.fields).is_some_and(|f| unique_there(&f)) {
            say("unique key", key.fields.join(", "), "");
        }
    }
    for index in &from.indexes {
        if !to.indexes.iter().any(|i| same_index(lane, index, i)) {
            say(
                "index",
                index.name.clone(),
                index.sql.as_deref().unwrap_or_default(),
            );
        }
    }
    for key in &from.foreign_keys {
        if !to
            .foreign_keys
            .iter()
            .any(|k| same_foreign_key(lane, key, k))
        {
            say(
                "foreign key",
                format!("{} to {}", key.fields.join(", "), key.to),
                "",
            );
        }
    }
    if to.checks.len() < from.checks.len() {
        for check in &from.checks {
            if !to.checks.iter().any(|c| c.expression == check.expression) {
                say(
                    "check",
                    check
                        .name
                        .clone()
                        .unwrap_or_else(|| check.expression.clone()),
                    &check.expression,
                );
            }
        }
    }
    for field in &lane.fields {
        let (a, b) = (&field.from, &field.to);
        // Nothing by default is what a field without a default has.
        let default = a
            .default
            .as_ref()
            .filter(|d| !d.eq_ignore_ascii_case("null"));
        if let Some(default) = default.filter(|_| b.default.is_none()) {
            say("default", a.name.clone(), default);
        }
        if let Some(collation) = a.collation.as_ref().filter(|_| b.collation.is_none()) {
            say("collation", a.name.clone(), collation);
        }
        if let Some(comment) = a.comment.as_ref().filter(|_| b.comment.is_none()) {
            say("comment", a.name.clone(), comment);
        }
    }
    for field in from.fields.iter().filter(|f| f.generated.is_some()) {
        let made_again = |name: &str| to.field(name).is_some_and(|f| f.generated.is_some());
        if !made_again(&field.name) {
            let words = field
                .generated
                .as_ref()
                .and_then(|g| g.expression.as_deref());
            say(
                "computed field",
                field.name.clone(),
                words.unwrap_or_default(),
            );
        }
    }
    lost
}

/// Names of source fields in the target; none where one does not arrive.
fn in_target(lane: &Lane, fields: &[String]) -> Option<Vec<String>> {
    fields
        .iter()
        .map(|name| {
            let arriving = lane
                .fields
                .iter()
                .find(|f| f.from.name == *name)
                .map(|f| f.to.name.clone());
            // A computed field keeps its name.
            arriving.or_else(|| {
                lane.target
                    .field(name)
                    .filter(|f| f.generated.is_some())
                    .map(|f| f.name.clone())
            })
        })
        .collect()
}

fn same_fields(lane: &Lane, from: &Key, to: &Key) -> bool {
    in_target(lane, &from.fields).is_some_and(|fields| fields == to.fields)
}

fn plain_fields(index: &Index) -> Option<Vec<String>> {
    index.parts.iter().map(|p| p.field.clone()).collect()
}

fn same_index(lane: &Lane, from: &Index, to: &Index) -> bool {
    let alike = from.parts.len() == to.parts.len()
        && from.unique == to.unique
        && from.condition.is_some() == to.condition.is_some();
    alike
        && from
            .parts
            .iter()
            .zip(&to.parts)
            .all(|(a, b)| match (&a.field, &b.field) {
                (Some(a), Some(b)) => {
                    in_target(lane, std::slice::from_ref(a)).is_some_and(|f| f == [b.clone()])
                }
                (None, None) => true,
                _ => false,
            })
}

fn same_foreign_key(lane: &Lane, from: &ForeignKey, to: &ForeignKey) -> bool {
    in_target(lane, &from.fields).is_some_and(|fields| fields == to.fields)
}
