//! Two catalogs side by side: what was added, removed, changed, renamed, and what stayed.

use crate::Statement;
use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Comparison {
    pub left: String,
    pub right: String,
    pub items: Vec<Difference>,
    /// Makes the right side as the left, in run order; `inverse` takes each back.
    pub statements: Vec<Statement>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Difference {
    pub change: Change,
    /// `table`, `view`, `trigger`, `index`, ..
    pub kind: String,
    pub name: String,
    pub left_sql: Option<String>,
    pub right_sql: Option<String>,
    pub parts: Vec<PartDifference>,
    /// Applying it can lose data on the right side.
    pub can_lose_data: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Added,
    Removed,
    Changed,
    Renamed,
    Same,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PartDifference {
    pub change: Change,
    /// `field`, `key`, `index`, `foreign_key`, `check`, `option`.
    pub kind: String,
    pub name: String,
    pub left: Option<String>,
    pub right: Option<String>,
    pub can_lose_data: bool,
}
