//! What the target shall look like, and the statements that make it so: a value that can be shown before anything runs.

use crate::{As, Catalog, Dataset, Object, WriteMode};
use serde::{Deserialize, Serialize};
use specta::Type;

/// Everything a dialect needs to write the statements of a plan.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Design {
    /// The target as it is now; empty for a new one.
    pub before: Catalog,
    pub tables: Vec<TableDesign>,
    /// Views and triggers to carry, with the source they come from; only between stores of one kind.
    pub objects: Vec<(String, Object)>,
    /// The source catalogs by name, for what only the whole schema can tell (as renames inside views).
    pub sources: Vec<(String, Catalog)>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TableDesign {
    /// The source's name in the plan.
    pub source: String,
    pub from: Dataset,
    /// Source and target are of one kind, so native words may be taken over.
    pub same_kind: bool,
    pub to: String,
    pub write: WriteMode,
    /// Fields that arrive: source name, target name, and the type that the plan asks for.
    pub fields: Vec<(String, String, Option<As>)>,
    /// Fields dropped by decision.
    pub dropped: Vec<String>,
    /// Key asked for by the plan, in target names; empty means the dataset's own.
    pub key: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Statement {
    pub ordinal: u32,
    pub phase: Phase,
    /// What it is about, as `checkpoints` or `ix_llm_providers_id`.
    pub object: String,
    pub sql: String,
    /// The statement that takes it back; none where only the undo point can.
    pub inverse: Option<String>,
    pub labels: Vec<StatementLabel>,
}

/// In run order: what is needed before rows, then what is made faster or only possible after them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Tables,
    Indexes,
    ForeignKeys,
    Sequences,
    Objects,
    Statistics,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum StatementLabel {
    NoLockWait,
    BlocksWrites,
    RewritesTable,
    CanLoseData,
    OutsideTransaction,
}
