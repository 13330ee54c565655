//! What really is in a field, value by value: counts by type, missing and empty ones, ranges, examples.

use crate::Shown;
use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FieldProfile {
    pub field: String,
    #[specta(type = u32)]
    pub rows: u64,
    #[specta(type = u32)]
    pub nulls: u64,
    /// Zero-length text and bytes.
    #[specta(type = u32)]
    pub empty: u64,
    /// One entry a type that occurs, most frequent first.
    pub types: Vec<TypeCount>,
    pub min: Option<Shown>,
    pub max: Option<Shown>,
    #[specta(type = u32)]
    pub longest: u64,
    /// A few real values, distinct, in reading order.
    pub examples: Vec<Shown>,
    /// What numbers in a time-like field seem to count, as `epoch seconds`; a histogram, never one guess for all (C21).
    pub time_forms: Vec<(String, u32)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TypeCount {
    pub kind: String,
    #[specta(type = u32)]
    pub count: u64,
    /// The first row with a value of this type: its key for people, and the value.
    pub first_row: String,
    pub first: Shown,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DatasetProfile {
    pub source: String,
    pub dataset: String,
    pub fields: Vec<FieldProfile>,
}
