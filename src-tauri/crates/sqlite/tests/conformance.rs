//! SQLite passes the suite.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

use drydock_connector::{Address, Connector};
use drydock_sqlite::Sqlite;
use drydock_testkit::{Bed, conformance};
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;

struct SqliteBed(TempDir);

impl SqliteBed {
    fn new() -> SqliteBed {
        SqliteBed(tempfile::tempdir().expect("a folder to work in"))
    }
}

impl Bed for SqliteBed {
    fn connector(&self) -> Arc<dyn Connector> {
        Arc::new(Sqlite::default())
    }

    fn fresh(&self) -> Address {
        Address::file(
            "sqlite",
            &self.0.path().join("a target # with 100% odd name?.db"),
        )
    }

    fn folder(&self) -> PathBuf {
        self.0.path().join("kept")
    }
}

conformance!(sqlite, SqliteBed::new());
