//! Two conversions that SQLite does in its own way, to the last digit: asked of SQLite itself, so that what is said
//! beforehand holds after an upgrade of SQLite too. A database in memory that is always empty, one a thread.

use rusqlite::{Connection, ToSql, types::FromSql};

thread_local! {
    static CALCULATOR: Option<Connection> = Connection::open_in_memory().ok();
}

/// The float that SQLite makes of a text that is a number.
pub(super) fn real_of(text: &str) -> f64 {
    ask("SELECT CAST(?1 AS REAL)", text).unwrap_or_else(|| text.trim().parse().unwrap_or(f64::NAN))
}

/// The text that SQLite makes of a float: 15 digits, which are not always enough.
pub(super) fn text_of(real: f64) -> String {
    ask("SELECT CAST(?1 AS TEXT)", real).unwrap_or_else(|| format!("{real:?}"))
}

fn ask<T: FromSql>(sql: &str, value: impl ToSql) -> Option<T> {
    CALCULATOR.with(|calculator| {
        let mut statement = calculator.as_ref()?.prepare_cached(sql).ok()?;
        statement.query_row([value], |row| row.get(0)).ok()
    })
}
