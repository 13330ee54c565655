//! Something a person should know before a run: what, where, how often, the worst example, and what can be done.

use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Finding {
    /// Stable within a plan: code and place, as `orphans:messages.user_id`.
    pub id: String,
    pub severity: Severity,
    pub kind: FindingKind,
    /// The source's name in the plan, where one is concerned.
    pub source: Option<String>,
    pub dataset: Option<String>,
    pub field: Option<String>,
    /// Exact number of rows or values concerned; none where the finding is about structure.
    #[specta(type = Option<u32>)]
    pub count: Option<u64>,
    #[specta(type = Option<u32>)]
    pub of: Option<u64>,
    pub title: String,
    pub why: String,
    pub worst: Option<String>,
    pub choices: Vec<Choice>,
    /// The plan says that this is known and wanted.
    pub accepted: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A step would fail: not ready.
    Fails,
    /// A person must decide: nearly ready.
    Decide,
    /// Worth knowing; stands in the report.
    Notice,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    WouldFail,
    RowsLost,
    ValueChanged,
    TypeNarrowed,
    DuplicateKey,
    Orphan,
    Encoding,
    NameClash,
    NotCarried,
    NotMoved,
    Drift,
    Space,
    Permission,
    NoKey,
    Other,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Choice {
    pub id: String,
    pub text: String,
    /// How many rows or values this choice touches.
    #[specta(type = Option<u32>)]
    pub affects: Option<u64>,
    pub recommended: bool,
    /// The change to the plan that this choice is.
    pub edit: PlanEdit,
}

/// A change to a plan, as a value: choices, the map screen and undo all use the same few.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "edit", rename_all = "snake_case")]
pub enum PlanEdit {
    RenamePlan {
        name: String,
    },
    /// Where a dataset goes.
    MoveTo {
        from: String,
        to: String,
    },
    WriteMode {
        from: String,
        write: crate::WriteMode,
    },
    /// Leave a whole dataset where it is.
    Leave {
        from: String,
    },
    /// Take a dataset that was left back into the plan.
    Include {
        from: String,
    },
    FieldTo {
        from: String,
        field: String,
        to: String,
    },
    FieldAs {
        from: String,
        field: String,
        as_type: Option<crate::As>,
    },
    FieldDrop {
        from: String,
        field: String,
    },
    FieldKeep {
        from: String,
        field: String,
    },
    /// Accept a loss by name for one field (`field` set) or a finding for the whole move.
    Accept {
        from: String,
        field: Option<String>,
        what: String,
    },
    Unaccept {
        from: String,
        field: Option<String>,
        what: String,
    },
}
