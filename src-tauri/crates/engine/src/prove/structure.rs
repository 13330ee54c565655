//! Keys, indexes, foreign keys, views, triggers and sequences: present as they were designed.

use crate::{Lane, Resolved};
use drydock_model::proof::ProofCheck;
use drydock_model::{Catalog, Dataset, ForeignKey, Index, Key, Phase};
use std::collections::BTreeSet;

pub(super) fn compare(resolved: &Resolved, found: &Catalog) -> Vec<ProofCheck> {
    let mut checks = Vec::new();
    let mut seen = BTreeSet::new();
    for lane in &resolved.lanes {
        if seen.insert(&lane.target.name)
            && let Some(dataset) = found.dataset(&lane.target.name)
        {
            checks.extend(keys(&lane.target, dataset));
            checks.extend(indexes(resolved, lane, dataset));
            checks.extend(foreign_keys(&lane.target, dataset));
        }
    }
    checks.extend(objects(resolved, found));
    checks.extend(sequences(resolved, found));
    checks
}

fn check(kind: &str, object: &str, expected: &str, found: String) -> ProofCheck {
    ProofCheck {
        kind: kind.into(),
        object: object.to_owned(),
        holds: expected == found,
        expected: expected.to_owned(),
        found,
    }
}

fn keys(wanted: &Dataset, found: &Dataset) -> Vec<ProofCheck> {
    let mut checks = Vec::new();
    if let Some(key) = &wanted.key {
        let words = |fields: &[String]| format!("key of {}", fields.join(", "));
        let there = found
            .key
            .as_ref()
            .map_or("no key".into(), |k| words(&k.fields));
        checks.push(check("keys", &wanted.name, &words(&key.fields), there));
    }
    for key in &wanted.unique {
        let same: BTreeSet<&String> = key.fields.iter().collect();
        let there = found
            .unique
            .iter()
            .any(|k| k.fields.iter().collect::<BTreeSet<_>>() == same)
            || found
                .indexes
                .iter()
                .any(|i| i.unique && fields_of(i) == same);
        let expected = format!("{} unique", key.fields.join(", "));
        let found = if there {
            expected.clone()
        } else {
            "not unique".into()
        };
        checks.push(check("keys", &wanted.name, &expected, found));
    }
    checks
}

fn fields_of(index: &Index) -> BTreeSet<&String> {
    index
        .parts
        .iter()
        .filter_map(|p| p.field.as_ref())
        .collect()
}

fn indexes(resolved: &Resolved, lane: &Lane, found: &Dataset) -> Vec<ProofCheck> {
    let mut checks: Vec<ProofCheck> = Vec::new();
    for index in &lane.target.indexes {
        // Some stores name what they make by themselves; then the shape decides.
        let there = found
            .indexes
            .iter()
            .any(|i| i.name == index.name || same_shape(i, index))
            || is_unique_key(found, index);
        checks.push(present("indexes", &index.name, there));
    }
    let made = resolved
        .statements
        .iter()
        .filter(|s| s.phase == Phase::Indexes);
    for statement in made.filter(|s| found.indexes.iter().any(|i| i.name == s.object)) {
        if !lane
            .target
            .indexes
            .iter()
            .any(|i| i.name == statement.object)
        {
            checks.push(present("indexes", &statement.object, true));
        }
    }
    checks
}

/// Some stores tell a unique index as the key that it is.
fn is_unique_key(found: &Dataset, index: &Index) -> bool {
    let plain = index.condition.is_none() && index.parts.iter().all(|p| p.field.is_some());
    let as_key = |key: &Key| {
        key.fields
            .iter()
            .eq(index.parts.iter().filter_map(|p| p.field.as_ref()))
    };
    index.unique && plain && found.unique.iter().any(as_key)
}

fn same_shape(a: &Index, b: &Index) -> bool {
    a.unique == b.unique && a.parts == b.parts && a.condition == b.condition
}

fn present(kind: &str, object: &str, there: bool) -> ProofCheck {
    let found = if there { "present" } else { "missing" };
    check(kind, object, "present", found.into())
}

fn foreign_keys(wanted: &Dataset, found: &Dataset) -> Vec<ProofCheck> {
    wanted
        .foreign_keys
        .iter()
        .map(|key| {
            let there = found.foreign_keys.iter().any(|k| same_reference(k, key));
            let object = format!("{}.{} to {}", wanted.name, key.fields.join(", "), key.to);
            present("foreign_keys", &object, there)
        })
        .collect()
}

fn same_reference(a: &ForeignKey, b: &ForeignKey) -> bool {
    // Without fields of its own it means the other's key.
    let to_fields = a.to_fields == b.to_fields || a.to_fields.is_empty() || b.to_fields.is_empty();
    a.fields == b.fields && a.to == b.to && to_fields
}

/// Views, triggers, and facts about the whole store that a move carries.
fn objects(resolved: &Resolved, found: &Catalog) -> Vec<ProofCheck> {
    let made = resolved
        .statements
        .iter()
        .filter(|s| s.phase == Phase::Objects);
    made.map(|s| {
        let sources = resolved
            .design
            .sources
            .iter()
            .flat_map(|(_, c)| &c.settings);
        let wanted: Vec<&String> = sources
            .filter(|(name, _)| *name == s.object)
            .map(|(_, v)| v)
            .collect();
        let there = if wanted.is_empty() {
            found.objects.iter().any(|o| o.name == s.object) || found.dataset(&s.object).is_some()
        } else {
            found
                .settings
                .iter()
                .any(|(name, value)| *name == s.object && wanted.contains(&value))
        };
        present("objects", &s.object, there)
    })
    .collect()
}

/// A sequence that stands behind the data would give numbers out twice (C30).
fn sequences(resolved: &Resolved, found: &Catalog) -> Vec<ProofCheck> {
    let set = resolved
        .statements
        .iter()
        .filter(|s| s.phase == Phase::Sequences);
    set.filter_map(|s| {
        let wanted: i128 = resolved
            .lanes
            .iter()
            .filter(|l| l.target.name == s.object)
            .filter_map(|l| l.dataset.sequence.as_ref()?.parse().ok())
            .max()?;
        let stands = found.dataset(&s.object)?.sequence.clone();
        let number: Option<i128> = stands.as_ref().and_then(|n| n.parse().ok());
        Some(ProofCheck {
            kind: "sequences".into(),
            object: s.object.clone(),
            expected: format!("at least {wanted}"),
            found: stands.unwrap_or_else(|| "none".into()),
            holds: number.is_some_and(|n| n >= wanted),
        })
    })
    .collect()
}
