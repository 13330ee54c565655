//! A database goes round: SQLite to PostgreSQL to MariaDB and back to SQLite, each hop planned, rehearsed, run and proved
//! by the command. What comes back is what was sent, value for value.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

mod common;

use common::Desk;
use drydock_testkit::servers::{mysql, postgres};
use rusqlite::Connection;
use rusqlite::types::Value;

/// A harbour's books: keys of one and two fields, references, defaults, uniqueness, and values that tools have bent.
const BOOKS: &str = "
    CREATE TABLE berths (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, depth REAL, open INTEGER NOT NULL DEFAULT 1);
    CREATE TABLE boats (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL, berth INTEGER REFERENCES berths(id),
        papers BLOB, notes TEXT, worth INTEGER);
    CREATE INDEX boats_by_berth ON boats(berth);
    CREATE TABLE visits (
        boat INTEGER NOT NULL REFERENCES boats(id), nr INTEGER NOT NULL, came TEXT NOT NULL, fee REAL,
        PRIMARY KEY (boat, nr));
    INSERT INTO berths VALUES (1, 'north', 4.5, 1), (2, 'süd \u{1f6a2}', 0.1, 0), (3, 'none', NULL, 1);
    INSERT INTO boats VALUES
        (1, 'Möwe', 1, x'00ff10', 'a ''quoted'' note' || char(10) || 'and a second line', 9007199254740993),
        (2, 'No berth', NULL, x'', '', -9223372036854775808),
        (9007199254740993, 'far', 2, NULL, '0001', 9223372036854775807);
    INSERT INTO visits VALUES (1, 1, '2026-03-29T02:30:00', 12.5), (1, 2, '2026-03-30T00:00:00Z', -0.0), (2, 1, ' ', 1e308);
";

const TABLES: [&str; 3] = ["berths", "boats", "visits"];

fn rows(path: &std::path::Path, table: &str) -> Vec<Vec<Value>> {
    let db = Connection::open(path).unwrap();
    let mut read = db
        .prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2"))
        .unwrap();
    let fields = read.column_count();
    let rows = read.query_map([], |row| (0..fields).map(|i| row.get(i)).collect());
    rows.unwrap().map(Result::unwrap).collect()
}

/// Moves everything. A proof that does not hold ends with another exit code.
fn hop(desk: &Desk, name: &str, from: &str, to: &str) {
    let plan = format!("{name}.toml");
    desk.good(&["plan", from, to, "-o", &plan]);
    desk.good(&["rehearse", &plan]);
    desk.good(&["run", &plan, "--yes"]);
    desk.good(&["prove", &plan]);
}

#[test]
fn a_database_goes_round_the_servers_and_comes_back_as_it_was() {
    let desk = Desk::new(&[]);
    Connection::open(desk.path("books.db"))
        .unwrap()
        .execute_batch(BOOKS)
        .unwrap();
    let one = postgres::fresh();
    let two = mysql::fresh();
    let (pg, my) = (one.address().to_string(), two.address().to_string());
    hop(&desk, "there", "books.db", &pg);
    assert_eq!(
        one.sql("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace"),
        "2"
    );
    hop(&desk, "across", &pg, &my);
    assert_eq!(
        two.sql("SELECT count(*) FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE()"),
        "2"
    );
    hop(&desk, "back", &my, "back.db");
    for table in TABLES {
        assert_eq!(
            rows(&desk.path("back.db"), table),
            rows(&desk.path("books.db"), table),
            "{table}"
        );
    }
}

#[test]
fn a_password_does_not_stand_on_the_command_line() {
    let desk = Desk::new(&[]);
    let said = desk.say(&["inspect", "postgres://ann:canary-4711@localhost/app"]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(said.err.contains("holds a password"), "{}", said.err);
    assert!(!said.err.contains("canary-4711"), "{}", said.err);
    // Nor is it repeated where its place should have stood.
    let said = desk.say(&[
        "inspect",
        "--password-from",
        "canary-4711",
        "postgres://ann@localhost/app",
    ]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(said.err.contains("env:NAME"), "{}", said.err);
    assert!(!said.err.contains("canary-4711"), "{}", said.err);
}

#[test]
fn a_server_that_is_not_there_is_told() {
    let desk = Desk::new(&[]);
    let port = drydock_testkit::servers::guard::free_port().unwrap();
    for kind in ["postgres", "mysql"] {
        let said = desk.say(&["inspect", &format!("{kind}://ann@127.0.0.1:{port}/app")]);
        assert_eq!(said.code, 1, "{}", said.err);
        assert!(said.err.contains("Cannot reach"), "{}", said.err);
    }
}
