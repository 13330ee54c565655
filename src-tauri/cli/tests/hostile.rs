//! Circumstances that try to break the command: each is refused or survived, it ends in a right result or in a Problem,
//! and what was there stays as it is.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

mod common;

use common::stores::{bytes, content, desk, make, problem};
use common::{Desk, Said};
use rusqlite::Connection;
use std::process::Stdio;

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

/// Partial, over an expression, with rows that are there: what the dry run counts is what the run then does.
#[test]
fn c14_a_unique_index_in_words_of_its_own_is_counted_beforehand() {
    let desk = desk(
        "CREATE TABLE a (id INTEGER PRIMARY KEY, mail TEXT, live INT);
         INSERT INTO a VALUES (1, 'x', 1), (2, 'X', 0), (3, 'X', 1), (4, 'y', 1), (5, 'there', 1), (6, 'THERE', 0);",
    );
    make(
        &desk,
        "target.db",
        "CREATE TABLE a (id INTEGER PRIMARY KEY, mail TEXT, live INT);
         INSERT INTO a VALUES (90, 'there', 1), (91, 'y', 0);
         CREATE UNIQUE INDEX one_live ON a (lower(mail)) WHERE live;",
    );
    desk.good(&["plan", "source.db", "target.db"]);
    let plan = std::fs::read_to_string(desk.path("plan.toml")).unwrap();
    let known = "write = \"append\"\naccept = [\"leave:duplicate_key\"]";
    std::fs::write(
        desk.path("plan.toml"),
        plan.replace("write = \"append\"", known),
    )
    .unwrap();
    let rehearsal = desk.json(&["rehearse", "plan.toml", "--json"])["rehearsal"].clone();
    assert_eq!(
        rehearsal["findings"][0]["id"],
        "duplicates:source.a:one_live"
    );
    assert_eq!(rehearsal["findings"][0]["count"], 2);
    let ran = desk.json(&["run", "plan.toml", "--yes", "--json"]);
    assert_eq!(ran["proof"]["equal"], true, "{ran:#}");
    let figures = &rehearsal["figures"];
    assert_eq!(figures["left_behind"], 2);
    assert_eq!(figures["left_behind"], ran["run"]["left_behind"]);
    assert_eq!(figures["will_be_written"], ran["run"]["rows_written"]);
}

/// A plan that was made before the column was: nothing of it is left behind in silence.
#[test]
fn c44_a_column_that_was_added_meanwhile_goes_over_or_is_told() {
    const TABLE: &str = "CREATE TABLE a (id INTEGER PRIMARY KEY, v TEXT);";
    const ADDED: &str = "ALTER TABLE a ADD COLUMN w INT; UPDATE a SET w = 7;";
    let source = format!("{TABLE} INSERT INTO a VALUES (1, 'x')");
    let desk = desk(&source);
    desk.good(&["plan", "source.db", "target.db"]);
    desk.good(&["rehearse", "plan.toml"]);
    make(&desk, "source.db", ADDED);
    desk.good(&["run", "plan.toml", "--yes"]);
    assert_eq!(content(&desk, "source.db"), content(&desk, "target.db"));

    let desk = common::stores::desk(&source);
    make(&desk, "target.db", TABLE);
    desk.good(&["plan", "source.db", "target.db"]);
    desk.good(&["rehearse", "plan.toml"]);
    make(&desk, "source.db", ADDED);
    let before = bytes(&desk, "target.db");
    let told = problem(
        &desk.say(&["run", "plan.toml", "--yes", "--json"]),
        5,
        "DRY-1405",
    );
    let why = told["why"].as_str().unwrap();
    assert!(why.contains("a has no field w"), "{why}");
    assert_eq!(bytes(&desk, "target.db"), before);
}

/// A trigger of the target bends what lands: the run, its state, the proof and the exit codes all say so.
#[test]
fn c45_a_run_is_no_success_when_anything_failed() {
    let desk = desk(
        "CREATE TABLE a (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO a VALUES (1, 'whole'), (2, 'x')",
    );
    make(
        &desk,
        "target.db",
        "CREATE TABLE a (id INTEGER PRIMARY KEY, v TEXT);
         CREATE TRIGGER cuts AFTER INSERT ON a BEGIN UPDATE a SET v = substr(v, 1, 1) WHERE id = new.id; END;",
    );
    let before = bytes(&desk, "target.db");
    desk.good(&["plan", "source.db", "target.db"]);
    let plan = std::fs::read_to_string(desk.path("plan.toml")).unwrap();
    let said = desk.say(&["rehearse", "plan.toml"]);
    assert_eq!(said.code, 3, "{}", said.out);
    assert!(
        said.out
            .contains("The trigger cuts of a answers to the rows of source.a"),
        "{}",
        said.out
    );
    assert!(
        said.out.contains("After each insert, cuts writes to a."),
        "{}",
        said.out
    );

    let known = plan.replace(
        "write = \"append\"",
        "write = \"append\"\naccept = [\"triggers\"]",
    );
    std::fs::write(desk.path("plan.toml"), known).unwrap();
    desk.good(&["rehearse", "plan.toml"]);
    problem(
        &desk.say(&["run", "plan.toml", "--yes", "--json"]),
        3,
        "DRY-2203",
    );
    let run = desk.json(&["runs", "--json"])["runs"][0].clone();
    assert_eq!(
        (&run["status"], &run["proved"]),
        (&"failed".into(), &false.into())
    );
    let proved = desk.say(&["prove", "run-"]);
    assert_eq!(proved.code, 3);
    assert!(proved.out.starts_with("Not equal"), "{}", proved.out);
    desk.good(&["undo", "run-", "--yes"]);
    assert_eq!(
        bytes(&desk, "target.db"),
        before,
        "rolled back is read back"
    );
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
