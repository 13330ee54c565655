//! Plain data that every other crate speaks: what a store holds, what shall move, what landed, what went wrong.
//!
//! **Invariant:** nothing here does I/O, awaits, or reads a clock. A plan can be made, shown and tested with no
//! server and no runtime.

pub mod abilities;
pub mod calendar;
pub mod catalog;
pub mod comparison;
pub mod design;
pub mod finding;
pub mod logical;
pub mod plan;
pub mod problem;
pub mod profile;
pub mod proof;
pub mod receipt;
pub mod rehearsal;
pub mod run;
pub mod shown;
pub mod slice;
pub mod value;

pub use abilities::Abilities;
pub use catalog::{
    Catalog, Check, Dataset, Field, ForeignKey, Generated, Index, IndexPart, Key, Object,
    ObjectKind, Role,
};
pub use design::{Design, Phase, Statement, StatementLabel, TableDesign};
pub use finding::{Choice, Finding, FindingKind, Severity};
pub use logical::{Fidelity, Logical};
pub use plan::{As, End, FieldMove, Move, Plan, PlanError, WriteMode};
pub use problem::{Code, Explain, Next, Problem};
pub use receipt::{Digest, Receipt};
pub use run::{LaneState, LogLevel, LogLine, RunPhase, RunState, Status, Undo};
pub use shown::Shown;
pub use slice::Slice;
pub use value::Value;
