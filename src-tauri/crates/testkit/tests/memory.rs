//! The store in memory passes the suite: what engine tests run on is held to the same promises as real stores.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

use drydock_connector::{Address, Connector};
use drydock_testkit::{Bed, Memory, conformance};
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Default)]
struct MemoryBed(Memory);

impl Bed for MemoryBed {
    fn connector(&self) -> Arc<dyn Connector> {
        Arc::new(self.0.clone())
    }

    fn fresh(&self) -> Address {
        Memory::address("fresh")
    }

    fn folder(&self) -> PathBuf {
        PathBuf::from("kept")
    }
}

conformance!(memory, MemoryBed::default());
