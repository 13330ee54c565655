//! Lanes: what the run carries out, one dataset's way each, with all that is known about it beforehand.

use super::moving::{Moving, Planned};
use super::{Ground, Names, carried, findings};
use crate::{Lane, LaneField};
use drydock_model::{As, Dataset, Field, Logical, WriteMode};

pub(super) fn lanes(
    ground: &mut Ground<'_>,
    moving: &[Moving<'_>],
    planned: &[Planned<'_>],
    targets: Vec<Vec<Dataset>>,
) -> Vec<Lane> {
    let mut lanes = Vec::new();
    for (m, made) in moving.iter().zip(targets) {
        let mut made = made.into_iter();
        let Some(target) = made.next() else {
            continue;
        };
        if m.whole {
            for (part, target) in m.parts.iter().zip(made) {
                let mut lane = lane_of_part(ground, m, part.dataset, target);
                lane.index = lanes.len() as u32;
                lanes.push(lane);
            }
            continue;
        }
        let Some(mut lane) = lane_of_table(ground, m, target) else {
            continue;
        };
        lane.index = lanes.len() as u32;
        judge(ground, m, planned, &lane);
        lanes.push(lane);
    }
    lanes
}

fn lane_of_table(ground: &mut Ground<'_>, m: &Moving<'_>, target: Dataset) -> Option<Lane> {
    let fields: Option<Vec<LaneField>> = m
        .fields
        .iter()
        .map(|f| {
            let to = ground
                .names
                .find(target.fields.iter(), &f.to, |t: &Field| &t.name)?;
            Some(lane_field(
                ground,
                m,
                m.dataset,
                f.from,
                (&target, to),
                f.as_type,
                f.accept.clone(),
            ))
        })
        .collect();
    let Some(fields) = fields else {
        let why = "The target would be made without a field that the plan moves.";
        ground.findings.push(findings::cannot_make(&m.mv.from, why));
        return None;
    };
    let mut lane = Lane {
        index: 0,
        from: m.mv.from.clone(),
        source: m.source.to_owned(),
        dataset: m.dataset.clone(),
        target,
        fields,
        key: slicing_key(m.dataset),
        to_key: Vec::new(),
        write: m.mv.write,
        part_of: None,
        accept: m.mv.accept.clone(),
    };
    lane.to_key = key_in_target(&lane, m.same_kind).unwrap_or_default();
    Some(lane)
}

fn lane_of_part(ground: &Ground<'_>, m: &Moving<'_>, part: &Dataset, target: Dataset) -> Lane {
    let fields = part
        .stored_fields()
        .filter_map(|from| {
            let to = target.field(&from.name)?;
            Some(lane_field(
                ground,
                m,
                part,
                from,
                (&target, to),
                None,
                Vec::new(),
            ))
        })
        .collect();
    let mut lane = Lane {
        index: 0,
        from: format!("{}.{}", m.source, part.name),
        source: m.source.to_owned(),
        dataset: part.clone(),
        target,
        fields,
        key: slicing_key(part),
        to_key: Vec::new(),
        write: m.mv.write,
        part_of: Some(m.to.clone()),
        accept: m.mv.accept.clone(),
    };
    lane.to_key = key_in_target(&lane, true).unwrap_or_default();
    lane
}

fn lane_field(
    ground: &Ground<'_>,
    m: &Moving<'_>,
    dataset: &Dataset,
    from: &Field,
    (target, to): (&Dataset, &Field),
    as_type: Option<As>,
    accept: Vec<String>,
) -> LaneField {
    let dialect = ground.stores.target.connector.dialect();
    // A dialect knows the native words of its own kind only.
    let exact =
        as_type.is_none() && m.same_kind && dialect.always_exact((dataset, from), (target, to));
    LaneField {
        from: from.clone(),
        to: to.clone(),
        as_type,
        accept,
        exact,
    }
}

fn slicing_key(dataset: &Dataset) -> Vec<String> {
    dataset
        .slicing_key()
        .map(|k| k.fields.clone())
        .unwrap_or_default()
}

/// The key in the target's names, where the same range of it means the same rows there: every field arrives, no value
/// changes, and both ends sort alike.
fn key_in_target(lane: &Lane, same_kind: bool) -> Option<Vec<String>> {
    let mut to_key = Vec::new();
    for (i, name) in lane.key.iter().enumerate() {
        let field = lane.fields.iter().find(|f| f.from.name == *name)?;
        let sorts_anywhere = matches!(
            field.from.logical,
            Logical::Bool | Logical::Int { .. } | Logical::Bytes { .. } | Logical::Date
        );
        let own = lane
            .dataset
            .key
            .as_ref()
            .and_then(|k| k.collations.get(i))
            .map(String::as_str);
        let sorts_alike = same_kind && collations_equal(own, target_collation(lane, &field.to));
        if !(field.exact && (sorts_alike || sorts_anywhere)) {
            return None;
        }
        to_key.push(field.to.name.clone());
    }
    (!to_key.is_empty()).then_some(to_key)
}

fn target_collation<'a>(lane: &'a Lane, field: &'a Field) -> Option<&'a str> {
    let key = lane.target.key.as_ref();
    let at = key.and_then(|k| k.fields.iter().position(|f| *f == field.name));
    let of_key = key
        .zip(at)
        .and_then(|(k, at)| k.collations.get(at))
        .map(String::as_str);
    of_key.or(field.collation.as_deref())
}

/// Nothing said means the store's default, which is binary.
pub(super) fn collations_equal(a: Option<&str>, b: Option<&str>) -> bool {
    let plain = |c: Option<&str>| {
        c.filter(|c| !c.is_empty() && !c.eq_ignore_ascii_case("BINARY"))
            .map(str::to_ascii_uppercase)
    };
    plain(a) == plain(b)
}

/// What a person should know about the lane.
fn judge(ground: &mut Ground<'_>, m: &Moving<'_>, planned: &[Planned<'_>], lane: &Lane) {
    let from = &m.mv.from;
    if m.dataset.rows == Some(0) {
        ground.findings.push(findings::empty_dataset(from));
    } else if lane.key.is_empty() {
        ground.findings.push(findings::no_key(from));
    }
    if lane.write != WriteMode::Create {
        return;
    }
    ground.findings.extend(carried::lost(lane));
    points_nowhere(ground, m, planned, lane);
}

/// Foreign keys of the new table whose parents stay behind.
fn points_nowhere(ground: &mut Ground<'_>, m: &Moving<'_>, planned: &[Planned<'_>], lane: &Lane) {
    let names = Names {
        ignore_case: m.end.connector.profile().abilities.names_ignore_case,
    };
    for key in &m.dataset.foreign_keys {
        let comes = planned
            .iter()
            .any(|p| p.source == m.source && names.equal(&p.dataset.name, &key.to));
        let there = ground
            .stores
            .target
            .catalog
            .datasets
            .iter()
            .any(|d| names.equal(&d.name, &key.to));
        let parent = names.find(m.end.catalog.datasets.iter(), &key.to, |d: &Dataset| {
            &d.name
        });
        let kept = lane
            .target
            .foreign_keys
            .iter()
            .any(|k| names.equal(&k.to, &key.to));
        // What pointed at nothing before is as it was.
        let Some(parent) = parent.filter(|_| kept && !comes && !there) else {
            continue;
        };
        let accepted = m.mv.accept.iter().any(|a| a == "dangling");
        ground.findings.push(findings::points_nowhere(
            &m.mv.from,
            &key.fields.join(", "),
            &key.to,
            &format!("{}.{}", m.source, parent.name),
            accepted,
        ));
    }
}
