//! The statements that make a design true, and the tables as they will be: worked out without a server, so that both can
//! be shown beforehand.
//!
//! Tables come with the keys that refuse rows; indexes and foreign keys after the rows; what answers to rows (triggers)
//! last. Each statement commits at once (C38), and says so.

mod carry;
mod design;
mod names;
mod objects;
mod room;
mod table;

use crate::catalog::Server;
use crate::receipts;
use drydock_connector::{Fault, FaultKind, Making};
use drydock_model::{
    Dataset, Design, Phase, Role, Statement, StatementLabel, TableDesign, WriteMode,
};
pub(crate) use names::fitting;

/// A name as SQL writes it, whatever is in it (C37).
pub(crate) fn quote(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

/// A text as SQL writes it, in sessions where a backslash escapes.
pub(crate) fn string(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 2);
    written.push('\'');
    for c in text.chars() {
        match c {
            '\'' => written.push_str("''"),
            '\\' => written.push_str("\\\\"),
            '\0' => written.push_str("\\0"),
            c => written.push(c),
        }
    }
    written.push('\'');
    written
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
    if there.any(|d| receipts::is_name(&d.name) && d.role != Role::System) {
        return Err(receipts::taken(&wanted.to));
    }
    match wanted.write {
        WriteMode::Create => design::created(design, wanted),
        _ => existing(design, wanted),
    }
}

/// The table that rows are added to: there before, or made by another move of the same plan.
fn existing(design: &Design, wanted: &TableDesign) -> Result<Dataset, Fault> {
    let name = fitting(&wanted.to);
    if let Some(there) = design.before.dataset(&name) {
        return match transactional(&there.options) {
            true => Ok(there.clone()),
            false => Err(unsupported(&there.name, NOT_TRANSACTIONAL)),
        };
    }
    let made = design
        .tables
        .iter()
        .position(|t| t.write == WriteMode::Create && t.to == wanted.to);
    match made {
        Some(made) => designed(design, made),
        None => Err(Fault::new(
            FaultKind::NotThere,
            &wanted.to,
            "the target has no table of this name to add rows to",
        )),
    }
}

pub(crate) const NOT_TRANSACTIONAL: &str = "its storage engine has no transactions, so rows and their receipt could not land together; change it with ALTER TABLE .. ENGINE=InnoDB first";

/// Rows and receipt can land together (C38).
pub(crate) fn transactional(options: &[String]) -> bool {
    options
        .iter()
        .find_map(|o| o.strip_prefix("ENGINE="))
        .is_none_or(|e| e.eq_ignore_ascii_case("InnoDB"))
}

/// What a statement means for others who use the table.
fn labels(phase: Phase) -> Vec<StatementLabel> {
    use StatementLabel::{BlocksWrites, OutsideTransaction};
    match phase {
        Phase::Tables | Phase::Objects | Phase::Indexes => vec![OutsideTransaction],
        Phase::ForeignKeys | Phase::Sequences | Phase::Statistics => {
            vec![OutsideTransaction, BlocksWrites]
        }
    }
}

pub(crate) fn statements(design: &Design) -> Result<Vec<Statement>, Fault> {
    let mut making = Making::new(labels);
    for (index, wanted) in design.tables.iter().enumerate() {
        let dataset = designed(design, index)?;
        match wanted.write {
            WriteMode::Create => make(design, index, &dataset, &mut making)?,
            WriteMode::Replace => {
                let sql = format!("DELETE FROM {}", quote(&dataset.name));
                making.add(Phase::Tables, &dataset.name, sql, None);
                making.label(&[StatementLabel::CanLoseData, StatementLabel::BlocksWrites]);
            }
            WriteMode::Append | WriteMode::Upsert => {}
        }
        sequence(design, wanted, &dataset, &mut making);
    }
    objects::make(design, &mut making)?;
    Ok(making.in_order())
}

fn make(
    design: &Design,
    index: usize,
    dataset: &Dataset,
    making: &mut Making,
) -> Result<(), Fault> {
    let name = &dataset.name;
    let same = |other: &str| other == name;
    let taken = design.before.datasets.iter().any(|d| same(&d.name))
        || design.before.objects.iter().any(|o| same(&o.name))
        || design.tables[..index]
            .iter()
            .any(|t| t.write == WriteMode::Create && same(&fitting(&t.to)));
    if taken {
        return Err(unsupported(
            name,
            "the target has or gets a table or view of this name already",
        ));
    }
    let quoted = quote(name);
    let sql = dataset.sql.clone().unwrap_or_default();
    making.add(
        Phase::Tables,
        name,
        sql,
        Some(format!("DROP TABLE {quoted}")),
    );
    let inline = table::inline_index(dataset).map(|i| i.name.clone());
    for index in dataset
        .indexes
        .iter()
        .filter(|i| Some(&i.name) != inline.as_ref())
    {
        if let Some(sql) = &index.sql {
            let drop = format!("DROP INDEX {} ON {quoted}", quote(&index.name));
            making.add(Phase::Indexes, &index.name, sql.clone(), Some(drop));
        }
    }
    for key in &dataset.foreign_keys {
        let of_key = key.name.as_deref().unwrap_or_default();
        let sql = format!("ALTER TABLE {quoted} ADD {}", table::foreign_key(key));
        let drop = format!("ALTER TABLE {quoted} DROP FOREIGN KEY {}", quote(of_key));
        making.add(Phase::ForeignKeys, of_key, sql, Some(drop));
    }
    Ok(())
}

/// The next number is past the source's last one; past the highest row the server sets it by itself (C30). In a table
/// that is there it is set in any case, so that it can be taken back as well: rows alone move it too.
fn sequence(design: &Design, wanted: &TableDesign, dataset: &Dataset, making: &mut Making) {
    if table::auto_increment(dataset).is_none() {
        return;
    }
    let set = |next: u64| {
        let table = quote(&dataset.name);
        format!("ALTER TABLE {table} AUTO_INCREMENT = {next}")
    };
    let there = design.before.dataset(&dataset.name);
    let before = there.map(|d| next_after(d).unwrap_or(1));
    let from_source = match wanted.write {
        WriteMode::Create | WriteMode::Replace => next_after(&wanted.from),
        WriteMode::Append | WriteMode::Upsert => None,
    };
    // One that is there never goes back: numbers of rows that are gone would be given out twice.
    if let Some(next) = from_source.max(before) {
        making.add(Phase::Sequences, &dataset.name, set(next), before.map(set));
    }
}

fn next_after(dataset: &Dataset) -> Option<u64> {
    let last = dataset.sequence.as_deref()?.parse::<u64>().ok()?;
    last.checked_add(1).filter(|next| *next > 1)
}

fn server(design: &Design) -> Server {
    Server::of(&design.before.version)
}
