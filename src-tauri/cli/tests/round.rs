//! Whole databases go round: SQLite to PostgreSQL to MariaDB and back to SQLite. What comes back is what was sent, or the
//! difference stands among the findings; keys, indexes and references are counted on each hop.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

mod common;

use common::{Desk, golden};
use drydock_engine::edit;
use drydock_model::{Finding, Plan, Severity};
use drydock_testkit::servers::{mysql, postgres};
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// What a careful person chooses, most wanted first.
const CHOICES: [&str; 3] = ["as_text", "accept", "leave"];

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Decides what is open until the plan can run, and says what was decided.
fn decide(desk: &Desk, plan: &str, story: &mut String) -> Vec<Finding> {
    let path = desk.path(plan);
    for _ in 0..6 {
        let said = desk.say(&["rehearse", plan, "--json"]);
        let told: serde_json::Value = serde_json::from_str(&said.out).expect(&said.err);
        let findings: Vec<Finding> =
            serde_json::from_value(told["rehearsal"]["findings"].clone()).unwrap();
        let open = |f: &&Finding| f.severity != Severity::Notice && !f.accepted;
        if !findings.iter().any(|f| open(&f)) {
            return findings;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let mut changed = Plan::parse(&text).unwrap();
        for finding in findings.iter().filter(open) {
            let choice = CHOICES
                .iter()
                .find_map(|id| finding.choices.iter().find(|c| c.id == *id));
            if let Some(choice) = choice {
                writeln!(story, "  {}: {}", finding.title, choice.text).unwrap();
                changed = edit::apply(&changed, &choice.edit).unwrap();
            }
        }
        std::fs::write(&path, edit::save_text(&text, &changed).unwrap()).unwrap();
    }
    panic!("{plan} does not become ready:\n{story}");
}

/// Moves everything, and tells what was decided, what is told, and what is there then.
fn hop(desk: &Desk, name: &str, from: &str, to: &str, story: &mut String) {
    writeln!(story, "{name}").unwrap();
    let plan = format!("{name}.toml");
    desk.good(&["plan", from, to, "-o", &plan]);
    let findings = decide(desk, &plan, story);
    desk.good(&["run", &plan, "--yes", "--keep"]);
    desk.good(&["prove", &plan]);
    let mut kinds: BTreeMap<String, u32> = BTreeMap::new();
    for finding in &findings {
        let what = finding.id.split(':').next().unwrap_or_default();
        let part = finding.id.split(':').nth(2).unwrap_or_default();
        *kinds.entry(format!("{what} {part}")).or_default() += 1;
    }
    for (kind, count) in kinds {
        writeln!(story, "  told: {} x {count}", kind.trim()).unwrap();
    }
    let told = desk.json(&["inspect", to, "--json"]);
    let datasets = told["catalog"]["datasets"].as_array();
    let datasets = datasets.unwrap_or_else(|| panic!("{told:#}"));
    let count = |what: &str| -> usize {
        let lists = datasets.iter().map(|d| d[what].as_array());
        lists.map(|l| l.map_or(0, Vec::len)).sum()
    };
    let keys = datasets.iter().filter(|d| !d["key"].is_null()).count();
    let rows: u64 = datasets.iter().filter_map(|d| d["rows"].as_u64()).sum();
    writeln!(
        story,
        "  there: {} tables, {rows} rows, {keys} keys, {} unique keys, {} indexes, {} foreign keys",
        datasets.len(),
        count("unique"),
        count("indexes"),
        count("foreign_keys")
    )
    .unwrap();
}

/// Of every field the values with their types, in an order of their own.
fn fields(db: &Connection, table: &str) -> BTreeMap<String, Vec<String>> {
    let names: Vec<String> = db
        .prepare(&format!("SELECT name FROM pragma_table_info('{table}')"))
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let values = |name: &String| {
        let sql = format!(
            "SELECT typeof(\"{name}\") || ' ' || quote(\"{name}\") FROM \"{table}\" ORDER BY 1"
        );
        let mut read = db.prepare(&sql).unwrap();
        let values = read.query_map([], |row| row.get(0)).unwrap();
        values.map(Result::unwrap).collect()
    };
    names.iter().map(|n| (n.clone(), values(n))).collect()
}

fn whole_rows(db: &Connection, table: &str, names: &[&String]) -> Vec<String> {
    let all: Vec<String> = names
        .iter()
        .map(|n| format!("typeof(\"{n}\") || quote(\"{n}\")"))
        .collect();
    let sql = format!(
        "SELECT {} FROM \"{table}\" ORDER BY 1",
        all.join(" || ',' || ")
    );
    let mut read = db.prepare(&sql).unwrap();
    let rows = read.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

fn compare(first: &Path, last: &Path, story: &mut String) {
    let (first, last) = (
        Connection::open(first).unwrap(),
        Connection::open(last).unwrap(),
    );
    let tables: Vec<String> = first
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for table in tables {
        let (was, is) = (fields(&first, &table), fields(&last, &table));
        let names: Vec<&String> = was.keys().collect();
        if was == is && whole_rows(&first, &table, &names) == whole_rows(&last, &table, &names) {
            continue;
        }
        for (name, values) in &was {
            let now = is.get(name).cloned().unwrap_or_default();
            if *values != now {
                let differs = values.iter().filter(|v| !now.contains(v));
                let example = differs.clone().next();
                let other = now.iter().find(|v| !values.contains(v));
                writeln!(
                    story,
                    "  not as it was: {table}.{name}, {} values, as {example:?} now {other:?}",
                    differs.count()
                )
                .unwrap();
            }
        }
    }
}

fn round(name: &str, from: &Path) {
    let desk = Desk::new(&[]);
    std::fs::copy(from, desk.path("first.db")).unwrap();
    let (one, two) = (postgres::fresh(), mysql::fresh());
    let (pg, my) = (one.address().to_string(), two.address().to_string());
    let mut story = String::new();
    hop(&desk, "to PostgreSQL", "first.db", &pg, &mut story);
    hop(&desk, "to MariaDB", &pg, &my, &mut story);
    hop(&desk, "back to SQLite", &my, "last.db", &mut story);
    writeln!(story, "the last beside the first").unwrap();
    compare(&desk.path("first.db"), &desk.path("last.db"), &mut story);
    golden(&format!("round_{name}.txt"), &story);
}

/// Third parties' data is read where it lies and never copied into the project.
fn public(name: &str, file: &str) {
    let path = project().join("../shared/public-samples").join(file);
    if !path.exists() {
        assert!(
            std::env::var_os("CI").is_none(),
            "in CI the public samples must be there"
        );
        println!("not applicable: the public samples are not on this machine");
        return;
    }
    round(name, &path);
}

#[test]
fn chinook_goes_round() {
    public("chinook", "chinook/Chinook_Sqlite.sqlite");
}

#[test]
fn northwind_goes_round() {
    public("northwind", "northwind/northwind_small.sqlite");
}

#[test]
fn sakila_goes_round() {
    public("sakila", "sakila/sakila.sqlite");
}
