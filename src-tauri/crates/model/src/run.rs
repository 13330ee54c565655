//! The state of a run: always whole, so that a slow screen or a reloaded one loses nothing by missing a message.

use crate::Problem;
use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RunState {
    pub run: String,
    pub plan_name: String,
    pub plan: String,
    /// Grows with every change.
    #[specta(type = u32)]
    pub seq: u64,
    pub status: Status,
    pub phase: RunPhase,
    pub started_at: String,
    pub ended_at: Option<String>,
    #[specta(type = u32)]
    pub elapsed_ms: u64,
    #[specta(type = u32)]
    pub rows_total: u64,
    #[specta(type = u32)]
    pub rows_read: u64,
    #[specta(type = u32)]
    pub rows_written: u64,
    #[specta(type = u32)]
    pub left_behind: u64,
    #[specta(type = u32)]
    pub filtered: u64,
    #[specta(type = u32)]
    pub changed: u64,
    #[specta(type = u32)]
    pub bytes: u64,
    /// Slices that were tried again.
    #[specta(type = u32)]
    pub retried: u64,
    #[specta(type = u32)]
    pub rows_per_second: u64,
    /// None while it is not known yet, or no longer needed.
    #[specta(type = Option<u32>)]
    pub eta_ms: Option<u64>,
    pub lanes: Vec<LaneState>,
    pub undo: Option<Undo>,
    /// The last lines, oldest first; the whole log is in the journal.
    pub log: Vec<LogLine>,
    pub problem: Option<Problem>,
    /// The proof holds; none before it was made.
    pub proved: Option<bool>,
    pub kept: bool,
    /// How often this run was resumed.
    pub resumed: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    NotStarted,
    Waiting,
    Checking,
    Running,
    Paused,
    Finished,
    FinishedWithLosses,
    Stopped,
    Failed,
    RolledBack,
}

impl Status {
    pub fn ended(self) -> bool {
        matches!(
            self,
            Status::Finished
                | Status::FinishedWithLosses
                | Status::Stopped
                | Status::Failed
                | Status::RolledBack
        )
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RunPhase {
    Checking,
    BackUp,
    Create,
    Migrate,
    /// Indexes, foreign keys, sequences, views and triggers.
    Complete,
    Validate,
    Done,
    RollBack,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LaneState {
    pub lane: u32,
    pub from: String,
    pub to: String,
    pub status: Status,
    #[specta(type = u32)]
    pub rows_total: u64,
    #[specta(type = u32)]
    pub rows_read: u64,
    #[specta(type = u32)]
    pub rows_written: u64,
    #[specta(type = u32)]
    pub left_behind: u64,
    #[specta(type = u32)]
    pub bytes: u64,
    #[specta(type = u32)]
    pub slices: u32,
    #[specta(type = u32)]
    pub slices_done: u32,
    #[specta(type = u32)]
    pub rows_per_second: u64,
    #[specta(type = u32)]
    pub took_ms: u64,
}

/// The way back, made before the first write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Undo {
    pub name: String,
    pub at: String,
    #[specta(type = u32)]
    pub bytes: u64,
    /// blake3 of what is kept, hex.
    pub checksum: String,
    /// It was read back and its checksum held.
    pub checked: bool,
    /// There was no target before: going back means removing it.
    pub removes_target: bool,
    #[specta(type = u32)]
    pub likely_ms: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LogLine {
    pub at: String,
    pub level: LogLevel,
    pub table: String,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum LogLevel {
    Info,
    Warn,
    Error,
}
