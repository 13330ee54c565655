//! Use-cases for both shells, and the one list of connectors.
//!
//! **Invariant:** a shell parses what a person said and shows what came back; whatever has to be decided is decided
//! here, so that a button, the palette and the command line meet the same guards.

mod activity;
mod bare;
mod compare;
mod connections;
mod connectors;
mod error;
mod facts;
mod gate;
mod home;
mod live;
mod look;
mod map;
mod marks;
mod passwords;
mod plans;
mod profile;
mod project;
mod projects;
mod rehearsal;
mod runs;
mod sample;
mod secrets;
mod stops;
mod studio;
mod undo;
mod validate;
pub mod views;
pub mod words;

pub use bare::{Inspection, Proposal};
pub use connectors::connectors;
pub use drydock_model as model;
pub use home::home;
pub use runs::RunWishes;
pub use studio::Studio;
