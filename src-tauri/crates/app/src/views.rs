//! What crosses to a screen: flat, complete, ready to draw. Counts are numbers below 2^53; values from tables are
//! `Shown`. The web side never receives a secret, and never hands over a path.

mod connections;

pub use connections::*;

use drydock_connector::Profile;
use drydock_model::comparison::Comparison;
use drydock_model::proof::Proof;
use drydock_model::rehearsal::{Rehearsal, Verdict};
use drydock_model::{As, Finding, Problem, RunState, Status, Undo, WriteMode};
use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct StudioInfo {
    pub version: String,
    /// Where Drydock keeps its own files, for people to read.
    pub home: String,
    pub keychain: Keychain,
    pub stores: Vec<Profile>,
    pub person: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Keychain {
    Ready { name: String },
    Missing { problem: Problem },
}

#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "UPPERCASE")]
pub enum Environment {
    #[default]
    Local,
    Dev,
    Staging,
    Prod,
}

/// A line of the Projects screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ProjectCard {
    pub id: String,
    pub name: String,
    pub route: Route,
    pub stops: Vec<Stop>,
    /// The one thing to do next.
    pub next: NextStep,
    pub edited_at: String,
    pub last_backup_at: Option<String>,
    /// The folder is not where it was.
    pub missing: bool,
    pub sample: bool,
    pub pinned: bool,
    pub attention: Vec<Attention>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Route {
    pub sources: Vec<RouteEnd>,
    pub target: Option<RouteEnd>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RouteEnd {
    /// The connector's id.
    pub kind: String,
    pub name: String,
    pub environment: Environment,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Attention {
    pub tone: Tone,
    pub title: String,
    pub text: String,
    pub screen: Screen,
    pub action: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    Good,
    Info,
    Warn,
    Bad,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Screen {
    Projects,
    Connections,
    Map,
    Compare,
    DryRun,
    Run,
    Validate,
    Backups,
    Activity,
    Settings,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct NextStep {
    /// Why this is next, as "3 decisions before this can run".
    pub reason: String,
    /// The button's words.
    pub label: String,
    pub screen: Screen,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum StopName {
    Connect,
    Map,
    DryRun,
    BackUp,
    Create,
    Migrate,
    Validate,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Stop {
    pub name: StopName,
    pub state: StopState,
    /// 0 to 100 while it is current.
    pub percent: u32,
    /// A few words below it, as `2 of 2` or `3 decisions`.
    pub note: String,
    pub screen: Screen,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum StopState {
    Done,
    Current,
    Attention,
    Failed,
    Later,
}

/// The open project: what the frame around every screen shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ProjectView {
    pub id: String,
    pub name: String,
    /// The plan file, for people to read.
    pub plan_file: String,
    pub route: Route,
    pub environment: Environment,
    pub stops: Vec<Stop>,
    pub counters: Vec<Counter>,
    pub next: NextStep,
    /// The latest run, if there is one.
    pub run: Option<RunLine>,
    pub undo: Option<Undo>,
    pub sample: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Counter {
    pub screen: Screen,
    pub text: String,
    pub tone: Tone,
}

/// A place that was looked into: what Drydock found there, and the plan it would propose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Found {
    /// Stands for the place; its path stays on the Rust side.
    pub token: String,
    pub place: String,
    pub stores: Vec<FoundStore>,
    /// Files that look like stores but cannot be used, each with why.
    pub unusable: Vec<(String, Problem)>,
    /// A plan file that lies there already.
    pub plan_file: Option<String>,
    /// Files of settings that lie there, with the addresses in them.
    pub env_files: Vec<EnvFile>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FoundStore {
    pub token: String,
    pub kind: String,
    pub name: String,
    pub file: String,
    pub tables: u32,
    #[specta(type = u32)]
    pub rows: u64,
    #[specta(type = u32)]
    pub bytes: u64,
    /// As `with rows in its -wal file`.
    pub notes: Vec<String>,
}

/// What a new project is made of: tokens of found stores, saved connections, and where it should go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct NewProject {
    pub name: String,
    pub sources: Vec<String>,
    /// Names of saved connections that are sources too.
    pub saved_sources: Vec<String>,
    pub target: NewTarget,
    pub environment: Environment,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "target", rename_all = "snake_case")]
pub enum NewTarget {
    /// A saved connection, as the environment that it has.
    Saved { connection: String },
    /// A new file in the project's own folder.
    NewFile { name: String },
    /// A place picked through a dialog, by token.
    Picked { token: String },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Pick {
    /// A folder, looked into.
    Folder,
    /// One or more database files.
    Files,
    /// An existing file as target.
    Target,
    /// A name for a new target file.
    NewTarget,
    /// A plan file or a project folder.
    Plan,
}

/// The Map screen: every field of every source with where it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MapView {
    pub fingerprint: String,
    pub tables: Vec<MapTable>,
    pub fields_total: u32,
    pub fields_mapped: u32,
    pub fields_left: u32,
    pub fields_need_you: u32,
    pub findings: Vec<Finding>,
    pub can_undo: bool,
    pub can_redo: bool,
    /// The plan as text, to read.
    pub plan_text: String,
    pub command: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MapTable {
    /// `source.dataset`.
    pub from: String,
    pub source_name: String,
    pub dataset: String,
    pub to: String,
    pub write: WriteMode,
    pub left: bool,
    /// Losses of the whole table that are known and taken.
    pub accept: Vec<String>,
    #[specta(type = u32)]
    pub rows: u64,
    pub key: Vec<String>,
    /// As `one slice` or `virtual table (fts5)`.
    pub notes: Vec<String>,
    pub fields: Vec<MapField>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MapField {
    pub from: String,
    pub found_as: String,
    pub to: Option<String>,
    pub to_type: String,
    pub as_type: Option<As>,
    pub state: MapState,
    pub generated: bool,
    pub in_key: bool,
    pub accept: Vec<String>,
    pub finding: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum MapState {
    Mapped,
    /// Converted on the way.
    Changed,
    NeedsYou,
    LeftOut,
    /// Made again by the target.
    Generated,
}

/// A rehearsal under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RehearsalView {
    /// True while it reads; then `progress` tells how far.
    pub running: bool,
    pub progress: Option<RehearsalProgress>,
    pub report: Option<Rehearsal>,
    /// The plan, a source or the target changed after the report was written.
    pub outdated: Option<String>,
    pub problem: Option<Problem>,
    /// Rehearsals of this project, newest first.
    pub earlier: Vec<RehearsalLine>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RehearsalProgress {
    pub tables: Vec<RehearsalTableProgress>,
    #[specta(type = u32)]
    pub rows: u64,
    #[specta(type = u32)]
    pub rows_total: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RehearsalTableProgress {
    pub from: String,
    #[specta(type = u32)]
    pub rows: u64,
    #[specta(type = u32)]
    pub rows_total: u64,
    pub done: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RehearsalLine {
    pub id: String,
    pub at: String,
    pub verdict: Verdict,
    #[specta(type = u32)]
    pub rows_read: u64,
    #[specta(type = u32)]
    pub left_behind: u64,
}

/// What stands between the person and Run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Gate {
    pub environment: Environment,
    pub blockers: Vec<Blocker>,
    /// What the run will do, line by line.
    pub will: Vec<GateLine>,
    /// The name to type before it may start; only on PROD.
    pub typed_name: Option<String>,
    /// Seconds before the button works; STAGING.
    pub wait_s: u32,
    pub can_run: bool,
    pub button: String,
    pub command: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct GateLine {
    /// `add`, `change`, `remove`, `write`, `leave`, `undo`.
    pub kind: String,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Blocker {
    pub id: String,
    /// `fix`: the person's; `wait`: clears by itself.
    pub kind: String,
    pub text: String,
    pub screen: Option<Screen>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RunLine {
    pub run: String,
    pub plan_name: String,
    pub status: Status,
    pub started_at: String,
    pub ended_at: Option<String>,
    #[specta(type = u32)]
    pub rows_written: u64,
    #[specta(type = u32)]
    pub left_behind: u64,
    pub proved: Option<bool>,
    pub kept: bool,
    pub can_resume: bool,
    pub can_undo: bool,
    pub target: String,
}

/// The Run screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RunView {
    pub state: RunState,
    pub line: RunLine,
    pub environment: Environment,
    pub command: String,
    /// The folder with rows left behind, if any were.
    pub left_behind_folder: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ValidateView {
    pub run: Option<RunLine>,
    pub running: bool,
    pub proof: Option<Proof>,
    pub problem: Option<Problem>,
    pub command: String,
}

/// A way back that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct UndoPoint {
    pub run: String,
    pub project: String,
    pub target: String,
    pub undo: Undo,
    pub status: Status,
    /// Something else wrote to the target since the run ended; rolling back would set that aside too.
    pub changed_since: bool,
    /// What is kept is whole; read back when the list was made.
    pub whole: bool,
}

/// What rolling back would do, read from both sides before anything is touched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct UndoPreview {
    pub point: UndoPoint,
    /// Each table with its rows now and after.
    pub tables: Vec<UndoTable>,
    pub typed_name: Option<String>,
    pub command: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct UndoTable {
    pub table: String,
    #[specta(type = Option<u32>)]
    pub rows_now: Option<u64>,
    #[specta(type = Option<u32>)]
    pub rows_after: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ActivityLine {
    pub id: String,
    pub at: String,
    pub who: String,
    pub what: String,
    pub project: Option<String>,
    pub result: String,
    pub tone: Tone,
    pub plan: Option<String>,
    pub command: Option<String>,
    pub run: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ActivityPage {
    pub lines: Vec<ActivityLine>,
    pub total: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CompareView {
    pub comparison: Comparison,
    /// The ends that can be compared: connection names of the project.
    pub ends: Vec<String>,
    pub command: String,
}

/// Rows left behind, fetched in windows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LeftPage {
    pub rows: Vec<drydock_model::rehearsal::LeftRow>,
    #[specta(type = u32)]
    pub total: u64,
}

/// A problem that is planted in the sample project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PlantedView {
    pub id: String,
    pub text: String,
    /// A dry run, a profile or a proof has shown it.
    pub found: bool,
}
