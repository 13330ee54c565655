//! The entries of a partial index or one over expressions, asked of SQLite itself: each row is put into an empty table
//! of the same statement, in memory, and taken out again.

use super::form::Form;
use crate::ddl::quote;
use crate::scan::cell;
use drydock_connector::{Cell, Entries};
use drydock_model::{Dataset, Index, Role, Value};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, params_from_iter};

pub(super) struct IndexEntries {
    db: Connection,
    parts: usize,
    insert: String,
    select: String,
    clear: String,
}

impl IndexEntries {
    /// None where the table or the index cannot be made without the rest of its database.
    pub fn of(dataset: &Dataset, index: &Index, fields: &[String]) -> Option<IndexEntries> {
        let statement = dataset
            .sql
            .as_deref()
            .filter(|_| dataset.role == Role::Table)?;
        let table = quote(&dataset.name);
        let db = Connection::open_in_memory().ok()?;
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)
            .ok()?;
        db.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
            .ok()?;
        db.execute(statement, []).ok()?;
        let parts: Option<Vec<String>> = index
            .parts
            .iter()
            .map(|part| match (&part.field, &part.expression) {
                (Some(field), _) => Some(quote(field)),
                (None, expression) => expression.clone(),
            })
            .collect();
        let parts = parts.filter(|p| !p.is_empty())?;
        let condition = index.condition.as_deref().unwrap_or("true");
        let names: Vec<String> = fields.iter().map(|f| quote(f)).collect();
        let marks = vec!["?"; fields.len()].join(", ");
        let entries = IndexEntries {
            parts: parts.len(),
            insert: format!(
                "INSERT INTO {table} ({}) VALUES ({marks})",
                names.join(", ")
            ),
            select: format!("SELECT {} FROM {table} WHERE {condition}", parts.join(", ")),
            clear: format!("DELETE FROM {table}"),
            db,
        };
        for sql in [&entries.insert, &entries.select, &entries.clear] {
            entries.db.prepare(sql).ok()?;
        }
        Some(entries)
    }

    fn asked(&self, row: &[Cell<'_>]) -> rusqlite::Result<Vec<Value>> {
        self.db
            .prepare_cached(&self.insert)?
            .execute(params_from_iter(row.iter().map(|c| Form::of(*c))))?;
        let found = self.db.prepare_cached(&self.select)?.query_row([], |row| {
            (0..self.parts)
                .map(|i| Ok(cell(row.get_ref(i)?).to_value()))
                .collect()
        });
        self.db.prepare_cached(&self.clear)?.execute([])?;
        found
    }
}

impl Entries for IndexEntries {
    fn entry(&mut self, row: &[Cell<'_>]) -> Option<Vec<Value>> {
        self.asked(row).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;

    fn entries(sql: &str) -> impl FnMut(&[Value]) -> Option<Vec<Value>> {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(sql).unwrap();
        let catalog = catalog::read(&db, "source").unwrap();
        let table = &catalog.datasets[0];
        let fields: Vec<String> = table.stored_fields().map(|f| f.name.clone()).collect();
        let mut entries = IndexEntries::of(table, &table.indexes[0], &fields).unwrap();
        move |row| entries.entry(&row.iter().map(Cell::from).collect::<Vec<_>>())
    }

    fn text(t: &str) -> Value {
        Value::Text(t.into())
    }

    #[test]
    fn a_partial_index_holds_the_rows_that_its_condition_takes() {
        let mut entry = entries(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, mail TEXT, live INT CHECK (live < 2), CHECK (mail <> ''));
             CREATE UNIQUE INDEX u ON t (mail) WHERE live = '1'",
        );
        let mut of = |live| entry(&[Value::Int(1), text("a@b"), live]);
        assert_eq!(of(Value::Int(1)), Some(vec![text("a@b")]));
        assert_eq!(of(Value::Int(0)), None);
        assert_eq!(of(Value::Null), None);
    }

    #[test]
    fn expressions_and_computed_fields_are_worked_out() {
        let mut entry = entries(
            "CREATE TABLE t (a TEXT, b INT AS (length(a)));
             CREATE UNIQUE INDEX u ON t (lower(a), b)",
        );
        assert_eq!(
            entry(&[text("ÄbC")]),
            Some(vec![text("Äbc"), Value::Int(3)])
        );
        assert_eq!(entry(&[Value::Null]), Some(vec![Value::Null, Value::Null]));
    }

    #[test]
    fn a_row_that_cannot_be_put_in_is_in_no_index() {
        let mut entry =
            entries("CREATE TABLE t (a TEXT NOT NULL); CREATE UNIQUE INDEX u ON t (a -> '$.id')");
        assert_eq!(entry(&[Value::Null]), None);
        assert_eq!(entry(&[text("no json")]), None);
        assert_eq!(entry(&[text("{\"id\":7}")]), Some(vec![text("7")]));
    }
}
