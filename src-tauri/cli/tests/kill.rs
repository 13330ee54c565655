//! Kill it anywhere: real processes, real SIGKILL, at random moments; then resume until it is done. No row may be lost,
//! none may be there twice, and the proof of each run must equal that of a run nobody disturbed.
//!
//! `DRYDOCK_KILLS=200 DRYDOCK_KILL_ROWS=300000` makes it the long run; `DRYDOCK=path` has another build killed.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]
#![cfg(unix)]

use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|v| v.parse().ok())
        .unwrap_or(default)
}

/// Seeded from the clock and printed, so that a failure can be looked at again.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit.max(1)
    }
}

struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn drydock(&self, args: &[&str]) -> Command {
        let ours = || env!("CARGO_BIN_EXE_drydock").into();
        let mut command = Command::new(std::env::var_os("DRYDOCK").unwrap_or_else(ours));
        command
            .args(args)
            .env("DRYDOCK_HOME", self.path("home"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn json(&self, args: &[&str]) -> serde_json::Value {
        let output = self.drydock(args).output().expect("drydock starts");
        assert!(output.status.success(), "{args:?}: {}", said(&output));
        serde_json::from_slice(&output.stdout).expect("JSON")
    }

    /// The newest run that is not among those that are done with: what a person would look at after a crash.
    fn newest(&self, known: &[String]) -> Newest {
        let runs = self.json(&["runs", "--json"]);
        let Some(newest) = runs["runs"].as_array().and_then(|all| all.first()) else {
            return Newest::NotNoted;
        };
        let run = newest["run"].as_str().expect("a run has an id").to_owned();
        if known.contains(&run) {
            Newest::NotNoted
        } else if newest["can_resume"] == true {
            Newest::Unfinished(run)
        } else {
            assert_eq!(
                newest["status"], "finished",
                "neither done nor to be resumed: {newest}"
            );
            Newest::Done(run)
        }
    }
}

enum Newest {
    NotNoted,
    Unfinished(String),
    Done(String),
}

fn said(output: &Output) -> String {
    format!(
        "{}\n{}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// Tables of every shape that slices differ by: an integer key, a text key, a compound key, no key at all.
fn make_source(file: &Path, rows: u64) {
    let db = Connection::open(file).expect("a new database");
    db.execute_batch(&format!(
        "PRAGMA synchronous = OFF;
         CREATE TABLE numbered (id INTEGER PRIMARY KEY, body TEXT NOT NULL, b BLOB);
         CREATE TABLE named (name TEXT NOT NULL PRIMARY KEY, n INTEGER) WITHOUT ROWID;
         CREATE TABLE paired (a TEXT NOT NULL, n INTEGER NOT NULL, v REAL, PRIMARY KEY (a, n));
         CREATE TABLE keyless (a, b);
         CREATE INDEX numbered_by_body ON numbered (body);
         WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < {rows})
         INSERT INTO numbered SELECT i * 3, 'row ' || (i * 7919 % {rows}) || ' of many, with words', CASE WHEN i % 20 = 0 THEN randomblob(900) END FROM c;
         INSERT INTO named SELECT 'name ' || id, id FROM numbered WHERE id % 9 = 0;
         INSERT INTO paired SELECT 'part ' || (id % 7), id, id / 3.0 FROM numbered WHERE id % 6 = 0;
         INSERT INTO keyless SELECT id % 100, 'twice' FROM numbered WHERE id % 12 = 0;"
    ))
    .expect("rows");
}

/// Counted and compared by SQLite itself, so that our own digests do not vouch for themselves.
fn compare(source: &Path, target: &Path) {
    let db = Connection::open(target).expect("the target");
    db.execute("ATTACH ?1 AS s", [source.to_string_lossy()])
        .expect("attach");
    for table in ["numbered", "named", "paired", "keyless"] {
        let number =
            |sql: String| -> i64 { db.query_row(&sql, [], |r| r.get(0)).expect("a number") };
        let (ours, theirs) = (
            number(format!("SELECT count(*) FROM main.{table}")),
            number(format!("SELECT count(*) FROM s.{table}")),
        );
        assert_eq!(ours, theirs, "{table}: rows");
        for (a, b) in [("main", "s"), ("s", "main")] {
            let differing = number(format!(
                "SELECT count(*) FROM (SELECT * FROM {a}.{table} EXCEPT SELECT * FROM {b}.{table})"
            ));
            assert_eq!(differing, 0, "{table}: in {a} but not in {b}");
        }
    }
    let integrity: String = db
        .query_row("PRAGMA main.integrity_check", [], |r| r.get(0))
        .expect("integrity");
    assert_eq!(integrity, "ok");
}

fn id(ran: &serde_json::Value) -> String {
    ran["run"]["run"]
        .as_str()
        .expect("a run has an id")
        .to_owned()
}

fn roots(proof: &serde_json::Value) -> Vec<String> {
    let datasets = proof["proof"]["datasets"].as_array().expect("datasets");
    datasets
        .iter()
        .map(|d| format!("{} {} {}", d["to"], d["rows_found"], d["root_found"]))
        .collect()
}

#[test]
fn killed_anywhere_and_resumed_no_row_is_lost_or_twice() {
    let kills = setting("DRYDOCK_KILLS", 50);
    let rows = setting("DRYDOCK_KILL_ROWS", 30_000);
    let seed = setting(
        "DRYDOCK_KILL_SEED",
        std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(1, |d| d.subsec_nanos().into()),
    );
    println!("{kills} kills in runs of {rows} rows and more, seed {seed}");
    let mut random = Random(seed | 1);
    let bench = Bench {
        folder: tempfile::tempdir().expect("a folder"),
    };
    let (source, target, plan) = (
        bench.path("source.db"),
        bench.path("target.db"),
        bench.path("plan.toml"),
    );
    make_source(&source, rows);
    let plan = plan.to_string_lossy().into_owned();
    let ends = [
        format!("sqlite:{}", source.display()),
        format!("sqlite:{}", target.display()),
    ];
    bench.json(&["plan", &ends[0], &ends[1], "-o", &plan, "--json"]);

    let started = Instant::now();
    let undisturbed = bench.json(&["run", &plan, "--yes", "--json"]);
    let whole = started.elapsed();
    let expected = roots(&undisturbed);
    let mut known = vec![id(&undisturbed)];
    compare(&source, &target);
    println!("undisturbed: {:.2} s", whole.as_secs_f64());

    let (mut killed, mut runs, mut resumed) = (0, 0, 0);
    while killed < kills {
        let _ = std::fs::remove_file(&target);
        // Run: begin, kill, resume, kill, ... until one attempt comes through.
        let mut run: Option<String> = None;
        loop {
            let args = match &run {
                Some(run) => vec!["run", "--resume", run, "--yes", "--json"],
                None => vec!["run", &plan, "--yes", "--json"],
            };
            let mut child = bench.drydock(&args).spawn().expect("drydock starts");
            // Every fourth early: there the target is made, which takes less time than anything else.
            let span = whole.as_micros() as u64 * 11 / 10;
            let span = if random.below(4) == 0 { span / 5 } else { span };
            let moment = Duration::from_micros(random.below(span));
            let end = killed >= kills;
            if !end {
                std::thread::sleep(moment);
                // Nothing is left of a process after SIGKILL: no handler, no destructor.
                let _ = child.kill();
            }
            let output = child.wait_with_output().expect("it ended");
            if output.status.success() {
                let done: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
                assert_eq!(
                    roots(&done),
                    expected,
                    "the proof is another one (seed {seed})"
                );
                known.push(id(&done));
                break;
            }
            assert!(
                !end,
                "a resumed run failed (seed {seed}): {}",
                said(&output)
            );
            assert!(
                output.status.code().is_none(),
                "it ended by itself (seed {seed}): {}",
                said(&output)
            );
            killed += 1;
            match bench.newest(&known) {
                Newest::Done(run) => {
                    // The kill came after the end was noted: the proof made now must be the same.
                    let proof = bench.json(&["prove", &run, "--json"]);
                    assert_eq!(
                        roots(&proof),
                        expected,
                        "the proof is another one (seed {seed})"
                    );
                    known.push(run);
                    break;
                }
                Newest::Unfinished(unfinished) => {
                    resumed += 1;
                    run = Some(unfinished);
                }
                Newest::NotNoted => {
                    // Killed before the run was noted: then nothing may have been written either.
                    assert!(
                        !target.exists(),
                        "written before it was noted (seed {seed})"
                    );
                    run = None;
                }
            }
        }
        compare(&source, &target);
        runs += 1;
    }
    println!(
        "{killed} kills, {resumed} of them after the run had begun, {runs} runs came through: every row once"
    );
    assert!(resumed > 0, "no kill hit a run under way");
}
