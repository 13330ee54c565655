//! Views and triggers: carried between stores of one kind where all that they need comes along, listed by name with
//! their SQL otherwise (C35).

use super::mentions::mentioned;
use super::moving::{Moving, Planned};
use super::{Ground, Names, findings};
use crate::SourceEnd;
use drydock_model::{Object, ObjectKind};

/// The objects to carry, with the source that each comes from.
pub(super) fn carried(
    ground: &mut Ground<'_>,
    moving: &[Moving<'_>],
    planned: &[Planned<'_>],
) -> Vec<(String, Object)> {
    let mut all = Vec::new();
    let sources: Vec<&String> = ground.plan.sources.keys().collect();
    for source in sources {
        let Some(end) = ground.stores.sources.get(source) else {
            continue;
        };
        let of_source = Source {
            name: source,
            end,
            names: Names {
                ignore_case: end.connector.profile().abilities.names_ignore_case,
            },
            moving,
            planned,
        };
        let wanted = end
            .catalog
            .objects
            .iter()
            .filter(|o| !ground.plan.leave.contains(&format!("{source}.{}", o.name)))
            .collect();
        let (carried, left) = judge_all(ground, &of_source, &all, wanted);
        for (object, why) in left {
            let kind = word(object.kind);
            ground.findings.push(findings::object_not_carried(
                source,
                kind,
                &object.name,
                why,
                &object.sql,
            ));
        }
        all.extend(carried.into_iter().map(|o| (source.clone(), o.clone())));
    }
    all
}

struct Source<'a> {
    name: &'a str,
    end: &'a SourceEnd,
    names: Names,
    moving: &'a [Moving<'a>],
    planned: &'a [Planned<'a>],
}

type Judged<'a> = (Vec<&'a Object>, Vec<(&'a Object, String)>);

/// An object that another one needs may itself be left behind, so this goes on until nothing changes.
fn judge_all<'a>(
    ground: &Ground<'_>,
    source: &Source<'a>,
    before: &[(String, Object)],
    mut wanted: Vec<&'a Object>,
) -> Judged<'a> {
    let mut left: Vec<(&Object, String)> = Vec::new();
    loop {
        let gone: Vec<&Object> = left.iter().map(|(o, _)| *o).collect();
        let why = wanted
            .iter()
            .enumerate()
            .find_map(|(i, o)| Some((i, why_not(ground, source, before, &gone, o)?)));
        match why {
            Some((i, why)) => left.push((wanted.remove(i), why)),
            None => return (wanted, left),
        }
    }
}

fn why_not(
    ground: &Ground<'_>,
    source: &Source<'_>,
    before: &[(String, Object)],
    gone: &[&Object],
    object: &Object,
) -> Option<String> {
    let target = &ground.stores.target;
    if source.end.catalog.kind != target.catalog.kind {
        return Some("The target is another kind of store, which cannot read its SQL.".into());
    }
    if !target.connector.profile().abilities.objects {
        return Some("The target does not take views and triggers.".into());
    }
    // The very same one is no clash: it is there already, or made once for both.
    let equal = |name: &str| ground.names.equal(name, &object.name);
    let clashes = |o: &Object| o.kind == object.kind && equal(&o.name) && o.sql != object.sql;
    let is_table = target.catalog.datasets.iter().any(|d| equal(&d.name))
        || source.moving.iter().any(|m| equal(&m.to));
    if target.catalog.objects.iter().any(clashes) || (object.kind == ObjectKind::View && is_table) {
        return Some("The target has something else of that name.".into());
    }
    if let Some((other, _)) = before.iter().find(|(_, o)| clashes(o)) {
        return Some(format!("Another one of the same name comes from {other}."));
    }
    needs(source, gone, object)
}

/// What the object mentions and does not find in the target.
fn needs(source: &Source<'_>, gone: &[&Object], object: &Object) -> Option<String> {
    let words = mentioned(&object.sql);
    let mentions = |name: &str| match &words {
        Some(words) => words.iter().any(|w| source.names.equal(w, name)),
        // What cannot be read may need anything.
        None => true,
    };
    for dataset in source.end.catalog.tables() {
        if !mentions(&dataset.name) {
            continue;
        }
        let planned = source
            .planned
            .iter()
            .any(|p| p.source == source.name && p.dataset.name == dataset.name);
        let moved = source
            .moving
            .iter()
            .find(|m| m.source == source.name && m.dataset.name == dataset.name);
        match moved {
            None if planned => {
                return Some(format!(
                    "It needs {}, which cannot be moved as planned.",
                    dataset.name
                ));
            }
            None => return Some(format!("It needs {}, which is not moved.", dataset.name)),
            Some(m) if m.is_there => {
                return Some(format!(
                    "{} is in the target already, whose own definitions stay.",
                    m.to
                ));
            }
            Some(m) => {
                if let Some(field) = m.dropped.iter().find(|name| mentions(name)) {
                    return Some(format!(
                        "It needs {}.{field}, which does not arrive.",
                        dataset.name
                    ));
                }
            }
        }
    }
    let other = gone
        .iter()
        .find(|o| o.name != object.name && mentions(&o.name));
    if let Some(other) = other {
        return Some(format!(
            "It needs the {} {}, which is not carried over.",
            word(other.kind),
            other.name
        ));
    }
    None
}

pub(super) fn word(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::View => "view",
        ObjectKind::Trigger => "trigger",
    }
}
