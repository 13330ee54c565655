//! A plan that met real stores: lanes, each one dataset's way from source to target, and the statements around them.

use drydock_model::{As, Dataset, Design, Field, Finding, Plan, Statement, WriteMode};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Resolved {
    pub plan: Plan,
    pub fingerprint: String,
    /// In run order: what others point at comes first.
    pub lanes: Vec<Lane>,
    pub design: Design,
    pub statements: Vec<Statement>,
    /// What could be found out without reading a row.
    pub findings: Vec<Finding>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Lane {
    pub index: u32,
    /// As in the plan: `source.dataset`. A part of a virtual table is named `source.part`.
    pub from: String,
    /// The source's name in the plan.
    pub source: String,
    /// The dataset as it is in the source.
    pub dataset: Dataset,
    /// The dataset as it will be in the target.
    pub target: Dataset,
    /// In the order of the cells. Generated fields are not among them (C29).
    pub fields: Vec<LaneField>,
    /// Source fields that cut the dataset into slices; empty means one whole slice.
    pub key: Vec<String>,
    /// The same key in the target's names; empty where the key does not arrive whole and unchanged.
    pub to_key: Vec<String>,
    pub write: WriteMode,
    /// The virtual table that this lane fills from behind.
    pub part_of: Option<String>,
    /// Findings accepted for the whole move.
    pub accept: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LaneField {
    pub from: Field,
    pub to: Field,
    pub as_type: Option<As>,
    /// Losses accepted by name.
    pub accept: Vec<String>,
    /// Every value that the source's field takes lands as it is; the others are found by a quick look.
    pub exact: bool,
}

impl Lane {
    /// Nothing to convert and nothing to judge: batches pass through as they are.
    pub fn passes_through(&self) -> bool {
        self.fields.iter().all(|f| f.exact)
    }

    pub fn from_fields(&self) -> Vec<String> {
        self.fields.iter().map(|f| f.from.name.clone()).collect()
    }

    pub fn to_fields(&self) -> Vec<String> {
        self.fields.iter().map(|f| f.to.name.clone()).collect()
    }
}
