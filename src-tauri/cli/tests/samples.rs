//! Every sample from beginning to end: plan, rehearse, run, prove, undo. The rehearsal must foretell exactly what the
//! run then does, the source must stay as it was to the byte, and each file's result stands in a golden file.
//!
//! `UPDATE_GOLDEN=1` writes the golden file anew; read the difference as you would read code.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn json(home: &Path, args: &[&str]) -> (Option<i32>, serde_json::Value) {
    let output = Command::new(env!("CARGO_BIN_EXE_drydock"))
        .args(args)
        .arg("--json")
        .env("DRYDOCK_HOME", home)
        .stdin(Stdio::null())
        .output()
        .expect("drydock starts");
    // Results come on standard output, problems on standard error.
    let value = [&output.stdout, &output.stderr]
        .into_iter()
        .find_map(|printed| serde_json::from_slice(printed).ok())
        .unwrap_or_else(|| {
            panic!(
                "{args:?} printed no JSON: {}",
                String::from_utf8_lossy(&output.stderr)
            )
        });
    (output.status.code(), value)
}

/// Every file below with its bytes.
fn state_of(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut state = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            state.extend(state_of(&path));
        } else {
            let bytes = std::fs::read(&path).expect("a file");
            let digest = Sha256::digest(&bytes);
            state.insert(path, format!("{digest:x}"));
        }
    }
    state
}

/// Copies a database with its -wal, so that a test cannot hurt the sample.
fn copy(from: &Path, folder: &Path) -> PathBuf {
    std::fs::create_dir_all(folder).expect("a folder");
    let name = from.file_name().expect("a name");
    for ending in ["", "-wal"] {
        let mut beside = from.as_os_str().to_owned();
        beside.push(ending);
        let mut to = folder.join(name).into_os_string();
        to.push(ending);
        if Path::new(&beside).exists() {
            std::fs::copy(&beside, &to).expect("a copy");
        }
    }
    folder.join(name)
}

/// What became of it, in lines that a person can review.
fn story(sample: &Path) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let source_folder = folder.path().join("source");
    let source = copy(sample, &source_folder);
    let before = state_of(&source_folder);
    let (home, plan, target) = (
        folder.path().join("home"),
        folder.path().join("plan.toml"),
        folder.path().join("target.db"),
    );
    let plan = plan.to_string_lossy().into_owned();
    let from = format!("sqlite:{}", source.display());
    let to = format!("sqlite:{}", target.display());
    let mut story = String::new();

    let (code, planned) = json(&home, &["plan", &from, &to, "-o", &plan]);
    if code != Some(0) {
        let problem = &planned["problem"];
        let _ = writeln!(
            story,
            "  {}: {}",
            text(&problem["code"]),
            text(&problem["what"])
        );
    } else {
        let (code, rehearsed) = json(&home, &["rehearse", &plan]);
        let report = &rehearsed["rehearsal"];
        if report.is_null() {
            let problem = &rehearsed["problem"];
            let _ = writeln!(
                story,
                "  {}: {}",
                text(&problem["code"]),
                text(&problem["what"])
            );
        } else {
            story.push_str(&rehearsal_story(code, report));
            assert!(
                !target.exists(),
                "{}: the rehearsal wrote",
                sample.display()
            );
            let (code, ran) = json(&home, &["run", &plan, "--yes"]);
            story.push_str(&run_story(code, &ran, report));
            if let Some(run) = ran["run"]["run"].as_str() {
                let (code, _) = json(&home, &["undo", run, "--yes"]);
                assert_eq!(code, Some(0), "{}: undo", sample.display());
                assert!(
                    !target.exists(),
                    "{}: rolled back, still there",
                    sample.display()
                );
            }
        }
    }
    assert_eq!(
        state_of(&source_folder),
        before,
        "{}: the source changed",
        sample.display()
    );
    story
}

