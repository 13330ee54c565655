//! Runs from beginning to end on the store in memory: cut off anywhere, paused, refused, proved, taken back.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

mod bench;
mod faulty;
mod files;
mod finishing;
mod journals;
mod kills;
mod pauses;
mod piece_by_piece;
mod proofs;
mod refusals;
mod undoing;
