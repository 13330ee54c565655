//! A run as the journal keeps it: in brief for lists, and whole for going on with it or taking it back.

use crate::Resolved;
use crate::run::RunOptions;
use drydock_connector::Before;
use drydock_model::proof::Proof;
use drydock_model::{Digest, Problem, RunPhase, Status, Undo};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunBrief {
    pub run: String,
    pub project: String,
    pub plan_name: String,
    /// The plan's fingerprint.
    pub plan: String,
    /// The target's address.
    pub target: String,
    /// As it was written last: a process that was killed could not write its end. See [`RunBrief::status`].
    pub noted: Status,
    pub phase: RunPhase,
    /// Ended in a way that going on can help with.
    pub resumable: bool,
    pub started_at: String,
    pub ended_at: Option<String>,
    pub undo: Option<Undo>,
    pub problem: Option<Problem>,
    pub proved: Option<bool>,
    pub resumed: u32,
    pub kept: bool,
    pub rows_written: u64,
    pub left_behind: u64,
}

impl RunBrief {
    /// The status as it is: without a process that works on it, a run that had not ended was cut off.
    pub fn status(&self, under_way: bool) -> Status {
        if under_way || self.noted.ended() {
            self.noted
        } else {
            Status::Stopped
        }
    }

    pub fn was_cut_off(&self, under_way: bool) -> bool {
        !under_way && !self.noted.ended()
    }

    pub fn can_resume(&self, under_way: bool) -> bool {
        let stands = matches!(self.status(under_way), Status::Stopped | Status::Failed);
        stands && !under_way && self.resumable && !self.kept && self.phase != RunPhase::RollBack
    }

    pub fn can_undo(&self, under_way: bool) -> bool {
        self.undo.is_some() && !self.kept && !under_way && self.noted != Status::RolledBack
    }
}

/// Everything that was decided about a run, and how it went.
#[derive(Debug, Clone)]
pub struct RunRecord {
    pub brief: RunBrief,
    pub resolved: Resolved,
    pub sources: BTreeMap<String, SourceRecord>,
    /// Marks of the target: when the run was planned, and when it ended.
    pub target_before: Option<String>,
    pub target_after: Option<String>,
    pub options: RunOptions,
    pub way_back: Option<WayBack>,
    pub proof: Option<Proof>,
    pub worked_ms: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRecord {
    pub address: String,
    pub mark: String,
}

/// The way back and what was in the target before, noted before the first write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WayBack {
    pub undo: Undo,
    pub before: Before,
    /// The files that hold it, below the run's folder `undo`.
    pub files: Vec<KeptFile>,
    /// What was in datasets that rows are added to, so that the proof can tell old rows from new ones.
    pub rows_before: Vec<RowsBefore>,
    /// Rows of the target whose foreign keys pointed at nothing already, by dataset.
    pub orphans_before: BTreeMap<String, u64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFile {
    /// Relative to the folder.
    pub path: String,
    pub bytes: u64,
    pub blake3: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowsBefore {
    pub dataset: String,
    /// The fields that the digest speaks of, in its order.
    pub fields: Vec<String>,
    pub rows: u64,
    pub digest: Digest,
}
