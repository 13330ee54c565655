//! Runs from beginning to end on the store in memory: cut off anywhere, paused, refused, proved, taken back.

mod bench;
mod faulty;
mod files;
mod finishing;
mod journals;
mod kills;
mod pauses;
mod proofs;
mod refusals;
mod undoing;
