//! One file a command: what is asked of the studio, and how the answer reads.

pub mod ask;
pub mod compare;
pub mod inspect;
pub mod plan;
pub mod prove;
pub mod rehearse;
pub mod run;
pub mod runs;
pub mod undo;
