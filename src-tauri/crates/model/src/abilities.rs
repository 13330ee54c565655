//! What a kind of store can do, as data: the planner, the screens and the conformance suite all read it, and nobody
//! asks for a store by its name.

use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Abilities {
    /// Readers see one instant of the store for as long as they like.
    pub snapshot_reads: bool,
    /// Rows and their receipt land in one transaction.
    pub transactional_load: bool,
    /// Schema statements can be undone by a transaction, and carry a receipt as rows do.
    pub transactional_schema: bool,
    /// A value has its own type whatever its column says.
    pub typed_per_value: bool,
    pub foreign_keys: bool,
    pub unique_keys: bool,
    pub indexes: bool,
    /// Views, triggers and virtual tables can be carried to a store of the same kind.
    pub objects: bool,
    /// Text may hold any bytes, not just valid Unicode.
    pub broken_text: bool,
    /// Text may hold the character U+0000.
    pub nul_in_text: bool,
    pub nan: bool,
    /// Keeps the infinities of floats.
    pub infinity: bool,
    /// Keeps the difference between -0.0 and 0.0.
    pub negative_zero: bool,
    pub decimals: bool,
    /// Truth values are a type of their own and not numbers.
    pub booleans: bool,
    /// Names that differ only in case are the same name.
    pub names_ignore_case: bool,
    /// More than one slice may be loaded at the same time.
    pub parallel_load: bool,
}
