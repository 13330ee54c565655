//! What a database holds, from SQLite's own pragmas, with the statements as they were written beside.
//!
//! Reading a catalog never fails over one odd table: what cannot be told is left open and stands in the statement. Only
//! damage is a fault.

mod table;
mod written;

pub(crate) use table::{Shape, shape};

use crate::ddl::quote;
use crate::fault::At;
use crate::receipts;
use drydock_connector::{Fault, FaultKind};
use drydock_model::{Catalog, Dataset, Object, ObjectKind, Role};
use rusqlite::Connection;
use std::collections::HashMap;

/// Up to here the sizes of tables are worth reading every page for.
const SIZES_UP_TO: u64 = 64 << 20;

/// One row of `PRAGMA table_list` with its statement.
struct Entry {
    name: String,
    kind: String,
    without_rowid: bool,
    strict: bool,
    sql: Option<String>,
}

pub(crate) fn read(conn: &Connection, place: &str) -> Result<Catalog, Fault> {
    let bytes = number(conn, "page_count", place)? * number(conn, "page_size", place)?;
    let sizes = match u64::try_from(bytes) {
        Ok(bytes) if bytes <= SIZES_UP_TO => sizes(conn, place)?,
        _ => HashMap::new(),
    };
    let mut datasets = datasets(conn, place)?;
    let sequences = sequences(conn, &datasets, place)?;
    for dataset in &mut datasets {
        dataset.rows = rows(conn, dataset, place)?;
        dataset.bytes = sizes.get(&dataset.name).copied();
        dataset.sequence = sequences.get(&dataset.name).cloned();
    }
    Ok(Catalog {
        kind: "sqlite".into(),
        version: rusqlite::version().into(),
        encoding: Some(text(conn, "encoding", place)?),
        bytes: u64::try_from(bytes).ok(),
        datasets,
        objects: objects(conn, place)?,
        settings: settings(conn, place)?,
    })
}

/// All tables as they are made, without looking at what is in them.
pub(crate) fn datasets(conn: &Connection, place: &str) -> Result<Vec<Dataset>, Fault> {
    let entries = entries(conn, place)?;
    let tables = entries.iter().filter(|e| e.kind != "view").map(|entry| {
        let mut dataset = table::dataset(conn, entry, place)?;
        dataset.role = role(entry, &entries);
        Ok(dataset)
    });
    tables.collect()
}

/// Tables in the order in which the schema has them; the pragma's own order follows no rule.
fn entries(conn: &Connection, place: &str) -> Result<Vec<Entry>, Fault> {
    let mut statement = conn
        .prepare(
            "SELECT l.name, l.type, l.wr, l.strict, s.sql
             FROM pragma_table_list AS l
             JOIN sqlite_schema AS s ON s.name = l.name AND s.type IN ('table', 'view')
             WHERE l.schema = 'main' ORDER BY s.rowid",
        )
        .at(place)?;
    let entries = statement
        .query_map([], |row| {
            Ok(Entry {
                name: row.get(0)?,
                kind: row.get(1)?,
                without_rowid: row.get(2)?,
                strict: row.get(3)?,
                sql: row.get(4)?,
            })
        })
        .at(place)?;
    entries.collect::<Result<_, _>>().at(place)
}

fn role(entry: &Entry, all: &[Entry]) -> Role {
    match entry.kind.as_str() {
        "virtual" => Role::Virtual {
            module: entry
                .sql
                .as_deref()
                .and_then(written::module)
                .unwrap_or_default(),
            parts: all
                .iter()
                .filter(|e| owner(e, all).is_some_and(|o| o == entry.name))
                .map(|e| e.name.clone())
                .collect(),
        },
        "shadow" => match owner(entry, all) {
            Some(of) => Role::Part { of: of.to_owned() },
            None => Role::Table,
        },
        // Names that begin so are kept for SQLite itself; the receipts of a run that is not kept yet are nobody's data.
        _ if starts_with(&entry.name, "sqlite_") => Role::System,
        _ if receipts::is_name(&entry.name) && receipts::is_ours(entry.sql.as_deref()) => {
            Role::System
        }
        _ => Role::Table,
    }
}

/// The virtual table that keeps its content in this one: SQLite knows that it is a part, the name says of which.
fn owner<'a>(part: &Entry, all: &'a [Entry]) -> Option<&'a str> {
    if part.kind != "shadow" {
        return None;
    }
    all.iter()
        .filter(|e| e.kind == "virtual" && starts_with(&part.name, &format!("{}_", e.name)))
        .map(|e| e.name.as_str())
        .max_by_key(|name| name.len())
}

