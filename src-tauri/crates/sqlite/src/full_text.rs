//! FTS5 indexes over tables of their own choosing: do they agree with what they index? `PRAGMA integrity_check` looks
//! only at the index itself.

use crate::affinity::is_row_id;
use crate::catalog::datasets;
use crate::ddl::quote;
use crate::ddl::words::{Word, words};
use crate::fault::At;
use drydock_connector::{Fault, FaultKind};
use drydock_model::Dataset;
use drydock_model::proof::ProofCheck;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, params_from_iter};

const KIND: &str = "full_text";

/// An FTS5 table with `content='another'`.
struct Index {
    name: String,
    sql: String,
    content: String,
    /// The field of the other table by which the index names its rows.
    row_id: String,
}

pub(crate) fn checks(conn: &Connection, place: &str) -> Result<Vec<ProofCheck>, Fault> {
    let checked = all(conn, place)?.into_iter().map(|index| {
        let disagrees = disagrees(conn, &index.name)?;
        Ok(ProofCheck {
            kind: KIND.into(),
            object: index.name,
            expected: "the index agrees with the table that it indexes".into(),
            holds: disagrees.is_none(),
            found: disagrees.unwrap_or_else(|| "it agrees".into()),
        })
    });
    checked.collect()
}

/// The indexes that do not agree with their table, and that would be as far out of step in a faithful copy: one that
/// names rows by a number which no field holds finds other rows there, and is none of these.
///
/// SQLite only checks an index that it may write, so each is looked at in a copy that goes away with its connection.
pub(crate) fn out_of_step(conn: &Connection, place: &str) -> Result<Vec<String>, Fault> {
    let datasets = datasets(conn, place)?;
    let mut found = Vec::new();
    for index in all(conn, place)? {
        if names_rows_by_field(&index, &datasets)
            && let Some(copy) = unless_broken(copy(conn, &index))?
            && disagrees(&copy, &index.name)?.is_some()
        {
            found.push(index.name);
        }
    }
    Ok(found)
}

fn all(conn: &Connection, place: &str) -> Result<Vec<Index>, Fault> {
    let mut statement = conn
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND rootpage = 0 ORDER BY rowid")
        .at(place)?;
    let tables = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .and_then(Iterator::collect::<rusqlite::Result<Vec<(String, String)>>>)
        .at(place)?;
    Ok(tables
        .into_iter()
        .filter_map(|(name, sql)| Index::written(name, sql))
        .collect())
}

impl Index {
    fn written(name: String, sql: String) -> Option<Index> {
        let words: Vec<Word<'_>> = words(&sql).collect();
        let fts5 = words
            .windows(2)
            .any(|w| w[0].is_word("USING") && w[1].names("fts5"));
        let option = |option: &str| {
            let mut set = words
                .windows(3)
                .filter(|w| w[0].names(option) && w[1].is_sign("="));
            set.find_map(|w| {
                Some(w[2].name()).filter(|name| !name.is_empty() && !w[2].is_sign(","))
            })
        };
        let content = option("content").filter(|_| fts5)?;
        let row_id = option("content_rowid").unwrap_or_else(|| "rowid".into());
        Some(Index {
            name,
            content,
            row_id,
            sql,
        })
    }
}

/// What SQLite says where the index does not agree.
fn disagrees(conn: &Connection, index: &str) -> Result<Option<String>, Fault> {
    let name = quote(index);
    let checked = conn.execute_batch(&format!(
        "INSERT INTO {name}({name}, rank) VALUES ('integrity-check', 1)"
    ));
    match checked.at(index) {
        Ok(()) => Ok(None),
        Err(fault) if is_broken(&fault) => Ok(Some(fault.message)),
        Err(fault) => Err(fault),
    }
}

/// About the index, not about the store.
fn is_broken(fault: &Fault) -> bool {
    matches!(fault.kind, FaultKind::Corrupt | FaultKind::Statement)
}

/// None for an index that cannot even be copied: nothing is known of such a one.
fn unless_broken(copied: Result<Connection, Fault>) -> Result<Option<Connection>, Fault> {
    match copied {
        Ok(copy) => Ok(Some(copy)),
        Err(fault) if is_broken(&fault) => Ok(None),
        Err(fault) => Err(fault),
    }
}

fn names_rows_by_field(index: &Index, datasets: &[Dataset]) -> bool {
    let mut tables = datasets.iter();
    let Some(table) = tables.find(|d| d.name.eq_ignore_ascii_case(&index.content)) else {
        return false;
    };
    let any_name = ["rowid", "oid", "_rowid_"]
        .iter()
        .any(|name| index.row_id.eq_ignore_ascii_case(name));
    table
        .fields
        .iter()
        .any(|f| is_row_id(table, f) && (any_name || f.name.eq_ignore_ascii_case(&index.row_id)))
}

