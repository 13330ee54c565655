//! Exit codes, questions, guards, signals and pipes, each with a process of its own.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

mod common;

use common::{Desk, Said};
use drydock_app::Studio;
use rusqlite::Connection;
use std::io::Read;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

const CASE_C: [&str; 2] = [
    "langgraph/langgraph_agent.db",
    "langgraph/chatbot_memory.sqlite",
];

fn planned(files: &[&str]) -> Desk {
    let desk = Desk::new(files);
    let names: Vec<&str> = files.iter().filter_map(|f| f.rsplit('/').next()).collect();
    desk.good(&[&["plan"], &names[..], &["unified.sqlite"]].concat());
    desk
}

/// A table large enough to be stopped in.
fn large(rows: i64) -> Desk {
    let desk = Desk::new(&[]);
    let conn = Connection::open(desk.path("large.db")).unwrap();
    conn.execute_batch(&format!(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT);
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
         INSERT INTO t SELECT i, printf('row %d with some words in it', i) FROM n;"
    ))
    .unwrap();
    drop(conn);
    desk.good(&["plan", "large.db", "unified.sqlite"]);
    desk
}

fn rows(desk: &Desk) -> i64 {
    let conn = Connection::open(desk.path("unified.sqlite")).unwrap();
    conn.query_row("SELECT count(*) + count(DISTINCT id) FROM t", [], |r| {
        r.get(0)
    })
    .unwrap()
}

