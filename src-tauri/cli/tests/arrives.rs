//! Every shape of table and every value goes over as it is, and rolling back leads to the bytes from before.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

mod common;

use common::Desk;
use common::stores::{bytes, content, desk, make, problem, quoted};
use rusqlite::Connection;

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

/// Out of step in the source, and by the same rows in the copy: nothing was lost on the way, and it is said.
#[test]
fn c35_a_full_text_index_that_was_out_of_step_stays_so_and_is_told() {
    const NOTES: &str = "CREATE TABLE note (id INTEGER PRIMARY KEY, t TEXT); INSERT INTO note VALUES (1, 'one'), (5, 'five');
         CREATE VIRTUAL TABLE of_note USING fts5 (t, content='note', content_rowid='id');
         INSERT INTO of_note (of_note) VALUES ('rebuild'); INSERT INTO note VALUES (7, 'never indexed');";
    let desk = desk(NOTES);
    there_and_back(&desk);
    let ran = desk.json(&["run", "plan.toml", "--yes", "--json"]);
    let checks = ran["proof"]["checks"].as_array().unwrap();
    let check = checks.iter().find(|c| c["kind"] == "full_text").unwrap();
    assert_eq!(check["object"], "of_note");
    assert_eq!(check["found"], "it does not agree, as in the source");
    let log = ran["run"]["log"].as_array().unwrap();
    let told = log
        .iter()
        .find(|line| line["table"] == "of_note" && line["level"] == "warn");
    assert!(told.is_some(), "{log:#?}");
}

/// The rows of its table get other numbers in the copy: that an index agreed before, or did not, says nothing there.
#[test]
fn c35_a_full_text_index_that_finds_other_rows_fails_the_run() {
    let desk = desk(
        "CREATE TABLE note (t TEXT); INSERT INTO note (rowid, t) VALUES (2, 'one'), (9, 'two');
         CREATE VIRTUAL TABLE of_note USING fts5 (t, content='note');
         INSERT INTO of_note (of_note) VALUES ('rebuild');",
    );
    desk.good(&["plan", "source.db", "target.db"]);
    let told = problem(
        &desk.say(&["run", "plan.toml", "--yes", "--json"]),
        3,
        "DRY-2203",
    );
    assert!(
        told["why"].as_str().unwrap().contains("of_note"),
        "{told:#}"
    );
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

/// A schema that was edited by hand says INTEGER of a column that holds text: SQLite would make numbers of it.
#[test]
fn c06_a_value_that_its_column_would_not_take_is_foretold_and_left() {
    let desk = desk(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, '007'), (2, 'x'), (3, '5');
         PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = replace(sql, 'v TEXT', 'v INTEGER') WHERE name = 't';",
    );
    desk.good(&["plan", "source.db", "target.db"]);
    let said = desk.say(&["rehearse", "plan.toml", "--json"]);
    assert_eq!(said.code, 3, "{}", said.err);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let rehearsal = &report["rehearsal"];
    assert_eq!(rehearsal["findings"][0]["id"], "loss:source.t.v:affinity");
    assert_eq!(rehearsal["findings"][0]["count"], 2);
    let figures = rehearsal["figures"].clone();

    let plan = std::fs::read_to_string(desk.path("plan.toml")).unwrap();
    let known = plan.replace("to = \"t\"", "to = \"t\"\naccept = [\"leave:affinity\"]");
    std::fs::write(desk.path("plan.toml"), known).unwrap();
    let ran = desk.json(&["run", "plan.toml", "--yes", "--json"]);
    assert_eq!(ran["proof"]["equal"], true, "{ran:#}");
    assert_eq!(ran["run"]["rows_written"], figures["will_be_written"]);
    assert_eq!(ran["run"]["left_behind"], figures["left_behind"]);
    assert_eq!(figures["left_behind"], 2);
    assert_eq!(content(&desk, "target.db")["t"].len(), 1);
}

