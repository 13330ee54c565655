//! Source and target compared, value for value: what the proof found.

use crate::{Digest, Shown};
use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Proof {
    pub run: Option<String>,
    pub plan: String,
    pub equal: bool,
    pub at: String,
    #[specta(type = u32)]
    pub took_ms: u64,
    pub datasets: Vec<DatasetProof>,
    /// Each check with what was expected and what was found; the proof holds when all do.
    pub checks: Vec<ProofCheck>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DatasetProof {
    pub from: String,
    pub to: String,
    pub equal: bool,
    #[specta(type = u32)]
    pub slices: u32,
    #[specta(type = u32)]
    pub slices_equal: u32,
    #[specta(type = u32)]
    pub rows_expected: u64,
    #[specta(type = u32)]
    pub rows_found: u64,
    /// blake3 over the slices' digests, hex.
    pub root_expected: String,
    pub root_found: String,
    /// The first differences, down to row, field and both values.
    pub differences: Vec<RowDifference>,
    #[specta(type = u32)]
    pub differences_total: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RowDifference {
    pub kind: RowDifferenceKind,
    #[specta(type = u32)]
    pub slice: u32,
    /// The row's key, field by field; all fields where the dataset has no key.
    pub row: Vec<(String, Shown)>,
    pub field: Option<String>,
    pub expected: Shown,
    pub found: Shown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RowDifferenceKind {
    Missing,
    Extra,
    Changed,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ProofCheck {
    /// `values`, `rows`, `nulls`, `keys`, `foreign_keys`, `indexes`, `sequences`, `integrity`, `full_text`, `source_unchanged`, `objects`.
    pub kind: String,
    pub object: String,
    pub expected: String,
    pub found: String,
    pub holds: bool,
}

/// The root of a dataset: blake3 over its slices in order, each as rows and digest.
pub fn root(slices: impl IntoIterator<Item = (u64, Digest)>) -> String {
    let mut hasher = blake3::Hasher::new();
    for (rows, digest) in slices {
        hasher.update(&rows.to_le_bytes());
        hasher.update(&digest.0.to_le_bytes());
    }
    hasher.finalize().to_hex().to_string()
}
