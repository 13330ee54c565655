//! The sample databases for tests, each time as a fresh copy, and a folder's whole state to compare.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::SystemTime;
use tempfile::TempDir;

pub(crate) struct Folder(TempDir);

/// The files of `tests/data/<name>`, copied.
pub(crate) fn sample(name: &str) -> Folder {
    let folder = Folder::empty();
    let from = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../tests/data")
        .join(name);
    for entry in fs::read_dir(&from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            fs::write(
                folder.path(entry.file_name()),
                fs::read(entry.path()).unwrap(),
            )
            .unwrap();
        }
    }
    folder
}

impl Folder {
    pub fn empty() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.path().join(name)
    }

    /// Every file with its bytes and the time of its last change, and the folder's own time.
    pub fn state(&self) -> BTreeMap<PathBuf, (SystemTime, Option<String>)> {
        let time = |path: &Path| fs::metadata(path).unwrap().modified().unwrap();
        let mut state = BTreeMap::from([(PathBuf::new(), (time(self.0.path()), None))]);
        for entry in fs::read_dir(self.0.path()).unwrap() {
            let path = entry.unwrap().path();
            let hash = blake3::hash(&fs::read(&path).unwrap()).to_hex().to_string();
            state.insert(path.file_name().unwrap().into(), (time(&path), Some(hash)));
        }
        state
    }
}

/// Another program with a connection of its own: POSIX locks are only seen from outside. It is this test program again,
/// told to do nothing but [`another_program`].
pub(crate) struct Other {
    child: Child,
    answers: Lines<BufReader<ChildStdout>>,
}

const OTHER: &str = "DRYDOCK_TEST_OTHER_PROGRAM";
const MARK: &str = "other program: ";

impl Other {
    pub fn open(path: &Path) -> Other {
        // On Linux also when the program was built anew meanwhile and its file is another one.
        let program = match cfg!(target_os = "linux") {
            true => PathBuf::from("/proc/self/exe"),
            false => std::env::current_exe().unwrap(),
        };
        let mut child = Command::new(program)
            .args(["--exact", "samples::another_program", "--nocapture"])
            .env(OTHER, path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap()).lines();
        Other { child, answers }
    }

    /// Runs a line of SQL there.
    pub fn run(&mut self, sql: &str) {
        writeln!(
            self.child.stdin.as_mut().unwrap(),
            "{}",
            sql.replace('\n', " ")
        )
        .unwrap();
        let mut answers = self.answers.by_ref().map(Result::unwrap);
        // The harness writes what it runs in front of the first answer.
        let answer = answers.find_map(|a| a.split_once(MARK).map(|(_, a)| a.to_owned()));
        assert_eq!(answer.as_deref(), Some("done"), "{sql}");
    }

    /// Ends it as a power cut does.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Lets it close its connection and end.
    pub fn end(mut self) {
        drop(self.child.stdin.take());
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn another_program() {
    let Some(path) = std::env::var_os(OTHER) else {
        return;
    };
    let conn = rusqlite::Connection::open(path).unwrap();
    for sql in std::io::stdin().lines() {
        let mut done = String::from("done");
        for sql in sql.unwrap().split(';').filter(|s| !s.trim().is_empty()) {
            let run = conn.prepare(sql).and_then(|mut s| {
                let mut rows = s.raw_query();
                while rows.next()?.is_some() {}
                Ok(())
            });
            if let Err(e) = run {
                done = e.to_string();
            }
        }
        println!("{MARK}{done}");
    }
}
