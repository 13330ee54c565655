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
use drydock_connector::{Fault, FaultKind};
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

/// Statements on their way, in the order in which they are thought of; the phases put them into theirs.
#[derive(Default)]
struct Making(Vec<Statement>);

impl Making {
    fn add(&mut self, phase: Phase, object: &str, sql: String, inverse: Option<String>) {
        use StatementLabel::{BlocksWrites, OutsideTransaction};
        let labels = match phase {
            Phase::Tables | Phase::Objects | Phase::Indexes => vec![OutsideTransaction],
            Phase::ForeignKeys | Phase::Sequences | Phase::Statistics => {
                vec![OutsideTransaction, BlocksWrites]
            }
        };
        self.0.push(Statement {
            ordinal: 0,
            phase,
            object: object.to_owned(),
            sql,
            inverse,
            labels,
        });
    }

    fn label(&mut self, labels: &[StatementLabel]) {
        if let Some(last) = self.0.last_mut() {
            last.labels = labels.to_vec();
        }
    }

    fn in_order(mut self) -> Vec<Statement> {
        self.0.sort_by_key(|s| s.phase);
        for (ordinal, statement) in (0..).zip(&mut self.0) {
            statement.ordinal = ordinal;
        }
        self.0
    }
}

pub(crate) fn statements(design: &Design) -> Result<Vec<Statement>, Fault> {
    let mut making = Making::default();
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
        sequence(wanted, &dataset, &mut making);
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

/// The next number is past the source's last one; past the highest row the server sets it by itself (C30).
fn sequence(wanted: &TableDesign, dataset: &Dataset, making: &mut Making) {
    let number = wanted
        .from
        .sequence
        .as_deref()
        .and_then(|s| s.parse::<u64>().ok())
        .filter(|n| *n > 0 && *n < u64::MAX);
    let (Some(number), Some(_)) = (number, table::auto_increment(dataset)) else {
        return;
    };
    making.add(
        Phase::Sequences,
        &dataset.name,
        format!(
            "ALTER TABLE {} AUTO_INCREMENT = {}",
            quote(&dataset.name),
            number + 1
        ),
        None,
    );
}

fn server(design: &Design) -> Server {
    Server::of(&design.before.version)
}
