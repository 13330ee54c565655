//! Connections: what is saved (`saved`), what screens ask of it (`cases`), how one is saved, changed and forgotten with
//! its password (`keep`), which kind of place one is as long as nobody said it (`guess`), and the test of one (`test`).
//!
//! The way in: an address as people have it (`read`, with `settings` and the `spelling` of each kind), a project's file of
//! settings (`env_file`, `env_find`) or the `form`; what comes of it is looked over as a draft (`drafts`). What the window
//! may not have is `kept` on this side.

mod cases;
mod drafts;
mod env_file;
mod env_find;
mod form;
mod guess;
mod keep;
mod kept;
mod read;
mod same;
mod saved;
mod settings;
mod spelling;
mod test;
#[cfg(test)]
mod tests;

pub(crate) use env_find::is_env;
#[cfg(test)]
pub(crate) use keep::offered;
pub(crate) use kept::Kept;
pub(crate) use read::read;
#[cfg(test)]
pub(crate) use saved::Saved;
pub(crate) use saved::{Connections, End};
pub(crate) use spelling::Spelling;
pub(crate) use test::Tests;
#[cfg(test)]
pub(crate) use test::examples;
