//! PostgreSQL passes the suite, on a real server.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

use drydock_connector::{Address, Connector};
use drydock_postgres::Postgres;
use drydock_testkit::servers::postgres as server;
use drydock_testkit::{Bed, conformance};
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;

struct PostgresBed(TempDir);

impl PostgresBed {
    fn new() -> PostgresBed {
        PostgresBed(tempfile::tempdir().expect("a folder to work in"))
    }
}

impl Bed for PostgresBed {
    fn connector(&self) -> Arc<dyn Connector> {
        Arc::new(Postgres::default())
    }

    fn fresh(&self) -> Address {
        server::fresh().address()
    }

    fn folder(&self) -> PathBuf {
        self.0.path().join("kept")
    }
}

conformance!(postgres, PostgresBed::new());
