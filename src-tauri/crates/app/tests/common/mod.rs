//! A studio on a temporary home, and the sample databases copied beside it.
#![allow(dead_code)]

use drydock_app::Studio;
use drydock_app::model::Problem;
use drydock_app::views::*;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tokio::sync::watch;

pub struct Bench {
    pub studio: Studio,
    pub folder: TempDir,
}

pub fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/data")
}

impl Bench {
    pub async fn new() -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let studio = Studio::open(folder.path().join("home")).await.unwrap();
        Bench { studio, folder }
    }

    /// A second process on the same home.
    pub async fn another(&self) -> Studio {
        Studio::open(self.folder.path().join("home")).await.unwrap()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A folder with copies of sample files.
    pub fn data(&self, files: &[&str]) -> PathBuf {
        let data = self.path("data");
        std::fs::create_dir_all(&data).unwrap();
        for file in files {
            let from = samples().join(file);
            let to = data.join(from.file_name().unwrap());
            std::fs::copy(&from, &to).unwrap();
            let mut rights = std::fs::metadata(&to).unwrap().permissions();
            #[allow(clippy::permissions_set_readonly_false)]
            rights.set_readonly(false);
            std::fs::set_permissions(&to, rights).unwrap();
        }
        data
    }

    pub fn sql(&self, file: &Path, sql: &str) {
        let conn = rusqlite::Connection::open(file).unwrap();
        conn.execute_batch(sql).unwrap();
        conn.close().unwrap();
    }

    /// A project from every store in the folder, into a new file.
    pub async fn project(&self, data: &Path, environment: Environment) -> ProjectView {
        let found = self.studio.look(vec![data.to_owned()]).await.unwrap();
        let new = NewProject {
            name: "Unify".into(),
            sources: found.stores.iter().map(|s| s.token.clone()).collect(),
            saved_sources: Vec::new(),
            target: NewTarget::NewFile {
                name: "unified.sqlite".into(),
            },
            environment,
        };
        self.studio.project_create(new).await.unwrap()
    }

    pub fn target(&self, project: &ProjectView) -> PathBuf {
        self.path("home/projects")
            .join(&project.id)
            .join("unified.sqlite")
    }

    pub async fn rehearse(&self, project: &str) -> RehearsalView {
        last(self.studio.rehearse_start(project).await.unwrap()).await
    }

    pub async fn run(&self, project: &str, typed: Option<&str>) -> Result<RunView, Problem> {
        let run = self.studio.run_start(project, typed).await?.state.run;
        Ok(last(self.studio.run_watch(&run).await?).await)
    }

    pub async fn undo(&self, run: &str, typed: Option<&str>) -> Result<RunView, Problem> {
        self.studio.undo_start(run, typed, false).await?;
        Ok(last(self.studio.run_watch(run).await?).await)
    }
}

pub async fn last<T: Clone>(mut seen: watch::Receiver<T>) -> T {
    while seen.changed().await.is_ok() {}
    seen.borrow().clone()
}

pub fn count(file: &Path, sql: &str) -> i64 {
    let conn =
        rusqlite::Connection::open_with_flags(file, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)
            .unwrap();
    conn.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// Everything in a folder with its bytes, to see that nothing changed.
pub fn bytes_of(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .flatten()
        .filter(|e| e.path().is_file())
        .map(|e| (e.path(), std::fs::read(e.path()).unwrap()))
        .collect();
    all.sort();
    all
}
