//! The report of a rehearsal. Its JSON is the contract: the screen, the command line and every export draw from it.

use crate::{Finding, Shown, Statement};
use serde::{Deserialize, Serialize};
use specta::Type;

pub const FORMAT: u32 = 1;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Rehearsal {
    pub format: u32,
    pub id: String,
    pub plan_name: String,
    pub plan: String,
    pub tool_version: String,
    pub at: String,
    #[specta(type = u32)]
    pub took_ms: u64,
    pub depth: String,
    pub verdict: Verdict,
    pub figures: Figures,
    pub tables: Vec<RehearsedTable>,
    /// What the plan names and cannot move yet; a finding says why. None of it is in the figures.
    #[serde(default)]
    pub not_read: Vec<NotRead>,
    pub losses: Vec<FieldLoss>,
    pub left_behind: Vec<LeftReason>,
    pub findings: Vec<Finding>,
    pub statements: Vec<Statement>,
    pub checks: Vec<RehearsalCheck>,
    /// What the sources and the target looked like: a run is refused when these no longer hold.
    pub marks: Vec<(String, String)>,
    pub command: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// A step would fail.
    NotReady,
    /// A decision is open.
    NearlyReady,
    Ready,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Figures {
    #[specta(type = u32)]
    pub rows_read: u64,
    #[specta(type = u32)]
    pub will_be_written: u64,
    #[specta(type = u32)]
    pub left_behind: u64,
    #[specta(type = u32)]
    pub filtered: u64,
    #[specta(type = u32)]
    pub values_changed: u64,
    #[specta(type = u32)]
    pub likely_ms: u64,
    #[specta(type = u32)]
    pub space_bytes: u64,
    #[specta(type = Option<u32>)]
    pub free_bytes: Option<u64>,
    #[specta(type = u32)]
    pub backup_bytes: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RehearsedTable {
    pub from: String,
    pub to: String,
    #[specta(type = u32)]
    pub read: u64,
    #[specta(type = u32)]
    pub written: u64,
    #[specta(type = u32)]
    pub left_behind: u64,
    #[specta(type = u32)]
    pub filtered: u64,
    #[specta(type = u32)]
    pub changed: u64,
    /// The id of the worst finding about this table.
    pub worst: Option<String>,
    /// The digest of all rows as they will land, hex: equal to the run's.
    pub digest: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct NotRead {
    pub from: String,
    /// As the source counts them itself.
    #[specta(type = Option<u32>)]
    pub rows: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FieldLoss {
    pub table: String,
    pub field: String,
    pub before: String,
    pub after: String,
    /// The loss by name, as `affinity`, `round`, `cut`.
    pub loss: String,
    #[specta(type = u32)]
    pub values: u64,
    pub accepted: bool,
    /// The first pairs: row, before, after.
    pub pairs: Vec<(String, Shown, Shown)>,
}

/// Rows that would be left behind for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LeftReason {
    pub table: String,
    pub field: Option<String>,
    /// The reason by code, as `not_null`, `duplicate_key`, `type_refused`, `orphan`.
    pub reason: String,
    pub text: String,
    #[specta(type = u32)]
    pub rows: u64,
    pub samples: Vec<LeftRow>,
}

/// One row left behind: where it came from, why, and what was in it. Also a line of the reject file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LeftRow {
    pub from: String,
    pub row: Vec<(String, Shown)>,
    pub field: Option<String>,
    pub reason: String,
    pub rule: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RehearsalCheck {
    pub name: String,
    pub holds: bool,
    pub detail: String,
}