fn starts_with(name: &str, start: &str) -> bool {
    name.get(..start.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// Exact, or none where a virtual table cannot be asked (its module is not there).
fn rows(conn: &Connection, dataset: &Dataset, place: &str) -> Result<Option<u64>, Fault> {
    let place = within(&dataset.name, place);
    let name = quote(&dataset.name);
    let counted = count(conn, &format!("SELECT count(*) FROM main.{name}"), &place);
    match (counted, &dataset.role) {
        (Err(fault), Role::Virtual { .. }) if fault.kind == FaultKind::Statement => Ok(None),
        // Its parts do not fit together, as while they are being loaded; they are tables, and can be read.
        (Err(fault), Role::Virtual { .. })
            if fault.native.as_deref() == Some("SQLITE_CORRUPT_VTAB") =>
        {
            Ok(None)
        }
        // An index may need a function or a collation that only its own program has; the table does not.
        (Err(fault), _) if fault.kind == FaultKind::Statement => count(
            conn,
            &format!("SELECT count(*) FROM main.{name} NOT INDEXED"),
            &place,
        )
        .map(Some),
        (counted, _) => counted.map(Some),
    }
}

pub(crate) fn count(conn: &Connection, sql: &str, place: &str) -> Result<u64, Fault> {
    conn.query_row(sql, [], |row| row.get::<_, i64>(0))
        .at(place)
        .map(i64::cast_unsigned)
}

/// How people find a table: by its name and its file.
pub(crate) fn within(dataset: &str, place: &str) -> String {
    format!("{dataset} in {place}")
}

fn sizes(conn: &Connection, place: &str) -> Result<HashMap<String, u64>, Fault> {
    let mut statement = conn
        .prepare(
            "SELECT s.tbl_name, sum(d.pgsize) FROM dbstat('main', 1) AS d
             JOIN sqlite_schema AS s ON s.name = d.name AND s.type IN ('table', 'index') GROUP BY 1",
        )
        .at(place)?;
    let sizes = statement
        .query_map([], |row| {
            Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned()))
        })
        .at(place)?;
    sizes.collect::<Result<_, _>>().at(place)
}

fn sequences(
    conn: &Connection,
    datasets: &[Dataset],
    place: &str,
) -> Result<HashMap<String, String>, Fault> {
    if !datasets.iter().any(|e| e.name == "sqlite_sequence") {
        return Ok(HashMap::new());
    }
    let mut statement = conn
        .prepare("SELECT name, CAST(seq AS TEXT) FROM sqlite_sequence WHERE name IS NOT NULL AND seq IS NOT NULL")
        .at(place)?;
    let sequences = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .at(place)?;
    sequences.collect::<Result<_, _>>().at(place)
}

fn objects(conn: &Connection, place: &str) -> Result<Vec<Object>, Fault> {
    let mut statement = conn
        .prepare(
            "SELECT type = 'view', name, tbl_name, sql FROM sqlite_schema
             WHERE type IN ('view', 'trigger') ORDER BY rowid",
        )
        .at(place)?;
    let objects = statement
        .query_map([], |row| {
            let (kind, on) = match row.get(0)? {
                true => (ObjectKind::View, None),
                false => (ObjectKind::Trigger, Some(row.get(2)?)),
            };
            Ok(Object {
                kind,
                name: row.get(1)?,
                on,
                sql: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
            })
        })
        .at(place)?;
    objects.collect::<Result<_, _>>().at(place)
}

fn settings(conn: &Connection, place: &str) -> Result<Vec<(String, String)>, Fault> {
    let auto_vacuum = match number(conn, "auto_vacuum", place)? {
        1 => "full",
        2 => "incremental",
        _ => "none",
    };
    Ok(vec![
        (
            "user_version".into(),
            number(conn, "user_version", place)?.to_string(),
        ),
        (
            "application_id".into(),
            number(conn, "application_id", place)?.to_string(),
        ),
        (
            "page_size".into(),
            number(conn, "page_size", place)?.to_string(),
        ),
        ("journal_mode".into(), text(conn, "journal_mode", place)?),
        ("auto_vacuum".into(), auto_vacuum.into()),
    ])
}

fn number(conn: &Connection, pragma: &str, place: &str) -> Result<i64, Fault> {
    conn.pragma_query_value(Some("main"), pragma, |row| row.get(0))
        .at(place)
}

fn text(conn: &Connection, pragma: &str, place: &str) -> Result<String, Fault> {
    let schema = (pragma != "encoding").then_some("main");
    conn.pragma_query_value(schema, pragma, |row| row.get(0))
        .at(place)
}