fn interrupt(child: &Child) {
    let id = child.id().to_string();
    assert!(
        std::process::Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
}

/// Waits until rows land.
fn wait_for_rows(desk: &Desk) {
    let until = Instant::now() + Duration::from_secs(60);
    loop {
        let landed = Connection::open_with_flags(
            desk.path("unified.sqlite"),
            rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY,
        )
        .and_then(|c| {
            c.query_row("SELECT count(*) FROM _drydock_receipts", [], |r| {
                r.get::<_, i64>(0)
            })
        });
        if landed.unwrap_or(0) > 2 {
            return;
        }
        assert!(Instant::now() < until, "no row landed");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn wrong_use_is_2() {
    let desk = planned(&CASE_C);
    for arguments in [
        &["frobnicate"][..],
        &["inspect"],
        &["plan", "one.db"],
        &["run"],
        &["inspect", "no-such-store"],
        &["undo", "run-99", "--yes"],
        &["prove", "run-99"],
        &["plan", "langgraph_agent.db", "x.sqlite"],
    ] {
        let said = desk.say(arguments);
        assert_eq!(
            (said.code, said.out.as_str()),
            (2, ""),
            "{arguments:?}: {}",
            said.err
        );
    }
}

#[test]
fn without_a_yes_and_without_a_terminal_nothing_is_written() {
    let desk = planned(&CASE_C);
    let said = desk.say(&["run", "plan.toml"]);
    assert_eq!(said.code, 5, "{}", said.err);
    assert!(said.err.contains("DRY-1409") && !desk.path("unified.sqlite").exists());
    let run = desk.json(&["run", "plan.toml", "--yes", "--json"])["run"]["run"].clone();
    let run = run.as_str().unwrap();
    let said = desk.say(&["undo", run]);
    assert_eq!(said.code, 5, "{}", said.err);
    assert!(desk.path("unified.sqlite").exists());
    // A second run over one that is not settled is refused by the gate.
    assert_eq!(desk.say(&["run", "plan.toml", "--yes"]).code, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn production_wants_its_name_from_the_command_line_too() {
    let desk = planned(&CASE_C);
    let studio = Studio::open(desk.path("home")).await.unwrap();
    let target = studio
        .look_for_target(desk.path("unified.sqlite"))
        .await
        .unwrap();
    studio
        .connection_add(&target.token, "live", drydock_app::views::Environment::Prod)
        .await
        .unwrap();
    let refused = desk.say(&["run", "plan.toml", "--yes", "--confirm", "live"]);
    assert_eq!(refused.code, 5, "a dry run comes first: {}", refused.err);
    desk.good(&["rehearse", "plan.toml"]);
    for wrong in [
        &["run", "plan.toml", "--yes"][..],
        &["run", "plan.toml", "--yes", "--confirm", "Live"],
    ] {
        let said = desk.say(wrong);
        assert_eq!(said.code, 5, "{}", said.err);
    }
    assert!(!desk.path("unified.sqlite").exists());
    // The plan spells the address out; the name to type is the one of the file.
    desk.good(&["run", "plan.toml", "--confirm", "unified.sqlite"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn both_shells_give_one_fingerprint() {
    let desk = planned(&CASE_C);
    let printed = desk.json(&[
        "plan",
        "langgraph_agent.db",
        "chatbot_memory.sqlite",
        "unified.sqlite",
        "--force",
        "--json",
    ]);
    let studio = Studio::open(desk.path("home")).await.unwrap();
    let found = studio.look(vec![desk.path("plan.toml")]).await.unwrap();
    let project = studio.project_from_plan(&found.token).await.unwrap();
    let map = studio.map(&project.id).await.unwrap();
    assert_eq!(printed["fingerprint"], map.fingerprint.as_str());
    let report = desk.json(&["rehearse", "plan.toml", "--json"]);
    assert_eq!(report["rehearsal"]["plan"], map.fingerprint.as_str());
    // What the command line rehearsed, the window shows.
    let seen = studio.rehearsal(&project.id).await.unwrap();
    assert_eq!(seen.report.unwrap().id, report["rehearsal"]["id"]);
    assert_eq!(seen.outdated, None);
}

#[test]
fn a_run_that_is_interrupted_stops_and_goes_on() {
    let desk = large(400_000);
    let child = desk
        .command(&["run", "plan.toml", "--yes"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_for_rows(&desk);
    interrupt(&child);
    let said = Said::of(child.wait_with_output().unwrap());
    assert_eq!(said.code, 4, "{}{}", said.out, said.err);
    assert!(
        said.out.contains("Resume with: drydock run --resume run-"),
        "{}",
        said.out
    );
    let again = desk.say(&["run", "--resume", "run-", "--yes"]);
    assert_eq!(again.code, 0, "{}{}", again.out, again.err);
    assert_eq!(rows(&desk), 800_000);
    desk.good(&["prove", "run-"]);
}

/// Rows may land before the command has heard that its run began; the first signal must not kill it there either.
#[test]
fn an_interrupt_right_at_the_beginning_stops_cleanly_too() {
    let desk = large(400_000);
    for wait_ms in [0, 10, 20, 40, 60, 80, 120] {
        let child = desk
            .command(&["run", "plan.toml", "--yes"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let until = Instant::now() + Duration::from_secs(60);
        while !desk.path("unified.sqlite").exists() {
            assert!(Instant::now() < until, "the target was never made");
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_millis(wait_ms));
        interrupt(&child);
        let said = Said::of(child.wait_with_output().unwrap());
        assert_eq!(said.code, 4, "{wait_ms} ms: {}{}", said.out, said.err);
        desk.good(&["undo", "run-", "--yes"]);
        assert!(!desk.path("unified.sqlite").exists());
        // Ids begin alike: what is settled must not be meant by the next one.
        std::fs::remove_dir_all(desk.path("home")).unwrap();
    }
}

#[test]
fn a_second_interrupt_ends_at_once_and_the_run_still_goes_on() {
    let desk = large(400_000);
    let mut child = desk
        .command(&["run", "plan.toml", "--yes"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_for_rows(&desk);
    interrupt(&child);
    interrupt(&child);
    assert!(matches!(child.wait().unwrap().code(), Some(4)));
    assert_eq!(desk.say(&["run", "--resume", "run-", "--yes"]).code, 0);
    assert_eq!(rows(&desk), 800_000);
}

#[test]
fn a_proof_that_does_not_hold_is_3() {
    let desk = planned(&CASE_C);
    desk.good(&["run", "plan.toml", "--yes"]);
    let conn = Connection::open(desk.path("unified.sqlite")).unwrap();
    conn.execute_batch(
        "DELETE FROM checkpoints WHERE rowid = (SELECT min(rowid) FROM checkpoints)",
    )
    .unwrap();
    drop(conn);
    let said = desk.say(&["prove", "run-"]);
    assert_eq!(said.code, 3, "{}{}", said.out, said.err);
    assert!(said.out.contains("missing: "), "{}", said.out);
    // Somebody wrote to the target: rolling back is refused until that is wanted.
    assert_eq!(desk.say(&["undo", "run-", "--yes"]).code, 5);
    desk.good(&["undo", "run-", "--yes", "--even-if-changed"]);
    assert!(!desk.path("unified.sqlite").exists());
}

#[test]
fn a_dry_run_that_is_not_ready_is_3() {
    let desk = planned(&CASE_C);
    let plan = std::fs::read_to_string(desk.path("plan.toml")).unwrap();
    std::fs::write(
        desk.path("plan.toml"),
        plan.replace("to = \"writes\"", "to = \"checkpoints\""),
    )
    .unwrap();
    let said = desk.say(&["rehearse", "plan.toml"]);
    assert_eq!(said.code, 3, "{}", said.out);
    assert!(said.out.starts_with("Not ready: "), "{}", said.out);
    assert_eq!(desk.say(&["run", "plan.toml", "--yes"]).code, 5);
}

#[test]
fn a_reader_that_goes_away_is_not_a_failure() {
    let desk = Desk::new(&["nasty/nasty.sqlite"]);
    let mut child = desk
        .command(&["inspect", "nasty.sqlite", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut err)
        .unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""));
}

#[test]
fn no_colour_reaches_a_pipe() {
    let desk = Desk::new(&["nasty/empty.sqlite"]);
    let said = desk.say(&["inspect", "empty.sqlite"]);
    assert!(!said.err.contains('\u{1b}') && said.code == 1);
}

#[test]
fn sources_are_left_as_they_are() {
    let desk = planned(&CASE_C);
    let files = || {
        let mut all: Vec<_> = std::fs::read_dir(desk.folder.path())
            .unwrap()
            .flatten()
            .filter(|e| e.path().is_file() && e.file_name() != "unified.sqlite")
            .map(|e| (e.file_name(), std::fs::read(e.path()).unwrap()))
            .collect();
        all.sort();
        all
    };
    let before = files();
    desk.good(&["inspect", "chatbot_memory.sqlite", "--profile"]);
    desk.good(&["rehearse", "plan.toml"]);
    desk.good(&["run", "plan.toml", "--yes", "--keep"]);
    assert!(
        before == files(),
        "a file was changed, or one was made beside the sources"
    );
}

#[test]
fn progress_goes_to_standard_error_as_plain_lines_and_not_beside_json() {
    let desk = large(200_000);
    let said = desk.say(&["run", "plan.toml", "--yes"]);
    assert_eq!(said.code, 0, "{}", said.err);
    // Which moments a log sees depends on the machine; that it sees the work go on does not.
    let tells = |line: &str| line.starts_with("Migrating") || line.starts_with("Validating");
    assert!(said.err.lines().any(tells), "{}", said.err);
    assert!(!said.err.contains(['\r', '\u{1b}']) && !said.out.contains("Migrating"));
    desk.good(&["undo", "run-", "--yes"]);
    let said = desk.say(&["run", "plan.toml", "--yes", "--json"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
}

/// What `touch` makes, and what a run leaves that was killed right after it made its target.
#[test]
fn an_empty_file_is_a_fine_target_and_comes_back_empty() {
    let desk = Desk::new(&CASE_C);
    let target = desk.path("unified.sqlite");
    std::fs::write(&target, "").unwrap();
    desk.good(&[
        "plan",
        "langgraph_agent.db",
        "chatbot_memory.sqlite",
        "unified.sqlite",
    ]);
    desk.good(&["rehearse", "plan.toml"]);
    let ran = desk.json(&["run", "plan.toml", "--yes", "--json"]);
    let run = ran["run"]["run"].as_str().unwrap();
    assert_eq!(ran["proof"]["equal"], true);
    desk.good(&["prove", run]);
    desk.good(&["undo", run, "--yes"]);
    assert_eq!(std::fs::read(&target).unwrap(), b"");
    assert_eq!(desk.say(&["inspect", "unified.sqlite"]).code, 1);
}
