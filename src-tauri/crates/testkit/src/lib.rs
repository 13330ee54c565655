//! What tests share: a store in memory, values that real tools have bent, and one suite that every store passes.
//!
//! A test bed says how to get a fresh store; `conformance!` makes one test of each case. A case that a store's
//! abilities rule out prints "not applicable", so that nobody takes it for a pass.

pub mod awkward;
pub mod conformance;
pub mod memory;
mod rows;
#[cfg(unix)]
pub mod servers;

pub use conformance::Bed;
pub use memory::Memory;
pub use rows::{read_all, table, typed_field};
