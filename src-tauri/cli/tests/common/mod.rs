//! The command as a process of its own, on a home and a folder of its own, and golden files to hold what it prints to.
#![allow(dead_code)]

pub mod stores;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

pub struct Desk {
    pub folder: TempDir,
}

pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

pub fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data")
}

impl Desk {
    /// With copies of sample files in the folder where commands run.
    pub fn new(files: &[&str]) -> Desk {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let from = samples().join(file);
            std::fs::write(
                folder.path().join(from.file_name().unwrap()),
                std::fs::read(&from).unwrap(),
            )
            .unwrap();
        }
        Desk { folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_drydock"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("DRYDOCK_HOME", self.path("home"))
            .env_remove("DRYDOCK_LOG")
            .stdin(Stdio::null());
        command
    }

    pub fn say(&self, arguments: &[&str]) -> Said {
        Said::of(self.command(arguments).output().unwrap())
    }

    /// What went well, or the reason why not.
    pub fn good(&self, arguments: &[&str]) -> String {
        let said = self.say(arguments);
        assert_eq!(said.code, 0, "{arguments:?}: {}{}", said.out, said.err);
        said.out
    }

    pub fn json(&self, arguments: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.good(arguments)).unwrap()
    }

    /// Without what changes from run to run: folders, times, ids.
    pub fn settled(&self, text: &str) -> String {
        let real = self.folder.path().canonicalize().unwrap();
        let text = text.replace(&*real.to_string_lossy(), "FOLDER");
        settle(&text.replace(&*self.folder.path().to_string_lossy(), "FOLDER"))
    }
}

impl Said {
    pub fn of(output: Output) -> Said {
        Said {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Without lines of progress: which ones a log gets depends on how fast the machine is.
pub fn without_progress(text: &str) -> String {
    const LABELS: [&str; 8] = [
        "Reading",
        "Checking",
        "Backing up",
        "Creating",
        "Migrating",
        "Completing",
        "Validating",
        "Rolling back",
    ];
    let is_progress = |line: &str| {
        let label = line.trim_end().split(": ").next().unwrap_or_default();
        LABELS.contains(&label)
    };
    text.split_inclusive('\n')
        .filter(|line| !is_progress(line))
        .collect()
}

/// Compares with `tests/golden/NAME`; `UPDATE_GOLDEN=1` writes it.
pub fn golden(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == found,
        "{name} is not as it was. Look at it, and if it is meant: UPDATE_GOLDEN=1 cargo test -p drydock-cli\n{found}"
    );
}

fn settle(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    for line in text.split_inclusive('\n') {
        out.push(line_settled(line));
    }
    out.concat()
}

const TIMES: [&str; 9] = [
    "took_ms",
    "elapsed_ms",
    "likely_ms",
    "rows_per_second",
    "free_bytes",
    "seq",
    "started_at",
    "ended_at",
    "at",
];

/// Numbers and moments of JSON, durations of text, ids of runs and reports.
fn line_settled(line: &str) -> String {
    let key = line
        .trim_start()
        .strip_prefix('"')
        .and_then(|rest| rest.split_once("\": "));
    if let Some((key, value)) = key
        && (TIMES.contains(&key) || (key == "id" && value.len() > 36))
        && !value.starts_with("null")
    {
        let indent = &line[..line.len() - line.trim_start().len()];
        let comma = if line.trim_end().ends_with(',') {
            ","
        } else {
            ""
        };
        return format!("{indent}\"{key}\": \"SETTLED\"{comma}\n");
    }
    if let Some((head, _)) = line.split_once(" free\"") {
        let head = head.rsplit_once(", ").map_or(head, |(head, _)| head);
        return format!("{head}, SETTLED free\",\n");
    }
    let mut words: Vec<String> = line.split(' ').map(run_settled).collect();
    for i in 1..words.len() {
        let unit = words[i].trim_end_matches(['.', '\n', ',']).to_owned();
        if ["ms", "s", "min"].contains(&unit.as_str()) && words[i - 1].parse::<f64>().is_ok() {
            words[i - 1] = "N".into();
            words[i] = words[i].replacen(&unit, "TIME", 1);
        }
    }
    words.join(" ")
}

/// `run-20261121-094412-7f3a`, wherever it stands in a word.
fn run_settled(word: &str) -> String {
    const SHAPE: usize = "run-20261121-094412-7f3a".len();
    match word.find("run-2") {
        Some(at) if word.len() >= at + SHAPE && word.is_char_boundary(at + SHAPE) => {
            format!("{}RUN{}", &word[..at], run_settled(&word[at + SHAPE..]))
        }
        _ => word.to_owned(),
    }
}
