//! The statements that make a design true, and the tables as they will be: worked out without touching any file, so
//! that both can be shown beforehand.
//!
//! Tables come before their rows, indexes after them, and what answers to rows (triggers) last.

mod carry;
mod foreign;
mod names;
mod objects;
mod rehearse;
mod rewrite;
mod scratch;
mod table;
pub(crate) mod words;

#[cfg(test)]
mod tests;

use crate::affinity::has_option;
use crate::fault::At;
use crate::receipts;
use carry::{Carried, carried};
use drydock_connector::{Fault, FaultKind, Making};
use drydock_model::{
    Dataset, Design, Phase, Role, Statement, StatementLabel, TableDesign, WriteMode,
};
use names::Names;
use scratch::Scratch;
use std::collections::HashMap;

/// A name as SQL writes it, whatever is in it (C37).
pub(crate) fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn string(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn unsupported(place: &str, message: impl Into<String>) -> Fault {
    Fault::new(FaultKind::Unsupported, place, message)
}

pub(crate) fn designed(design: &Design, index: usize) -> Result<Dataset, Fault> {
    let Some(wanted) = design.tables.get(index) else {
        return Err(Fault::new(
            FaultKind::Internal,
            "design",
            "no such table in it",
        ));
    };
    reserved(design, wanted)?;
    let mut dataset = match wanted.write {
        WriteMode::Create => created(design, wanted)?,
        _ => existing(design, wanted)?,
    };
    if wanted.write == WriteMode::Create {
        let names = Names::of(design);
        for made in &mut dataset.indexes {
            named(made, names.index(index, &made.name).to_owned());
        }
        dataset.name = match &wanted.from.role {
            Role::Part { of } => part_name(design, wanted, of)?,
            _ => wanted.to.clone(),
        };
        dataset.rows = None;
        dataset.bytes = None;
        dataset.sequence = None;
    }
    if let Some(encoding) = design
        .before
        .encoding
        .as_deref()
        .filter(|e| e.starts_with("UTF-16"))
    {
        // Not every text fits there: see `landed`.
        dataset.options.push(encoding.to_owned());
    }
    Ok(dataset)
}

/// Receipts land beside the rows, so their table must be free to be ours.
fn reserved(design: &Design, wanted: &TableDesign) -> Result<(), Fault> {
    if receipts::is_name(&wanted.to) {
        return Err(unsupported(
            &wanted.to,
            format!(
                "{} is where Drydock keeps its receipts; give the table another name",
                wanted.to
            ),
        ));
    }
    let mut there = design.before.datasets.iter();
    match there.find(|d| receipts::is_name(&d.name) && d.role != Role::System) {
        Some(_) => Err(receipts::taken(&wanted.to)),
        None => Ok(()),
    }
}

fn created(design: &Design, wanted: &TableDesign) -> Result<Dataset, Fault> {
    if matches!(wanted.from.role, Role::Part { .. }) {
        return Ok(wanted.from.clone());
    }
    if takes_over(wanted) {
        return match taken_over(design, wanted) {
            Err(fault) if !is_about(&fault, wanted) && design.tables.len() > 1 => {
                // Another table of the source cannot be what the plan wants. That is said when it is asked for; this
                // one shall not be blamed for it.
                let alone = Design {
                    before: drydock_model::Catalog::default(),
                    tables: vec![wanted.clone()],
                    objects: Vec::new(),
                    sources: design.sources.clone(),
                };
                taken_over(&alone, wanted)
            }
            taken => taken,
        };
    }
    if matches!(wanted.from.role, Role::Virtual { .. }) {
        return Err(unsupported(
            &wanted.from.name,
            "what a module keeps can be made only from the statement that made it",
        ));
    }
    // SQLite itself says what the statement means.
    let dataset = foreign::dataset(design, wanted);
    let scratch = Scratch::empty()?;
    for sql in dataset
        .sql
        .iter()
        .chain(dataset.indexes.iter().filter_map(|i| i.sql.as_ref()))
    {
        scratch.execute(sql, []).at(&wanted.to)?;
    }
    let catalog = crate::catalog::read(&scratch, &wanted.to)?;
    catalog
        .dataset(&wanted.to)
        .cloned()
        .ok_or_else(|| lost(wanted))
}

/// A part is named by its virtual table: only the beginning of the name is its own.
fn part_name(design: &Design, part: &TableDesign, of: &str) -> Result<String, Fault> {
    let whole = design
        .tables
        .iter()
        .find(|t| t.source == part.source && t.from.name.eq_ignore_ascii_case(of));
    match (whole, part.from.name.get(of.len()..)) {
        (Some(whole), Some(ending)) => Ok(format!("{}{ending}", whole.to)),
        _ => Err(unsupported(
            &part.from.name,
            format!("it is a part of {of}, which does not come along"),
        )),
    }
}

fn taken_over(design: &Design, wanted: &TableDesign) -> Result<Dataset, Fault> {
    let carried = carried(design, &wanted.source)?;
    carried
        .dataset(name_in(&carried, wanted))
        .cloned()
        .ok_or_else(|| lost(wanted))
}

fn is_about(fault: &Fault, wanted: &TableDesign) -> bool {
    [&wanted.from.name, &wanted.to]
        .iter()
        .any(|name| name.eq_ignore_ascii_case(&fault.place))
}

fn takes_over(wanted: &TableDesign) -> bool {
    wanted.same_kind && wanted.from.sql.is_some()
}

/// A catalog that was not rewritten has the table under its own name, which is then the same one.
fn name_in<'a>(carried: &Carried<'_>, wanted: &'a TableDesign) -> &'a str {
    match carried {
        Carried::AsIs(_) => &wanted.from.name,
        Carried::Rewritten(_) => &wanted.to,
    }
}

fn lost(wanted: &TableDesign) -> Fault {
    Fault::new(
        FaultKind::NotThere,
        &wanted.from.name,
        format!("{} has no such table", wanted.source),
    )
}

/// The table that rows are added to: there before, or made by another move of the same plan.
fn existing(design: &Design, wanted: &TableDesign) -> Result<Dataset, Fault> {
    if !matches!(wanted.from.role, Role::Table) {
        return Err(unsupported(
            &wanted.from.name,
            "rows cannot be added to what a module keeps; make it anew, or leave it out",
        ));
    }
    let same = |name: &str| name.eq_ignore_ascii_case(&wanted.to);
    if let Some(there) = design.before.datasets.iter().find(|d| same(&d.name)) {
        return Ok(there.clone());
    }
    let made = design
        .tables
        .iter()
        .position(|t| t.write == WriteMode::Create && same(&t.to));
    match made {
        Some(made) => designed(design, made),
        None => Err(Fault::new(
            FaultKind::NotThere,
            &wanted.to,
            "the target has no table of this name to add rows to",
        )),
    }
}

fn named(index: &mut drydock_model::Index, name: String) {
    if index.name != name {
        index.sql = index
            .sql
            .as_deref()
            .and_then(|sql| words::with_name(sql, &name));
        index.name = name;
    }
}

/// What a statement means for others who use the file.
fn labels(phase: Phase) -> Vec<StatementLabel> {
    match phase {
        // Short, and the file is ours while it lasts.
        Phase::Tables | Phase::Sequences | Phase::Objects => Vec::new(),
        // A pass over all rows, during which nobody else can write to the file.
        Phase::Indexes | Phase::ForeignKeys | Phase::Statistics => {
            vec![StatementLabel::BlocksWrites]
        }
    }
}

pub(crate) fn statements(design: &Design) -> Result<Vec<Statement>, Fault> {
    let mut names = Names::of(design);
    let mut carried_by_source: HashMap<&str, Carried<'_>> = HashMap::new();
    for table in design.tables.iter().filter(|t| t.same_kind) {
        if !carried_by_source.contains_key(table.source.as_str()) {
            carried_by_source.insert(&table.source, carried(design, &table.source)?);
        }
    }
    let mut making = Making::new(labels);
    let is_virtual = |t: &TableDesign| matches!(t.from.role, Role::Virtual { .. });
    let tables = || design.tables.iter().enumerate();
    // A virtual table may want to see the table that it is about.
    for (index, wanted) in tables()
        .filter(|(_, t)| !is_virtual(t))
        .chain(tables().filter(|(_, t)| is_virtual(t)))
    {
        if let Role::Part { of } = &wanted.from.role {
            part_name(design, wanted, of)?;
            continue;
        }
        match wanted.write {
            WriteMode::Create => make_table(design, index, &mut names, &mut making)?,
            WriteMode::Replace => {
                let there = existing(design, wanted)?;
                let sql = format!("DELETE FROM {}", quote(&there.name));
                making.add(Phase::Tables, &there.name, sql, None);
                making.label(&[StatementLabel::CanLoseData, StatementLabel::BlocksWrites]);
            }
            WriteMode::Append | WriteMode::Upsert => drop(existing(design, wanted)?),
        }
        sequence(design, index, &mut making)?;
        if had_statistics(design, wanted) && wanted.write == WriteMode::Create {
            making.add(
                Phase::Statistics,
                &wanted.to,
                format!("ANALYZE {}", quote(&wanted.to)),
                None,
            );
        }
    }
    objects::make(design, &carried_by_source, &mut names, &mut making)?;
    let statements = making.in_order();
    rehearse::all(&design.before, &statements)?;
    Ok(statements)
}

fn make_table(
    design: &Design,
    index: usize,
    names: &mut Names,
    making: &mut Making,
) -> Result<(), Fault> {
    let wanted = &design.tables[index];
    let dataset = designed(design, index)?;
    let Some(sql) = dataset.sql else {
        return Err(lost(wanted));
    };
    names.give(&wanted.to, "a table", &wanted.source)?;
    let drop = Some(format!("DROP TABLE {}", quote(&wanted.to)));
    making.add(Phase::Tables, &wanted.to, sql, drop);
    for part in names::parts(&dataset.role) {
        names.give(part, "a part of a virtual table", &wanted.source)?;
        // The module has put in what an empty one begins with; the source's own rows come instead.
        making.add(
            Phase::Tables,
            part,
            format!("DELETE FROM {}", quote(part)),
            None,
        );
    }
    for index in dataset.indexes {
        if let Some(sql) = index.sql {
            let drop = Some(format!("DROP INDEX {}", quote(&index.name)));
            making.add(Phase::Indexes, &index.name, sql, drop);
        }
    }
    Ok(())
}

/// The sequence stands at the source's number or at the highest row, whichever is more; in an empty table too (C30).
fn sequence(design: &Design, index: usize, making: &mut Making) -> Result<(), Fault> {
    let wanted = &design.tables[index];
    let number = wanted
        .from
        .sequence
        .as_deref()
        .and_then(|s| s.parse::<i64>().ok());
    let Some(number) = number.filter(|n| *n > 0) else {
        return Ok(());
    };
    let dataset = designed(design, index)?;
    let Some([key]) = dataset.key.as_ref().map(|k| k.fields.as_slice()) else {
        return Ok(());
    };
    if !has_option(&dataset, "AUTOINCREMENT") {
        return Ok(());
    }
    let (table, name) = (quote(&dataset.name), string(&dataset.name));
    // The row is there once rows were inserted, and its name has no index that could make it unique.
    making.add(
        Phase::Sequences,
        &dataset.name,
        format!(
            "INSERT INTO sqlite_sequence(name, seq) SELECT {name}, 0 \
             WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = {name})"
        ),
        None,
    );
    making.add(
        Phase::Sequences,
        &dataset.name,
        format!(
            "UPDATE sqlite_sequence SET seq = max(seq, {number}, coalesce((SELECT max({}) FROM {table}), 0)) WHERE name = {name}",
            quote(key)
        ),
        None,
    );
    Ok(())
}

fn had_statistics(design: &Design, wanted: &TableDesign) -> bool {
    let source = design
        .sources
        .iter()
        .find(|(name, _)| *name == wanted.source);
    source.is_some_and(|(_, c)| c.kind == "sqlite" && c.dataset("sqlite_stat1").is_some())
        && matches!(wanted.from.role, Role::Table)
}
