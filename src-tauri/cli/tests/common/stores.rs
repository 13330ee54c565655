//! SQLite files on a desk: made by SQLite, read by SQLite, so that nothing vouches for itself.

use super::{Desk, Said};
use rusqlite::Connection;
use rusqlite::types::Value;
use std::collections::BTreeMap;

pub fn desk(sql: &str) -> Desk {
    let desk = Desk::new(&[]);
    make(&desk, "source.db", sql);
    desk
}

pub fn make(desk: &Desk, file: &str, sql: &str) {
    Connection::open(desk.path(file))
        .unwrap()
        .execute_batch(sql)
        .unwrap();
}

pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Every table's rows, read by SQLite itself and not by Drydock: the storage class and the bytes of each value.
pub fn content(desk: &Desk, file: &str) -> BTreeMap<String, Vec<Vec<Value>>> {
    let conn = Connection::open(desk.path(file)).unwrap();
    let mut tables = conn
        .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow')")
        .unwrap();
    let names = tables.query_map([], |r| r.get::<_, String>(0)).unwrap();
    names
        .map(Result::unwrap)
        .filter(|name| name != "_drydock_receipts" && name != "sqlite_schema")
        .map(|name| {
            let table = quoted(&name);
            let fields: Vec<String> = conn
                .prepare(&format!("SELECT * FROM {table}"))
                .unwrap()
                .column_names()
                .iter()
                .flat_map(|f| {
                    let f = quoted(f);
                    // Text goes as its bytes, which need not be valid; numbers go as they are.
                    [
                        format!("typeof({f})"),
                        format!("iif(typeof({f}) = 'text', CAST({f} AS BLOB), {f})"),
                    ]
                })
                .collect();
            let mut rows: Vec<Vec<Value>> = conn
                .prepare(&format!("SELECT {} FROM {table}", fields.join(", ")))
                .unwrap()
                .query_map([], |r| (0..fields.len()).map(|i| r.get(i)).collect())
                .unwrap()
                .map(Result::unwrap)
                .collect();
            rows.sort_by_key(|row| format!("{row:?}"));
            (name, rows)
        })
        .collect()
}

pub fn bytes(desk: &Desk, file: &str) -> Option<Vec<u8>> {
    std::fs::read(desk.path(file)).ok()
}

/// What a person is told: always the whole of it, and nothing that only a programmer reads.
pub fn problem(said: &Said, code: i32, named: &str) -> serde_json::Value {
    assert_eq!(said.code, code, "{}{}", said.out, said.err);
    let told: serde_json::Value = serde_json::from_str(&said.err).unwrap();
    let problem = told["problem"].clone();
    assert_eq!(problem["code"], named, "{problem:#}");
    for answer in ["what", "why", "data"] {
        assert_ne!(problem[answer], "", "{answer} of {problem:#}");
    }
    assert_ne!(problem["next"].as_array().map_or(0, Vec::len), 0);
    problem
}
