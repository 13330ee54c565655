//! MariaDB passes the suite.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

use drydock_connector::{Address, Connector, NoKeys};
use drydock_mysql::Mysql;
use drydock_testkit::servers::mysql::absent;
use drydock_testkit::{Bed, conformance};
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;

struct MysqlBed(TempDir);

impl MysqlBed {
    fn new() -> MysqlBed {
        MysqlBed(tempfile::tempdir().expect("a folder to work in"))
    }
}

impl Bed for MysqlBed {
    fn connector(&self) -> Arc<dyn Connector> {
        Arc::new(Mysql::new(Arc::new(NoKeys)))
    }

    fn fresh(&self) -> Address {
        let mut address = absent().address();
        address.body += "%20`odd%25%23 name";
        address
    }

    fn folder(&self) -> PathBuf {
        self.0.path().join("kept")
    }
}

conformance!(mysql, MysqlBed::new());