/// Any detour through JSON numbers or shorter digits would change a bit of one in ten of these.
#[test]
fn c02_an_embedding_is_equal_bit_by_bit_at_the_far_end() {
    let mut seed = 0x9e37_79b9_7f4a_7c15u64;
    let mut float = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        f64::from_bits(0x3fe0_0000_0000_0000 | (seed >> 12)) - 0.75
    };
    let floats: Vec<f64> = (0..768).map(|_| float()).collect();
    let written: Vec<String> = floats.iter().map(|f| format!("{f:?}")).collect();
    let bytes: Vec<u8> = floats.iter().flat_map(|f| f.to_le_bytes()).collect();

    let desk = desk(
        "CREATE TABLE e (id INTEGER PRIMARY KEY, j JSON, b BLOB); CREATE TABLE f (r REAL, a);",
    );
    let source = Connection::open(desk.path("source.db")).unwrap();
    let json = format!("[{}]", written.join(","));
    source
        .execute("INSERT INTO e VALUES (1, ?1, ?2)", (&json, &bytes))
        .unwrap();
    for f in &floats {
        source
            .execute("INSERT INTO f VALUES (?1, ?1)", [f])
            .unwrap();
    }
    drop(source);
    there_and_back(&desk);

    // As the plan asks: text that becomes JSON, and a proof that is JSON itself.
    let plan = std::fs::read_to_string(desk.path("plan.toml")).unwrap();
    let whole = "to = \"e\"\nwrite = \"create\"";
    assert!(plan.contains(whole), "{plan}");
    let asked = format!("{whole}\n[[move.field]]\nfrom = \"j\"\nto = \"j\"\nas = \"json\"");
    std::fs::write(desk.path("plan.toml"), plan.replace(whole, &asked)).unwrap();
    let ran = desk.json(&["run", "plan.toml", "--yes", "--json"]);
    assert_eq!(ran["proof"]["equal"], true, "{ran:#}");
    let target = Connection::open(desk.path("target.db")).unwrap();
    let arrived: String = target
        .query_row("SELECT j FROM e", [], |row| row.get(0))
        .unwrap();
    let read: Vec<f64> = serde_json::from_str(&arrived).unwrap();
    let bits = |floats: &[f64]| floats.iter().map(|f| f.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(&read), bits(&floats));
}

#[test]
fn c03_numbers_in_json_stay_as_they_are_written() {
    const WRITTEN: &str = r#"{"z":9007199254740993,"a":6031832573293743752123,"b":1.0,"c":1,"d":1e2,"b":-0,"a ": 1.10}"#;
    let desk = desk("CREATE TABLE t (id INTEGER PRIMARY KEY, j TEXT)");
    Connection::open(desk.path("source.db"))
        .unwrap()
        .execute("INSERT INTO t VALUES (1, ?1)", [WRITTEN])
        .unwrap();
    desk.good(&["plan", "source.db", "target.db"]);
    let plan = std::fs::read_to_string(desk.path("plan.toml")).unwrap();
    let asked = "\n[[move.field]]\nfrom = \"j\"\nto = \"j\"\nas = \"json\"\n";
    for plan in [plan.clone(), plan + asked] {
        std::fs::write(desk.path("plan.toml"), plan).unwrap();
        desk.good(&["run", "plan.toml", "--yes"]);
        let arrived: String = Connection::open(desk.path("target.db"))
            .unwrap()
            .query_row("SELECT j FROM t", [], |row| row.get(0))
            .unwrap();
        assert_eq!(arrived, WRITTEN);
        let newest = desk.json(&["runs", "--json"])["runs"][0]["run"].clone();
        desk.good(&["undo", newest.as_str().unwrap(), "--yes"]);
    }
}

/// Nothing is cut to a declared length, nothing is padded, and no text becomes a number or a null.
#[test]
fn c15_an_empty_text_is_no_null_and_leading_zeros_and_long_texts_stay() {
    let desk = desk(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, zip VARCHAR(4) NOT NULL, note CHAR(2) DEFAULT 'x');
         INSERT INTO t VALUES (1, '0001', ''), (2, '', NULL), (3, '00012345', 'longer than two'), (4, '🚢🚢🚢🚢🚢', ' a ');",
    );
    there_and_back(&desk);
    // Into a table that is there, with lengths of its own.
    make(
        &desk,
        "target.db",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, zip VARCHAR(2) NOT NULL, note CHAR(1));",
    );
    let plan = std::fs::read_to_string(desk.path("plan.toml")).unwrap();
    let plan = plan.replace("write = \"create\"", "write = \"append\"");
    std::fs::write(desk.path("plan.toml"), plan).unwrap();
    desk.good(&["run", "plan.toml", "--yes"]);
    assert_eq!(content(&desk, "source.db"), content(&desk, "target.db"));
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
