//! Views and triggers after the rows: a trigger that is there while rows are loaded would answer to each of them.

use super::carry::Carried;
use super::names::Names;
use super::words::words;
use super::{Making, quote, unsupported};
use drydock_connector::Fault;
use drydock_model::{Design, Object, ObjectKind, Phase};
use std::collections::HashMap;

/// Settings of a file that its programs live by.
const CARRIED_SETTINGS: [&str; 2] = ["user_version", "application_id"];

pub(super) fn make(
    design: &Design,
    carried: &HashMap<&str, Carried<'_>>,
    names: &mut Names,
    making: &mut Making,
) -> Result<(), Fault> {
    settings(design, making);
    let mut wanted: Vec<(&str, &Object)> = Vec::new();
    for (source, object) in &design.objects {
        // As it is after all renames.
        let object = carried
            .get(source.as_str())
            .and_then(|c| {
                c.objects
                    .iter()
                    .find(|o| (o.kind, &o.name) == (object.kind, &object.name))
            })
            .unwrap_or(object);
        refers_to_nothing_left(object)?;
        if !is_there(design, object)? && !is_wanted_twice(&wanted, source, object)? {
            wanted.push((source, object));
        }
    }
    let views = in_order(
        wanted
            .iter()
            .filter(|(_, o)| o.kind == ObjectKind::View)
            .copied()
            .collect(),
    );
    for (source, view) in views {
        names.give(&view.name, "a view", source)?;
        making.add(
            Phase::Objects,
            &view.name,
            view.sql.clone(),
            Some(format!("DROP VIEW {}", quote(&view.name))),
        );
    }
    for (source, trigger) in wanted.iter().filter(|(_, o)| o.kind == ObjectKind::Trigger) {
        let on = trigger.on.as_deref().unwrap_or_default();
        if !names.has_table(on) {
            return Err(unsupported(
                &trigger.name,
                format!("this trigger of {source} belongs to {on}, which does not come along"),
            ));
        }
        making.add(
            Phase::Objects,
            &trigger.name,
            trigger.sql.clone(),
            Some(format!("DROP TRIGGER {}", quote(&trigger.name))),
        );
    }
    Ok(())
}

/// Carried into a new file only, and only where there is no doubt whose they are.
fn settings(design: &Design, making: &mut Making) {
    if design.before.tables().next().is_some() {
        return;
    }
    for setting in CARRIED_SETTINGS {
        let values: Vec<&str> = design
            .sources
            .iter()
            .filter(|(name, c)| {
                c.kind == "sqlite" && design.tables.iter().any(|t| t.source == *name)
            })
            .flat_map(|(_, c)| &c.settings)
            .filter(|(name, value)| name == setting && value != "0")
            .map(|(_, value)| value.as_str())
            .collect();
        if let [value] = values.as_slice()
            && value.parse::<i64>().is_ok()
        {
            making.add(
                Phase::Objects,
                setting,
                format!("PRAGMA {setting} = {value}"),
                Some(format!("PRAGMA {setting} = 0")),
            );
        }
    }
}

fn refers_to_nothing_left(object: &Object) -> Result<(), Fault> {
    match words(&object.sql).any(|w| w.name().starts_with(super::rewrite::LEFT)) {
        true => Err(unsupported(
            &object.name,
            "it refers to a table that stays behind, while another table takes that one's name",
        )),
        false => Ok(()),
    }
}

/// The target has the very same already; another one of the name is a clash.
fn is_there(design: &Design, object: &Object) -> Result<bool, Fault> {
    let there = design
        .before
        .objects
        .iter()
        .find(|o| o.kind == object.kind && o.name.eq_ignore_ascii_case(&object.name));
    match there {
        None => Ok(false),
        Some(there) if there.sql == object.sql => Ok(true),
        Some(there) => Err(clash(object, "the target", &there.name)),
    }
}

/// Two sources of one schema have the same views; made once is enough.
fn is_wanted_twice(
    wanted: &[(&str, &Object)],
    source: &str,
    object: &Object,
) -> Result<bool, Fault> {
    let twin = wanted
        .iter()
        .find(|(_, o)| o.kind == object.kind && o.name.eq_ignore_ascii_case(&object.name));
    match twin {
        None => Ok(false),
        Some((_, twin)) if twin.sql == object.sql => Ok(true),
        Some((other, twin)) => Err(clash(object, &format!("{other} and {source}"), &twin.name)),
    }
}

fn clash(object: &Object, whose: &str, other: &str) -> Fault {
    let kind = match object.kind {
        ObjectKind::View => "view",
        ObjectKind::Trigger => "trigger",
    };
    unsupported(
        &object.name,
        format!("{whose}: each {kind} {other} is another one; one of them must be left out"),
    )
}

/// Who reads another view comes after it.
fn in_order<'a>(mut rest: Vec<(&'a str, &'a Object)>) -> Vec<(&'a str, &'a Object)> {
    let mut ordered = Vec::with_capacity(rest.len());
    while !rest.is_empty() {
        let waits = |view: &Object| {
            rest.iter()
                .filter(|(_, other)| !other.name.eq_ignore_ascii_case(&view.name))
                .any(|(_, other)| words(&view.sql).any(|w| w.names(&other.name)))
        };
        // Words can name a view and mean something else; then the order of the source will do.
        let next = rest.iter().position(|(_, v)| !waits(v)).unwrap_or(0);
        ordered.push(rest.remove(next));
    }
    ordered
}
