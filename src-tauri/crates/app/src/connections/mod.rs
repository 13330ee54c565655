//! Connections: what is saved (`saved`), what screens ask of it (`cases`), and the test of one (`test`).

mod cases;
mod saved;
mod test;

pub(crate) use saved::{Connections, End, Saved};
