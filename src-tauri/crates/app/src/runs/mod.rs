//! Runs: started behind the gate, watched, paused, gone on with, kept, listed.

mod carry;
mod cases;
mod lines;

pub(crate) use carry::About;
pub use cases::RunWishes;
pub(crate) use cases::confirm;
pub(crate) use lines::{target_environment, target_name};
