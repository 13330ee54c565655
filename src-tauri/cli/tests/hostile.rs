//! Files and circumstances that try to break the command: whatever happens, it ends in a right result or in a Problem,
//! the source stays as it is, and rolling back leads to the bytes from before.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

mod common;

use common::{Desk, Said};
use rusqlite::Connection;
use rusqlite::types::Value;
use std::collections::BTreeMap;
use std::process::Stdio;

fn desk(sql: &str) -> Desk {
    let desk = Desk::new(&[]);
    make(&desk, "source.db", sql);
    desk
}

fn make(desk: &Desk, file: &str, sql: &str) {
    Connection::open(desk.path(file))
        .unwrap()
        .execute_batch(sql)
        .unwrap();
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Every table's rows, read by SQLite itself and not by Drydock: the storage class and the bytes of each value.
fn content(desk: &Desk, file: &str) -> BTreeMap<String, Vec<Vec<Value>>> {
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

fn bytes(desk: &Desk, file: &str) -> Option<Vec<u8>> {
    std::fs::read(desk.path(file)).ok()
}

/// Everything of `source.db` into `target.db` and back: foretold, carried out, proved, compared, rolled back.
fn there_and_back(desk: &Desk) {
    let (source, target) = (bytes(desk, "source.db"), bytes(desk, "target.db"));
    desk.good(&["plan", "source.db", "target.db"]);
    let foretold = desk.json(&["rehearse", "plan.toml", "--json"])["rehearsal"]["figures"].clone();
    assert_eq!(bytes(desk, "target.db"), target, "the rehearsal wrote");
    let ran = desk.json(&["run", "plan.toml", "--yes", "--json"]);
    assert_eq!(ran["proof"]["equal"], true, "{ran:#}");
    assert_eq!(foretold["will_be_written"], ran["run"]["rows_written"]);
    assert_eq!(foretold["left_behind"], 0);
    assert_eq!(content(desk, "source.db"), content(desk, "target.db"));
    desk.good(&["undo", "run-", "--yes"]);
    assert!(
        bytes(desk, "target.db") == target,
        "not the bytes from before"
    );
    assert!(bytes(desk, "source.db") == source, "the source was changed");
}

/// What a person is told: always the whole of it, and nothing that only a programmer reads.
fn problem(said: &Said, code: i32, named: &str) -> serde_json::Value {
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

#[test]
fn c37_names_are_only_names_from_the_source_to_the_way_back() {
    let names = [
        "",
        "a\"b",
        "it's",
        "new\nline",
        "tab\there",
        "🚢",
        "select",
        "table",
        "a.b",
        ".",
        "a b",
        "[x]",
        "`tick`",
        "%s",
        "--c",
        "; DROP TABLE x; --",
        "e\u{301}",
        "é",
        "rowid",
        "main",
        "null",
        "0",
        "_drydock_x",
        "back\\slash",
    ];
    let mut sql = String::new();
    for name in names
        .iter()
        .map(ToString::to_string)
        .chain(["x".repeat(300)])
    {
        let (table, field) = (quoted(&name), quoted(&format!("v{name}")));
        let (index, view) = (quoted(&format!("i {name}")), quoted(&format!("w {name}")));
        sql += &format!(
            "CREATE TABLE {table} ({field} TEXT, \"select\" BLOB, \"ROWID \" REAL);
             INSERT INTO {table} VALUES ('a', x'00ff', -0.5), (NULL, x'', 9e999);
             CREATE INDEX {index} ON {table} ({field});
             CREATE VIEW {view} AS SELECT {field} FROM {table};"
        );
    }
    there_and_back(&desk(&sql));
}

#[test]
fn c27_names_that_differ_only_in_case_go_side_by_side() {
    let desk = desk("CREATE TABLE Users (Id INTEGER PRIMARY KEY); INSERT INTO Users VALUES (1)");
    make(
        &desk,
        "other.db",
        "CREATE TABLE users (ID INTEGER PRIMARY KEY); INSERT INTO users VALUES (1), (2)",
    );
    desk.good(&["plan", "source.db", "other.db", "target.db"]);
    let ran = desk.json(&["run", "plan.toml", "--yes", "--json"]);
    assert_eq!(ran["run"]["rows_written"], 3);
    let tables = content(&desk, "target.db");
    assert_eq!(tables["Users"].len(), 1);
    assert_eq!(tables["other_users"].len(), 2);
}

#[test]
fn c29_c30_c34_every_shape_of_table_arrives_and_goes_back() {
    let wide: Vec<String> = (0..300)
        .map(|i| format!("c{i} TEXT DEFAULT 'v{i}'"))
        .collect();
    let wide = wide.join(", ");
    there_and_back(&desk(&format!(
        "CREATE TABLE without_rowid (a TEXT, b INT, c REAL, PRIMARY KEY (b, a)) WITHOUT ROWID;
         INSERT INTO without_rowid VALUES ('x', 1, 2.5), ('y', 1, NULL), ('x', 2, -0.5);
         CREATE TABLE strict (i INTEGER, t TEXT, a ANY, b BLOB, r REAL) STRICT;
         INSERT INTO strict VALUES (9007199254740993, '', x'00', x'', 9e999);
         CREATE TABLE made (a INT, b INT AS (a * 2) VIRTUAL, c INT AS (a + 1) STORED, d TEXT);
         INSERT INTO made (a, d) VALUES (1, 'x'), (2, NULL);
         CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT, v);
         INSERT INTO counted VALUES (500, 1); DELETE FROM counted;
         CREATE TABLE keyless (a, b); INSERT INTO keyless VALUES (1, 1), (1, 1), (NULL, NULL);
         CREATE TABLE null_keys (k TEXT PRIMARY KEY); INSERT INTO null_keys VALUES (NULL), (NULL);
         CREATE TABLE itself (id INTEGER PRIMARY KEY, up REFERENCES itself (id));
         INSERT INTO itself VALUES (1, 2), (2, 1);
         CREATE TABLE far (id INTEGER PRIMARY KEY);
         INSERT INTO far VALUES (-9223372036854775808), (0), (9223372036854775807);
         CREATE TABLE bare (a, b); CREATE TABLE wide ({wide}); INSERT INTO wide (c0) VALUES ('x');"
    )));
}

#[test]
fn c35_full_text_views_and_triggers_come_along() {
    there_and_back(&desk(
        "CREATE TABLE doc (id INTEGER PRIMARY KEY, t TEXT); INSERT INTO doc VALUES (1, 'one'), (2, 'two');
         CREATE VIRTUAL TABLE of_doc USING fts5 (t, content='doc', content_rowid='id');
         INSERT INTO of_doc (of_doc) VALUES ('rebuild');
         CREATE VIRTUAL TABLE own USING fts5 (x, prefix='2 3', tokenize='porter ascii');
         INSERT INTO own VALUES ('running');
         CREATE VIRTUAL TABLE bare USING fts5 (x, content=''); INSERT INTO bare (rowid, x) VALUES (1, 'hi');
         CREATE VIRTUAL TABLE older USING fts4 (x); INSERT INTO older VALUES ('hey');
         CREATE VIRTUAL TABLE boxes USING rtree (id, x0, x1); INSERT INTO boxes VALUES (1, 0, 1);
         CREATE TABLE gone (a); CREATE VIEW over_gone AS SELECT * FROM gone; DROP TABLE gone;
         CREATE VIEW over_view AS SELECT * FROM over_gone;
         CREATE TRIGGER on_doc AFTER INSERT ON doc BEGIN INSERT INTO gone VALUES (1); END;",
    ));
}

#[test]
fn c06_c08_c12_c13_every_value_is_the_same_at_the_far_end() {
    let fields = [
        "i INTEGER",
        "r REAL",
        "t TEXT",
        "b BLOB",
        "n NUMERIC",
        "a",
        "f BOOLEAN",
        "d DATETIME",
        "m DECIMAL(10,2)",
        "j JSON",
    ];
    let values = [
        "NULL",
        "0",
        "9007199254740993",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "0.1",
        "-0.0",
        "9e999",
        "-9e999",
        "5e-324",
        "9007199254740993.0",
        "''",
        "'0001'",
        "'1e3'",
        "' 12 '",
        "'2024-01-01'",
        "'01/02/2024 25:00'",
        "1700000000",
        "1700000000000",
        "2460000.5",
        "'0000-00-00'",
        "'{\"a\":1,\"a\":2}'",
        "'[1'",
        "x''",
        "x'00ff'",
        "CAST(x'00' AS TEXT)",
        "CAST(x'610062' AS TEXT)",
        "CAST(x'ff' AS TEXT)",
        "CAST(x'c3' AS TEXT)",
        "CAST(x'eda080' AS TEXT)",
        "CAST(x'c080' AS TEXT)",
        "CAST(x'efbbbf61' AS TEXT)",
        "'🚢'",
        "zeroblob(1000000)",
    ];
    let mut sql = format!("CREATE TABLE v ({});", fields.join(", "));
    for value in values {
        for field in fields {
            let field = field.split(' ').next().unwrap();
            sql += &format!("INSERT INTO v ({field}) VALUES ({value});");
        }
    }
    sql += "CREATE TABLE k (k TEXT PRIMARY KEY, v) WITHOUT ROWID;
            INSERT INTO k VALUES (CAST(x'ff' AS TEXT), 1), (CAST(x'fe00' AS TEXT), 2), ('', 3);";
    there_and_back(&desk(&sql));
}

#[test]
fn values_of_50_mb_arrive_whole() {
    let desk = desk(
        "CREATE TABLE v (id INTEGER PRIMARY KEY, t TEXT, b BLOB);
         INSERT INTO v VALUES (1, printf('%.*c', 50000000, 'y'), randomblob(50000000));",
    );
    desk.good(&["plan", "source.db", "target.db"]);
    desk.good(&["run", "plan.toml", "--yes"]);
    // Compared by SQLite: bytes of this size are slow to look at in a debug build.
    let conn = Connection::open(desk.path("target.db")).unwrap();
    let source = desk.path("source.db").to_string_lossy().into_owned();
    conn.execute("ATTACH ?1 AS source", [source]).unwrap();
    let same = "SELECT a.t = b.t AND a.b = b.b AND length(a.t) = 50000000
                FROM main.v AS a JOIN source.v AS b USING (id)";
    assert!(
        conn.query_row(same, [], |row| row.get::<_, bool>(0))
            .unwrap()
    );
}

#[test]
fn c01_a_number_beyond_2_53_is_text_in_json() {
    let desk = desk(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v INT); INSERT INTO t VALUES (1, 6031832573293743752)",
    );
    desk.good(&["plan", "source.db", "target.db"]);
    desk.good(&["run", "plan.toml", "--yes"]);
    make(&desk, "target.db", "UPDATE t SET v = v + 1");
    let said = desk.say(&["prove", "run-", "--json"]);
    assert_eq!(said.code, 3, "{}", said.err);
    for number in ["\"6031832573293743752\"", "\"6031832573293743753\""] {
        assert!(said.out.contains(number), "{}", said.out);
    }
}

#[test]
fn c06_a_proof_tells_a_number_from_the_text_of_it() {
    let desk = desk("CREATE TABLE t (id INTEGER PRIMARY KEY, v); INSERT INTO t VALUES (1, 7)");
    desk.good(&["plan", "source.db", "target.db"]);
    desk.good(&["run", "plan.toml", "--yes"]);
    make(&desk, "target.db", "UPDATE t SET v = '7'");
    let said = desk.say(&["prove", "run-"]);
    assert_eq!(said.code, 3, "{}", said.err);
    let line = "v expected 7 (int, 8 bytes), found 7 (text, 1 byte)";
    assert!(said.out.contains(line), "{}", said.out);
}

/// The name of our own table protects nobody else's data from being moved, or from being said to stay.
#[test]
fn a_table_that_only_has_the_name_of_our_receipts_is_not_left_behind_in_silence() {
    let sql = "CREATE TABLE _drydock_receipts (x); INSERT INTO _drydock_receipts VALUES (1);
               CREATE TABLE a (x); INSERT INTO a VALUES (1);";
    let desk = desk(sql);
    desk.good(&["plan", "source.db", "target.db"]);
    let said = desk.say(&["rehearse", "plan.toml"]);
    assert_eq!(said.code, 3, "{}", said.out);
    assert!(
        said.out.contains("where Drydock keeps its receipts"),
        "{}",
        said.out
    );
    assert_eq!(desk.say(&["run", "plan.toml", "--yes"]).code, 5);

    let plan = std::fs::read_to_string(desk.path("plan.toml")).unwrap();
    let renamed = plan.replace("to = \"_drydock_receipts\"", "to = \"theirs\"");
    std::fs::write(desk.path("plan.toml"), renamed).unwrap();
    desk.good(&["run", "plan.toml", "--yes"]);
    assert_eq!(content(&desk, "target.db")["theirs"].len(), 1);
}

#[test]
fn a_target_in_which_the_name_of_our_receipts_is_taken_is_left_alone() {
    let desk = desk("CREATE TABLE a (x); INSERT INTO a VALUES (1);");
    make(
        &desk,
        "target.db",
        "CREATE TABLE _DRYDOCK_receipts (x); CREATE TABLE a (x);",
    );
    let before = bytes(&desk, "target.db");
    desk.good(&["plan", "source.db", "target.db"]);
    let said = desk.say(&["rehearse", "plan.toml"]);
    assert_eq!(said.code, 3, "{}", said.out);
    assert!(said.out.contains("rename that table first"), "{}", said.out);
    problem(
        &desk.say(&["run", "plan.toml", "--yes", "--json"]),
        5,
        "DRY-1405",
    );
    assert_eq!(bytes(&desk, "target.db"), before);
}

/// A run that is not kept leaves its receipts: they are no data of the next source.
#[test]
fn receipts_of_an_earlier_run_are_not_moved_on() {
    let desk = desk("CREATE TABLE a (x); INSERT INTO a VALUES (1);");
    desk.good(&["plan", "source.db", "middle.db"]);
    desk.good(&["run", "plan.toml", "--yes"]);
    desk.good(&["plan", "middle.db", "target.db", "--force"]);
    let ran = desk.json(&["run", "plan.toml", "--yes", "--json"]);
    assert_eq!(ran["run"]["rows_written"], 1);
}

/// What a killed program leaves: a database half written, and the journal that takes it back.
fn with_a_journal_left_over(desk: &Desk, file: &str) {
    let conn = Connection::open(desk.path(file)).unwrap();
    conn.execute_batch(
        "CREATE TABLE b (id INTEGER PRIMARY KEY, v TEXT);
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
         INSERT INTO b SELECT i, 'as it was ' || i FROM n;
         PRAGMA cache_size = 5; BEGIN; UPDATE b SET v = v || ' and half changed';",
    )
    .unwrap();
    let beside = format!("{file}-journal");
    let half = (bytes(desk, file).unwrap(), bytes(desk, &beside).unwrap());
    drop(conn);
    std::fs::write(desk.path(file), half.0).unwrap();
    std::fs::write(desk.path(&beside), half.1).unwrap();
}

fn half_changed(desk: &Desk, file: &str) -> i64 {
    let conn = Connection::open(desk.path(file)).unwrap();
    let count = "SELECT count(*) FROM b WHERE v LIKE '%half%'";
    conn.query_row(count, [], |row| row.get(0)).unwrap()
}

#[test]
fn c36_a_source_that_a_crash_left_half_written_is_read_as_it_was_and_stays() {
    let desk = desk("CREATE TABLE a (x)");
    with_a_journal_left_over(&desk, "source.db");
    let before = (bytes(&desk, "source.db"), bytes(&desk, "source.db-journal"));
    desk.good(&["plan", "source.db", "target.db"]);
    desk.good(&["run", "plan.toml", "--yes"]);
    assert_eq!(half_changed(&desk, "target.db"), 0);
    let after = (bytes(&desk, "source.db"), bytes(&desk, "source.db-journal"));
    assert!(after == before, "the source was changed");
}

#[test]
fn a_target_that_a_crash_left_half_written_is_what_it_was_and_takes_the_rows() {
    let desk = desk("CREATE TABLE a (x); INSERT INTO a VALUES (1)");
    with_a_journal_left_over(&desk, "target.db");
    let before = (bytes(&desk, "target.db"), bytes(&desk, "target.db-journal"));
    desk.good(&["plan", "source.db", "target.db"]);
    desk.good(&["rehearse", "plan.toml"]);
    let after = (bytes(&desk, "target.db"), bytes(&desk, "target.db-journal"));
    assert!(after == before, "the rehearsal wrote");
    // What the dry run read on a copy is what the run finds: not a change by another program.
    desk.good(&["run", "plan.toml", "--yes"]);
    assert_eq!(half_changed(&desk, "target.db"), 0);
    assert_eq!(content(&desk, "target.db")["a"].len(), 1);
    desk.good(&["undo", "run-", "--yes"]);
    assert_eq!(half_changed(&desk, "target.db"), 0);
    assert!(!content(&desk, "target.db").contains_key("a"));
}

#[test]
fn c44_what_cannot_be_a_target_has_its_own_words() {
    let desk = desk("CREATE TABLE a (x); INSERT INTO a VALUES (1)");
    std::fs::create_dir(desk.path("folder.db")).unwrap();
    let told = problem(
        &desk.say(&["plan", "source.db", "folder.db", "--json"]),
        1,
        "DRY-1201",
    );
    assert_eq!(told["why"], "It is a folder");
    std::fs::write(desk.path("notes.db"), "no database").unwrap();
    problem(
        &desk.say(&["plan", "source.db", "notes.db", "--json"]),
        1,
        "DRY-1201",
    );
    assert_eq!(bytes(&desk, "notes.db").unwrap(), b"no database");
    problem(
        &desk.say(&["plan", "source.db", "no/such/target.db", "--json"]),
        2,
        "DRY-1011",
    );
}

#[cfg(unix)]
#[test]
fn c44_a_source_under_another_name_is_still_the_source() {
    let desk = desk("CREATE TABLE a (x); INSERT INTO a VALUES (1)");
    std::os::unix::fs::symlink("source.db", desk.path("soft.db")).unwrap();
    std::fs::hard_link(desk.path("source.db"), desk.path("hard.db")).unwrap();
    let before = bytes(&desk, "source.db");
    for name in ["soft.db", "hard.db", "./source.db"] {
        desk.good(&["plan", "source.db", name, "--force"]);
        let told = problem(
            &desk.say(&["run", "plan.toml", "--yes", "--json"]),
            5,
            "DRY-1405",
        );
        assert!(
            told["why"]
                .as_str()
                .unwrap()
                .contains("both a source and the target")
        );
    }
    assert_eq!(bytes(&desk, "source.db"), before);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_no_target() {
    let desk = desk("CREATE TABLE a (x); INSERT INTO a VALUES (1)");
    std::os::unix::fs::symlink("nowhere.db", desk.path("link.db")).unwrap();
    desk.good(&["plan", "source.db", "link.db"]);
    let said = desk.say(&["run", "plan.toml", "--yes"]);
    assert_ne!(said.code, 0);
    assert!(
        said.err.contains("a link to a file that is not there"),
        "{}",
        said.err
    );
    assert!(!desk.path("nowhere.db").exists());
}

#[test]
fn c44_a_source_that_went_away_after_the_dry_run_stops_nothing_half_way() {
    let desk = desk("CREATE TABLE a (x); INSERT INTO a VALUES (1)");
    desk.good(&["plan", "source.db", "target.db"]);
    desk.good(&["rehearse", "plan.toml"]);
    std::fs::remove_file(desk.path("source.db")).unwrap();
    problem(
        &desk.say(&["run", "plan.toml", "--yes", "--json"]),
        5,
        "DRY-1405",
    );
    assert!(!desk.path("target.db").exists());
}

#[test]
fn c44_a_target_with_another_shape_is_refused_and_stays() {
    for shape in [
        "CREATE TABLE a (other TEXT NOT NULL)",
        "CREATE TABLE a (id INTEGER PRIMARY KEY, v AS (id) STORED)",
        "CREATE VIEW a AS SELECT 1",
        "CREATE TABLE z (v); CREATE INDEX a ON z (v)",
    ] {
        let desk =
            desk("CREATE TABLE a (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO a VALUES (1, 'x')");
        make(&desk, "target.db", shape);
        let before = bytes(&desk, "target.db");
        desk.good(&["plan", "source.db", "target.db"]);
        assert_eq!(desk.say(&["rehearse", "plan.toml"]).code, 3, "{shape}");
        problem(
            &desk.say(&["run", "plan.toml", "--yes", "--json"]),
            5,
            "DRY-1405",
        );
        assert_eq!(bytes(&desk, "target.db"), before, "{shape}");
    }
}

#[test]
fn two_runs_at_once_end_in_one_whole_target() {
    let desk = desk(
        "CREATE TABLE a (id INTEGER PRIMARY KEY, v TEXT);
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
         INSERT INTO a SELECT i, 'row ' || i FROM n;",
    );
    desk.good(&["plan", "source.db", "target.db"]);
    // Each with a journal of its own: nothing but the target itself can keep them apart.
    let started = ["home-1", "home-2"].map(|home| {
        desk.command(&["run", "plan.toml", "--yes"])
            .env("DRYDOCK_HOME", desk.path(home))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    });
    let mut ended = started.map(|child| Said::of(child.wait_with_output().unwrap()));
    ended.sort_by_key(|said| said.code);
    let [won, lost] = ended;
    assert_eq!(won.code, 0, "{}{}", won.out, won.err);
    assert!(
        matches!(lost.code, 1 | 4 | 5),
        "{}: {}",
        lost.code,
        lost.err
    );
    assert!(lost.err.contains("DRY-"), "{}", lost.err);
    assert_eq!(content(&desk, "target.db"), content(&desk, "source.db"));
}

#[test]
fn a_journal_that_cannot_be_used_is_told_and_left_as_it_is() {
    let desk = desk("CREATE TABLE a (x)");
    std::fs::create_dir(desk.path("home")).unwrap();
    std::fs::write(desk.path("home/journal.sqlite"), "x".repeat(9000)).unwrap();
    for arguments in [&["runs", "--json"][..], &["inspect", "source.db", "--json"]] {
        problem(&desk.say(arguments), 1, "DRY-9002");
    }
    assert_eq!(
        bytes(&desk, "home/journal.sqlite").unwrap(),
        vec![b'x'; 9000]
    );
    std::fs::remove_dir_all(desk.path("home")).unwrap();
    std::fs::write(desk.path("home"), "a file").unwrap();
    problem(&desk.say(&["runs", "--json"]), 1, "DRY-9003");
}

#[test]
fn an_undo_point_that_was_cut_is_not_used() {
    let desk = desk("CREATE TABLE a (x); INSERT INTO a VALUES (1)");
    make(
        &desk,
        "target.db",
        "CREATE TABLE z (x); INSERT INTO z VALUES (1)",
    );
    desk.good(&["plan", "source.db", "target.db"]);
    desk.good(&["run", "plan.toml", "--yes"]);
    let run = std::fs::read_dir(desk.path("home/runs"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    let kept = run.path().join("undo/before.sqlite");
    let whole = std::fs::read(&kept).unwrap();
    std::fs::write(&kept, &whole[..whole.len() / 2]).unwrap();
    let before = bytes(&desk, "target.db");
    problem(
        &desk.say(&["undo", "run-", "--yes", "--json"]),
        1,
        "DRY-3001",
    );
    assert_eq!(bytes(&desk, "target.db"), before);
}

#[test]
fn letters_that_several_runs_begin_with_name_none_of_them() {
    let desk = desk("CREATE TABLE a (x); INSERT INTO a VALUES (1)");
    desk.good(&["plan", "source.db", "target.db"]);
    for _ in 0..2 {
        desk.good(&["run", "plan.toml", "--yes"]);
        let runs = desk.json(&["runs", "--json"]);
        let newest = runs["runs"][0]["run"].as_str().unwrap();
        desk.good(&["undo", newest, "--yes"]);
    }
    let told = problem(
        &desk.say(&["undo", "run-", "--yes", "--json"]),
        2,
        "DRY-9004",
    );
    assert!(
        told["why"].as_str().unwrap().contains(" and run-"),
        "{told:#}"
    );
}

#[test]
fn what_is_wrong_with_a_plan_is_told_with_its_line() {
    let desk =
        desk("CREATE TABLE a (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO a VALUES (1, 'x')");
    desk.good(&["plan", "source.db", "target.db"]);
    let plan = std::fs::read_to_string(desk.path("plan.toml")).unwrap();
    let line_of = |text: &str| 1 + plan.lines().position(|l| l.contains(text)).unwrap();
    let from = "from = \"source.a\"";
    for (what, instead, line) in [
        ("drydock = 1", "drydock = 2", line_of("drydock = 1")),
        (
            "write = \"create\"",
            "write = \"merge\"",
            line_of("write ="),
        ),
        (
            "write = \"create\"",
            "writ = \"create\"",
            line_of("write ="),
        ),
        (from, "from = \"a\"", line_of(from)),
        (from, "from = \"elsewhere.a\"", line_of(from)),
    ] {
        std::fs::write(desk.path("plan.toml"), plan.replace(what, instead)).unwrap();
        for command in [
            &["rehearse", "plan.toml", "--json"][..],
            &["run", "plan.toml", "--yes", "--json"],
        ] {
            let told = problem(&desk.say(command), 1, "DRY-1404");
            let what = told["what"].as_str().unwrap();
            assert!(what.contains(&format!("ine {line}")), "{instead}: {what}");
        }
    }
    assert!(!desk.path("target.db").exists());
}
