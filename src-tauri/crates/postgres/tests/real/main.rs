//! PostgreSQL on a real server, beyond what every store is asked for.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

mod copying;
mod corners;
mod faults;
mod lines;
mod loads;
mod structure;
mod types;