fn rehearsal_story(code: Option<i32>, report: &serde_json::Value) -> String {
    let figures = &report["figures"];
    let mut story = format!(
        "  rehearsal: {}, exit {}: {} read, {} written, {} left behind, {} changed\n",
        text(&report["verdict"]),
        code.map_or("none".into(), |c| c.to_string()),
        figures["rows_read"],
        figures["will_be_written"],
        figures["left_behind"],
        figures["values_changed"]
    );
    for finding in report["findings"].as_array().into_iter().flatten() {
        let _ = writeln!(
            story,
            "    {} {}: {}",
            text(&finding["severity"]),
            text(&finding["id"]),
            text(&finding["title"])
        );
    }
    story
}

fn run_story(code: Option<i32>, ran: &serde_json::Value, report: &serde_json::Value) -> String {
    let run = &ran["run"];
    if run.is_null() {
        let problem = &ran["problem"];
        return format!(
            "  run refused: {}: {}\n",
            text(&problem["code"]),
            text(&problem["what"])
        );
    }
    let figures = &report["figures"];
    for (foretold, happened) in [
        ("rows_read", "rows_read"),
        ("will_be_written", "rows_written"),
        ("left_behind", "left_behind"),
        ("filtered", "filtered"),
        ("values_changed", "changed"),
    ] {
        assert_eq!(
            figures[foretold], run[happened],
            "the rehearsal foretold another {happened}"
        );
    }
    let proof = &ran["proof"];
    let mut story = format!(
        "  run: {}, exit {}, proof {}\n",
        text(&run["status"]),
        code.map_or("none".into(), |c| c.to_string()),
        if proof["equal"] == true {
            "equal"
        } else {
            "differs"
        }
    );
    for dataset in proof["datasets"].as_array().into_iter().flatten() {
        let _ = writeln!(
            story,
            "    {}: {} rows, {}",
            text(&dataset["to"]),
            dataset["rows_found"],
            if dataset["equal"] == true {
                "equal"
            } else {
                "differs"
            }
        );
    }
    for check in proof["checks"].as_array().into_iter().flatten() {
        if check["holds"] != true {
            let _ = writeln!(
                story,
                "    does not hold: {} {}: expected {}, found {}",
                text(&check["kind"]),
                text(&check["object"]),
                text(&check["expected"]),
                text(&check["found"])
            );
        }
    }
    story
}

fn text(value: &serde_json::Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn golden(name: &str, found: &str) {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        std::fs::write(&file, found).expect("a golden file");
    }
    let expected = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(
        found, expected,
        "{name} changed; UPDATE_GOLDEN=1 takes it over"
    );
}

fn stories(folder: &Path, names: &[&str]) -> String {
    names.iter().fold(String::new(), |mut all, name| {
        let sample = folder.join(name);
        assert!(sample.exists(), "{} is missing", sample.display());
        let _ = writeln!(all, "{name}\n{}", story(&sample));
        all
    })
}

#[test]
fn every_nasty_file_has_its_expected_end() {
    let names = [
        "nasty.sqlite",
        "utf16le.sqlite",
        "empty.sqlite",
        "cut_short.sqlite",
        "corrupt_page.sqlite",
        "not_a_database.sqlite",
    ];
    golden(
        "nasty.txt",
        &stories(&project().join("tests/data/nasty"), &names),
    );
}

#[test]
fn every_langgraph_file_arrives_whole() {
    let names = [
        "langgraph_agent.db",
        "chatbot_memory.sqlite",
        "chatbot_memory_v3.sqlite",
        "wal/chatbot_memory.sqlite",
    ];
    golden(
        "langgraph.txt",
        &stories(&project().join("tests/data/langgraph"), &names),
    );
}

/// Third parties' data is read where it lies and never copied into the project.
#[test]
fn public_samples_arrive_whole() {
    let folder = project().join("../shared/public-samples");
    if !folder.exists() {
        assert!(
            std::env::var_os("CI").is_none(),
            "in CI the public samples must be there"
        );
        println!("not applicable: the public samples are not on this machine");
        return;
    }
    let names = [
        "chinook/Chinook_Sqlite.sqlite",
        "chinook/Chinook_Sqlite_AutoIncrementPKs.sqlite",
        "northwind/northwind_small.sqlite",
        "sakila/sakila.sqlite",
    ];
    golden("public.txt", &stories(&folder, &names));
}
