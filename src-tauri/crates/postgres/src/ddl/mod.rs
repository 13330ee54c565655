//! The statements that make a design true, and the tables as they will be: worked out without a server, so that both can
//! be shown beforehand.
//!
//! Tables come before their rows; keys, indexes and foreign keys after them; what answers to rows (triggers) last.

mod around;
mod defaults;
mod design;
mod names;
mod table;

pub(crate) use names::{ident, quote, string};
pub(crate) use table::{check, foreign_key, primary_key, unique};

use crate::catalog::{IDENTITY, IDENTITY_ALWAYS, SERIAL};
use crate::receipts;
use drydock_connector::{Fault, FaultKind, Making};
use drydock_model::{Dataset, Design, Phase, Statement, StatementLabel, TableDesign, WriteMode};
use names::Names;

fn unsupported(place: &str, message: impl std::convert::Into<String>) -> Fault {
    Fault::new(FaultKind::Unsupported, place, message)
}

pub(crate) fn designed(design: &Design, index: usize) -> Result<Dataset, Fault> {
    let Some(wanted) = design.tables.get(index) else {
        let why = "no such table in it";
        return Err(Fault::new(FaultKind::Internal, "design", why));
    };
    reserved(design, wanted)?;
    match wanted.write {
        WriteMode::Create => Ok(design::created(design, index)),
        _ => existing(design, wanted),
    }
}

/// Receipts land beside the rows, so their table must be free to be ours.
fn reserved(design: &Design, wanted: &TableDesign) -> Result<(), Fault> {
    if wanted.to == receipts::TABLE {
        let why = "this is where Drydock keeps its receipts; give the table another name";
        return Err(unsupported(&wanted.to, why));
    }
    if wanted.to.starts_with("pg_") {
        let why = "names that begin with pg_ are kept for PostgreSQL itself";
        return Err(unsupported(&wanted.to, why));
    }
    if wanted.to.is_empty() || wanted.fields.iter().any(|(_, to, _)| to.is_empty()) {
        let why = "PostgreSQL has no empty names; give the table and each field one";
        return Err(unsupported(&wanted.to, why));
    }
    if wanted.to.contains('\0') || wanted.fields.iter().any(|(_, to, _)| to.contains('\0')) {
        return Err(unsupported(&wanted.to, "a name holds the character U+0000"));
    }
    match design.before.dataset(receipts::TABLE) {
        Some(there) if !receipts::is_ours(there) => Err(receipts::taken(&wanted.to)),
        _ => Ok(()),
    }
}

/// The table that rows are added to: there before, or made by another move of the same plan.
fn existing(design: &Design, wanted: &TableDesign) -> Result<Dataset, Fault> {
    let name = names::fitted(&wanted.to);
    if let Some(there) = design.before.dataset(&name) {
        return Ok(there.clone());
    }
    let made = design
        .tables
        .iter()
        .position(|t| t.write == WriteMode::Create && names::fitted(&t.to) == name);
    match made {
        Some(made) => designed(design, made),
        None => Err(Fault::new(
            FaultKind::NotThere,
            &wanted.to,
            "the target has no table of this name to add rows to",
        )),
    }
}

/// What a statement means for others who use the table.
fn labels(phase: Phase) -> Vec<StatementLabel> {
    match phase {
        Phase::Tables | Phase::Sequences | Phase::Objects | Phase::Statistics => Vec::new(),
        // A pass over all rows, during which nobody else can write to the table.
        Phase::Indexes | Phase::ForeignKeys => vec![StatementLabel::BlocksWrites],
    }
}

pub(crate) fn statements(design: &Design) -> Result<Vec<Statement>, Fault> {
    let mut names = Names::of(design);
    let mut making = Making::new(labels);
    let made: Vec<Dataset> = (0..design.tables.len())
        .map(|index| designed(design, index))
        .collect::<Result<_, _>>()?;
    around::before_tables(design, &made, &mut making);
    for (wanted, dataset) in design.tables.iter().zip(&made) {
        match wanted.write {
            WriteMode::Create => {
                names.give(&dataset.name, "a table", &wanted.source)?;
                make_table(wanted, dataset, &mut names, &mut making)?;
            }
            WriteMode::Replace => {
                let sql = format!("DELETE FROM {}", quote(&dataset.name));
                making.add(Phase::Tables, &dataset.name, sql, None);
                making.label(&[StatementLabel::CanLoseData, StatementLabel::BlocksWrites]);
            }
            WriteMode::Append | WriteMode::Upsert => {}
        }
        counters(design, wanted, dataset, &mut making);
        let sql = format!("ANALYZE {}", quote(&dataset.name));
        making.add(Phase::Statistics, &dataset.name, sql, None);
    }
    around::after_tables(design, &made, &mut names, &mut making)?;
    Ok(making.in_order())
}

