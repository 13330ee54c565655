//! Views and triggers after the rows: a trigger that is there while rows are loaded would answer to each of them.

use super::carry::Renames;
use super::{Making, fitting, quote, unsupported};
use drydock_connector::Fault;
use drydock_model::{Design, Object, ObjectKind, Phase};

pub(super) fn make(design: &Design, making: &mut Making) -> Result<(), Fault> {
    let mut wanted: Vec<(&str, &Object)> = Vec::new();
    for (source, object) in &design.objects {
        speaks_of_what_is_there(design, source, object)?;
        let same = |other: &&Object| other.kind == object.kind && other.name == object.name;
        let there = design
            .before
            .objects
            .iter()
            .find(same)
            .or_else(|| wanted.iter().map(|(_, o)| *o).find(same));
        match there {
            None => wanted.push((source, object)),
            // The very same: once is enough.
            Some(there) if there.sql == object.sql => {}
            Some(_) => {
                return Err(unsupported(
                    &object.name,
                    "the target has or gets another one of this name",
                ));
            }
        }
    }
    let of = |kind| wanted.iter().filter(move |(_, o)| o.kind == kind);
    let views = in_order(of(ObjectKind::View).map(|(_, o)| *o).collect());
    for view in views {
        let drop = format!("DROP VIEW {}", quote(&view.name));
        making.add(Phase::Objects, &view.name, view.sql.clone(), Some(drop));
    }
    for (_, trigger) in of(ObjectKind::Trigger) {
        let drop = format!("DROP TRIGGER {}", quote(&trigger.name));
        making.add(
            Phase::Objects,
            &trigger.name,
            trigger.sql.clone(),
            Some(drop),
        );
    }
    Ok(())
}

/// Their text is the source's; it is right here only where all that it names has the same name.
fn speaks_of_what_is_there(design: &Design, source: &str, object: &Object) -> Result<(), Fault> {
    let tables = || design.tables.iter().filter(|t| t.source == source);
    for table in tables() {
        let renamed = fitting(&table.to) != table.from.name;
        if renamed && object.sql.contains(&quote(&table.from.name)) {
            return Err(unsupported(
                &object.name,
                format!("it speaks of {}, which gets another name", table.from.name),
            ));
        }
        if object.sql.contains(&quote(&table.from.name)) && Renames::of(table).touch(&object.sql) {
            return Err(unsupported(
                &object.name,
                format!(
                    "it speaks of a field of {} that is renamed or left out",
                    table.from.name
                ),
            ));
        }
    }
    if let Some(on) = &object.on {
        let comes = tables().any(|t| fitting(&t.to) == *on) || design.before.dataset(on).is_some();
        if !comes {
            return Err(unsupported(
                &object.name,
                format!("this trigger belongs to {on}, which does not come along"),
            ));
        }
    }
    Ok(())
}

/// Who reads another view comes after it.
fn in_order(mut rest: Vec<&Object>) -> Vec<&Object> {
    let mut ordered = Vec::with_capacity(rest.len());
    while !rest.is_empty() {
        let waits = |view: &Object| {
            rest.iter()
                .any(|other| other.name != view.name && view.sql.contains(&quote(&other.name)))
        };
        // A name can mean something else; then the order of the source will do.
        let next = rest.iter().position(|v| !waits(v)).unwrap_or(0);
        ordered.push(rest.remove(next));
    }
    ordered
}
