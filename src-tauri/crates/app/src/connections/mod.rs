//! Connections: what is saved (`saved`), what screens ask of it (`cases`), which kind of place one is as long as nobody
//! said it (`guess`), and the test of one (`test`).

mod cases;
mod guess;
mod saved;
mod test;

pub(crate) use saved::{Connections, End, Saved};