fn make_table(
    wanted: &TableDesign,
    dataset: &Dataset,
    names: &mut Names,
    making: &mut Making,
) -> Result<(), Fault> {
    let table = quote(&dataset.name);
    // A source that lets no two rows share a key gives none that would; then the key is made faster after the rows.
    let late = design::keys_can_wait(wanted, dataset);
    let inside = match late {
        true => Vec::new(),
        false => table::keys(dataset),
    };
    making.add(
        Phase::Tables,
        &dataset.name,
        table::create(dataset, &inside),
        Some(format!("DROP TABLE {table}")),
    );
    for key in table::keys(dataset) {
        let name = names.constraint(&key.name, &wanted.source);
        if late {
            making.add(
                Phase::Indexes,
                &name,
                format!(
                    "ALTER TABLE {table} ADD CONSTRAINT {} {}",
                    quote(&name),
                    key.sql
                ),
                Some(format!(
                    "ALTER TABLE {table} DROP CONSTRAINT {}",
                    quote(&name)
                )),
            );
        }
    }
    for index in &dataset.indexes {
        names.give(&index.name, "an index", &wanted.source)?;
        if let Some(sql) = &index.sql {
            let drop = Some(format!("DROP INDEX {}", quote(&index.name)));
            making.add(Phase::Indexes, &index.name, sql.clone(), drop);
        }
    }
    for (name, sql) in table::foreign_keys(dataset) {
        making.add(
            Phase::ForeignKeys,
            &name,
            format!("ALTER TABLE {table} ADD CONSTRAINT {} {sql}", quote(&name)),
            Some(format!(
                "ALTER TABLE {table} DROP CONSTRAINT {}",
                quote(&name)
            )),
        );
    }
    for sql in table::comments(dataset) {
        making.add(Phase::Objects, &dataset.name, sql, None);
    }
    Ok(())
}

/// Fields that count up stand at the source's number or at the highest row, whichever is more; in an empty table
/// too (C30).
fn counters(design: &Design, wanted: &TableDesign, dataset: &Dataset, making: &mut Making) {
    let counting = dataset.options.iter().filter_map(|option| {
        [IDENTITY_ALWAYS, IDENTITY]
            .iter()
            .find_map(|kind| option.strip_prefix(kind))
            .or_else(|| Some(option.strip_prefix(SERIAL)?.rsplit_once(" FROM ")?.0))
    });
    let counting: Vec<&str> = counting.collect();
    for field in &counting {
        let number = wanted
            .from
            .sequence
            .as_deref()
            .and_then(|n| n.parse::<i64>().ok());
        let own = match wanted.write {
            WriteMode::Create | WriteMode::Replace => number,
            WriteMode::Append | WriteMode::Upsert => None,
        };
        let (table, column) = (quote(&dataset.name), quote(field));
        // `setval` to the last number that is taken, downwards where it counts so; with none taken, the next one is the
        // first.
        let own = own.map_or("NULL".to_owned(), |n| n.to_string());
        let there = design.before.dataset(&dataset.name);
        // A counter that is there never goes back: numbers of rows that are gone would be given out twice. What one that
        // was never used was told to begin with is only known once it gives it out.
        let stands = match there {
            Some(_) => {
                "coalesce(pg_catalog.pg_sequence_last_value(s.seqrelid), pg_catalog.nextval(s.seqrelid::regclass))"
            }
            None => "NULL",
        };
        let taken = format!(
            "CASE WHEN coalesce({own}, r.least, r.most) IS NULL THEN NULL
             WHEN s.seqincrement > 0 THEN greatest({own}, r.most, {stands})
             ELSE least({own}, r.least, {stands}) END"
        );
        let sequence = format!(
            "pg_catalog.pg_get_serial_sequence({}, {})",
            string(&table),
            string(field)
        );
        // A table that is made takes its counters with it when it goes.
        // One that has given out no number yet may have been told where to begin; which number that is cannot be asked of
        // all at once. It stays where the run put it: too high leaves a gap, too low would give numbers out twice.
        let before = there.filter(|_| counting.len() == 1);
        let stood = before.and_then(|b| b.sequence.as_deref()?.parse::<i64>().ok());
        let back = stood.map(|stood| {
            format!(
                "SELECT pg_catalog.setval(s.seqrelid::regclass, {stood}) FROM pg_catalog.pg_sequence AS s
             WHERE s.seqrelid = {sequence}::regclass AND {stood} BETWEEN s.seqmin AND s.seqmax
                 AND {stood} <> s.seqstart - s.seqincrement"
            )
        });
        making.add(
            Phase::Sequences,
            &dataset.name,
            format!(
                "SELECT pg_catalog.setval(s.seqrelid::regclass, t.taken) FROM pg_catalog.pg_sequence AS s,
             (SELECT min({column}) AS least, max({column}) AS most FROM {table}) AS r, LATERAL (SELECT {taken} AS taken) AS t
             WHERE s.seqrelid = {sequence}::regclass AND t.taken BETWEEN s.seqmin AND s.seqmax"
            ),
            back,
        );
    }
}
