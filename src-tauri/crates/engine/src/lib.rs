//! The one pipe: source -> slices -> convert -> target, with receipts on the way and a proof at the end.
//!
//! **Invariant:** the engine never names a connector. It knows stores by their traits and their `Abilities`.

pub mod compare;
pub mod control;
pub mod convert;
pub mod edit;
pub mod journal;
pub mod lane;
pub mod profile;
pub mod propose;
pub mod prove;
pub mod rehearse;
pub mod resolve;
pub mod run;
mod sorter;
pub mod stores;
#[cfg(test)]
mod testing;
pub mod undo;
mod way_back;
pub mod words;

pub use control::{Control, Stopped};
pub use lane::{Lane, LaneField, Resolved};
pub use stores::{SourceEnd, Stores, TargetEnd};