/// The index with its parts, and the fields that it indexes, in a database of their own.
fn copy(conn: &Connection, index: &Index) -> Result<Connection, Fault> {
    let place = &index.name;
    let scratch = Connection::open("").at(place)?;
    scratch.execute_batch("BEGIN").at(place)?;
    // A schema edited by hand may hold more than one statement: then none of them is run.
    scratch.execute(&index.sql, []).at(place)?;
    for part in ["data", "idx", "docsize", "config"] {
        let part = format!("{}_{part}", index.name);
        let fields = fields(&scratch, &part)?;
        if !fields.is_empty() {
            scratch
                .execute(&format!("DELETE FROM {}", quote(&part)), [])
                .at(&part)?;
            copy_rows(conn, &scratch, &part, &fields)?;
        }
    }
    let mut indexed = vec![index.row_id.clone()];
    let same = |field: &String| !field.eq_ignore_ascii_case(&index.row_id);
    indexed.extend(fields(&scratch, &index.name)?.into_iter().filter(same));
    let columns = listed(&indexed).replacen(',', " INTEGER PRIMARY KEY,", 1);
    let content = quote(&index.content);
    scratch
        .execute_batch(&format!("CREATE TABLE {content} ({columns})"))
        .at(place)?;
    copy_rows(conn, &scratch, &index.content, &indexed)?;
    scratch.execute_batch("COMMIT").at(place)?;
    // What the index remembers of its parts is older than what is in them now.
    scratch
        .execute_batch("PRAGMA writable_schema = RESET")
        .at(place)?;
    Ok(scratch)
}

fn fields(conn: &Connection, table: &str) -> Result<Vec<String>, Fault> {
    conn.prepare("SELECT name FROM pragma_table_info(?1)")
        .and_then(|mut statement| statement.query_map([table], |row| row.get(0))?.collect())
        .at(table)
}

fn listed(fields: &[String]) -> String {
    let quoted: Vec<String> = fields.iter().map(|f| quote(f)).collect();
    quoted.join(", ")
}

fn copy_rows(
    from: &Connection,
    to: &Connection,
    table: &str,
    fields: &[String],
) -> Result<(), Fault> {
    let (name, list) = (quote(table), listed(fields));
    let places = vec!["?"; fields.len()].join(", ");
    let copied = || {
        let mut read = from.prepare(&format!("SELECT {list} FROM {name}"))?;
        let mut write = to.prepare(&format!("INSERT INTO {name} ({list}) VALUES ({places})"))?;
        let mut rows = read.query([])?;
        while let Some(row) = rows.next()? {
            let cells: Vec<ValueRef<'_>> = (0..fields.len())
                .map(|i| row.get_ref(i))
                .collect::<rusqlite::Result<_>>()?;
            write.execute(params_from_iter(
                cells.into_iter().map(ToSqlOutput::Borrowed),
            ))?;
        }
        Ok(())
    };
    let copied: rusqlite::Result<()> = copied();
    copied.at(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTES: &str =
        "CREATE TABLE n(id INTEGER PRIMARY KEY, t); INSERT INTO n VALUES (1, 'one'), (7, 'seven');
        CREATE VIRTUAL TABLE f USING fts5(t, content = 'n', content_rowid=id);
        INSERT INTO f(f) VALUES ('rebuild');";

    fn database(sql: &str) -> Connection {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(sql).unwrap();
        db
    }

    #[test]
    fn an_index_that_lost_its_table_is_found() {
        let agrees = database(NOTES);
        assert!(checks(&agrees, "x").unwrap()[0].holds);
        let broken = database(&format!("{NOTES} INSERT INTO n VALUES (2, 'two')"));
        let checks = checks(&broken, "x").unwrap();
        assert!(!checks[0].holds, "{checks:?}");
    }

    #[test]
    fn only_an_index_over_another_table_is_looked_at() {
        for sql in [
            "CREATE VIRTUAL TABLE f USING fts5(content, x)",
            "CREATE VIRTUAL TABLE f USING fts5(x, content='')",
            "CREATE VIRTUAL TABLE f USING fts5(x)",
        ] {
            assert!(checks(&database(sql), "x").unwrap().is_empty(), "{sql}");
        }
    }

    #[test]
    fn a_source_tells_what_is_out_of_step_without_being_written() {
        for (more, expected) in [
            ("", &[][..]),
            ("INSERT INTO n VALUES (2, 'two')", &["f"]),
            ("UPDATE n SET t = 'uno' WHERE id = 1", &["f"]),
            ("DELETE FROM n WHERE id = 7", &["f"]),
        ] {
            let db = database(&format!("{NOTES} {more}"));
            db.pragma_update(None, "query_only", true).unwrap();
            assert_eq!(out_of_step(&db, "x").unwrap(), expected, "{more}");
        }
    }

    /// Its rows get other numbers in a copy, so that it would be out of step there in another way.
    #[test]
    fn an_index_over_numbers_that_no_field_holds_is_not_excused() {
        let db = database(
            "CREATE TABLE n(t); INSERT INTO n(rowid, t) VALUES (5, 'one');
             CREATE VIRTUAL TABLE f USING fts5(t, content = 'n');",
        );
        assert!(!checks(&db, "x").unwrap()[0].holds);
        assert!(out_of_step(&db, "x").unwrap().is_empty());
    }
}
