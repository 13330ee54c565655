//! `drydock inspect`: what a store holds.

use crate::Desk;
use crate::args::Inspect;
use crate::problems::DONE;
use crate::table::Side::{Left, Right};
use crate::table::Table;
use drydock_app::Inspection;
use drydock_app::model::profile::DatasetProfile;
use drydock_app::model::{Catalog, Dataset, Field, ObjectKind, Problem, Role};
use drydock_app::words::{bytes, count, number};
use std::fmt::Write;

pub async fn carry_out(desk: &Desk, args: Inspect) -> Result<u8, Problem> {
    let inspection = desk.studio.inspect(&args.store, args.profile).await?;
    desk.out
        .result("inspection", &inspection, || text(&inspection));
    Ok(DONE)
}

fn text(inspection: &Inspection) -> String {
    let catalog = &inspection.catalog;
    let mut facts = vec![format!("{} {}", inspection.store, catalog.version)];
    facts.extend(catalog.encoding.clone());
    facts.extend(catalog.bytes.map(bytes));
    let mut out = format!("{}\n{}\n\n", inspection.address, facts.join(", "));
    out.push_str(&datasets(catalog));
    for dataset in catalog.tables() {
        let _ = write!(out, "\n{}\n", heading(dataset));
        out.push_str(&fields(dataset));
        for index in &dataset.indexes {
            let unique = if index.unique {
                "unique index"
            } else {
                "index"
            };
            let parts: Vec<String> = index
                .parts
                .iter()
                .filter_map(|p| p.field.clone().or_else(|| p.expression.clone()))
                .collect();
            let condition = index
                .condition
                .as_ref()
                .map_or_else(String::new, |c| format!(" where {c}"));
            let _ = writeln!(
                out,
                "  {unique} {} ({}){condition}",
                index.name,
                parts.join(", ")
            );
        }
        for key in &dataset.foreign_keys {
            let to = if key.to_fields.is_empty() {
                String::new()
            } else {
                format!(" ({})", key.to_fields.join(", "))
            };
            let _ = writeln!(out, "  {} points at {}{to}", key.fields.join(", "), key.to);
        }
        if let Some(profile) = inspection
            .profiles
            .iter()
            .find(|p| p.dataset == dataset.name)
        {
            out.push_str(&profiled(profile));
        }
    }
    for object in &catalog.objects {
        let kind = match object.kind {
            ObjectKind::View => "view",
            ObjectKind::Trigger => "trigger",
        };
        let on = object
            .on
            .as_ref()
            .map_or_else(String::new, |on| format!(" on {on}"));
        let _ = write!(out, "\n{kind} {}{on}\n", object.name);
    }
    out
}

fn datasets(catalog: &Catalog) -> String {
    let mut table = Table::new(&[
        ("Table", Left),
        ("Rows", Right),
        ("Fields", Right),
        ("Key", Left),
    ]);
    for dataset in catalog.tables() {
        let key = dataset
            .key
            .as_ref()
            .map_or_else(|| "none".into(), |k| k.fields.join(", "));
        table.row([
            dataset.name.clone(),
            dataset.rows.map_or_else(|| "?".into(), number),
            dataset.fields.len().to_string(),
            key,
        ]);
    }
    if catalog.tables().next().is_none() {
        return "It holds no tables.\n".into();
    }
    table.text("")
}

fn heading(dataset: &Dataset) -> String {
    let mut words = dataset.options.clone();
    if let Role::Virtual { module, .. } = &dataset.role {
        words.insert(0, format!("virtual table ({module})"));
    }
    match words.is_empty() {
        true => dataset.name.clone(),
        false => format!("{}, {}", dataset.name, words.join(", ")),
    }
}

fn fields(dataset: &Dataset) -> String {
    let mut table = Table::new(&[("Field", Left), ("Type", Left), ("", Left)]);
    for field in &dataset.fields {
        table.row([
            field.name.clone(),
            field.native.clone(),
            about(dataset, field),
        ]);
    }
    table.text("  ")
}

fn about(dataset: &Dataset, field: &Field) -> String {
    let mut words = Vec::new();
    if dataset
        .key
        .as_ref()
        .is_some_and(|k| k.fields.contains(&field.name))
    {
        words.push("key".to_owned());
    }
    if !field.nullable {
        words.push("not null".into());
    }
    if let Some(default) = &field.default {
        words.push(format!("default {default}"));
    }
    if let Some(generated) = &field.generated {
        words.push(match &generated.expression {
            Some(expression) => format!("made from {expression}"),
            None => "made by the store".into(),
        });
    }
    words.extend(field.collation.as_ref().map(|c| format!("compared by {c}")));
    words.join(", ")
}

fn profiled(profile: &DatasetProfile) -> String {
    let mut table = Table::new(&[
        ("Found in", Left),
        ("Types", Left),
        ("Null", Right),
        ("Empty", Right),
        ("Longest", Right),
    ]);
    for field in &profile.fields {
        let types: Vec<String> = field
            .types
            .iter()
            .map(|t| format!("{} {}", number(t.count), t.kind))
            .collect();
        table.row([
            field.field.clone(),
            types.join(", "),
            number(field.nulls),
            number(field.empty),
            count(field.longest, "byte", "bytes"),
        ]);
    }
    table.text("  ")
}
