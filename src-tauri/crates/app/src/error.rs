//! What can go wrong in a use-case itself, besides what the engine and the stores report. Each says what, why, what it
//! means for the data and what to do, as everything that reaches a person does.

use crate::words::list;
use drydock_model::{Code, Explain, Next, Problem};
use std::io;
use std::path::PathBuf;

pub type Result<T> = std::result::Result<T, Problem>;

/// For `map_err`: what went wrong, as a person is told.
pub(crate) fn told(error: impl Explain) -> Problem {
    error.problem()
}

#[derive(Debug, thiserror::Error)]
pub enum StudioError {
    #[error("no place for Drydock's own files was found")]
    NoHome,
    #[error("{what} {} did not work", path.display())]
    Files {
        /// As `reading`.
        what: &'static str,
        path: PathBuf,
        #[source]
        cause: io::Error,
    },
    #[error("{} could not be understood", path.display())]
    Damaged { path: PathBuf, why: String },
    #[error("there is no connection named {0:?}")]
    UnknownConnection(String),
    #[error("{0:?} is neither a saved connection, an address nor a file")]
    BadStore(String),
    #[error("the address of {0} holds a password")]
    SecretInAddress(String),
    #[error("the variable {0} is not set")]
    NoVariable(String),
    /// What was written is not repeated: it may be the password itself.
    #[error("it is not said where the password is")]
    NoPasswordPlace,
    #[error("no kind of store is called {0:?}")]
    UnknownKind(String),
    /// Nothing of what was written is repeated: it may hold a password.
    #[error("that is not an address of a server")]
    NotAnAddress(String),
    #[error("{} is not a file of settings", .0.display())]
    NotSettings(PathBuf),
    #[error("the password of {0} is not in the keychain any more")]
    PasswordGone(String),
    #[error("the kept password belongs to another server or user")]
    PasswordElsewhere,
    #[error("the form does not say where the server is")]
    BadForm(String),
    #[error("the name {name:?} cannot be used")]
    BadName { name: String, why: String },
    #[error("the name {0:?} is taken")]
    NameTaken(String),
    #[error("the connection {name:?} is in use")]
    ConnectionUsed { name: String, by: String },
    #[error("there is no project {0:?}")]
    UnknownProject(String),
    #[error("the project {name:?} is not where it was")]
    ProjectMoved { name: String, plan: PathBuf },
    #[error("no source is chosen")]
    NoSources,
    #[error("that place was looked at too long ago")]
    UnknownToken,
    #[error("not everything was looked at")]
    TooMuch(String),
    #[error("{} is a place that Drydock does not write to", .0.display())]
    NotATarget(PathBuf),
    #[error("the plan cannot run yet")]
    Blocked(Vec<String>),
    #[error("the plan changed on disk meanwhile")]
    PlanMoved,
    #[error("not everything is in {target}")]
    NotArrived {
        target: String,
        missing: Vec<String>,
    },
    #[error("{} is there already", .0.display())]
    FileThere(PathBuf),
    #[error("the run {0} has no way back")]
    NoWayBack(String),
    #[error("there is nothing to {0}")]
    NoStep(&'static str),
    #[error("{what} is already under way")]
    UnderWay { what: String },
    #[error("several runs begin with {text:?}")]
    SeveralRuns { text: String, runs: Vec<String> },
    #[error("the run {0} is not under way")]
    NotUnderWay(String),
    #[error("on {environment} the name of the target is typed first")]
    NotConfirmed { environment: String, name: String },
    #[error("there is no report {0:?} of a dry run")]
    UnknownReport(String),
    #[error("the keychain is locked or missing")]
    Keychain {
        why: String,
        /// In the system's own words.
        #[source]
        said: Option<KeychainSaid>,
    },
    #[error("a part of Drydock ended unexpectedly")]
    Lost(String),
}

#[derive(Debug, Clone, thiserror::Error)]
#[error("{0}")]
pub struct KeychainSaid(pub String);

impl StudioError {
    pub(crate) fn reading(path: impl Into<PathBuf>, cause: io::Error) -> StudioError {
        StudioError::Files {
            what: "reading",
            path: path.into(),
            cause,
        }
    }

    pub(crate) fn writing(path: impl Into<PathBuf>, cause: io::Error) -> StudioError {
        StudioError::Files {
            what: "writing",
            path: path.into(),
            cause,
        }
    }
}

impl From<StudioError> for Problem {
    fn from(error: StudioError) -> Problem {
        error.problem()
    }
}

impl Explain for StudioError {
    fn code(&self) -> Code {
        match self {
            StudioError::NoHome
            | StudioError::Files { .. }
            | StudioError::NotSettings(_)
            | StudioError::Damaged { .. } => Code::FILES,
            StudioError::UnknownConnection(_) => Code::UNKNOWN_CONNECTION,
            StudioError::BadStore(_)
            | StudioError::UnknownKind(_)
            | StudioError::BadForm(_)
            | StudioError::NotAnAddress(_)
            | StudioError::SecretInAddress(_)
            | StudioError::NoVariable(_) => Code::ADDRESS,
            StudioError::BadName { .. }
            | StudioError::NameTaken(_)
            | StudioError::ConnectionUsed { .. }
            | StudioError::NotATarget(_)
            | StudioError::FileThere(_)
            | StudioError::TooMuch(_)
            | StudioError::NoSources
            | StudioError::UnknownReport(_)
            | StudioError::SeveralRuns { .. }
            | StudioError::NoPasswordPlace
            | StudioError::PasswordElsewhere
            | StudioError::NoStep(_) => Code::USAGE,
            StudioError::UnknownProject(_)
            | StudioError::ProjectMoved { .. }
            | StudioError::UnknownToken => Code::NOT_THERE,
            StudioError::Blocked(_) => Code::PLAN_BLOCKED,
            StudioError::PlanMoved => Code::PLAN_CHANGED,
            StudioError::NotArrived { .. } => Code::PROOF_DIFFERS,
            StudioError::NoWayBack(_) => Code::UNDO_GONE,
            StudioError::UnderWay { .. } => Code::BUSY,
            StudioError::NotUnderWay(_) => Code::RUN_NOT_RESUMABLE,
            StudioError::NotConfirmed { .. } => Code::GUARD,
            StudioError::Keychain { .. } | StudioError::PasswordGone(_) => Code::KEYCHAIN,
            StudioError::Lost(_) => Code::INTERNAL,
        }
    }

    fn why(&self) -> String {
        match self {
            StudioError::NoHome => {
                "the system names no folder for application data, and DRYDOCK_HOME is not set".into()
            }
            StudioError::Files { cause, .. } => cause.to_string(),
            StudioError::Damaged { why, .. } => why.clone(),
            StudioError::UnknownConnection(_) => {
                "the connection was never saved on this computer, or was forgotten".into()
            }
            StudioError::BadStore(_) => {
                "a store is written as a saved name, as an address like sqlite:app.db, or as the path of a file that is there".into()
            }
            StudioError::SecretInAddress(_) => {
                "other programs see what stands on a command line, and plans are shared; so passwords stand in neither".into()
            }
            StudioError::NoVariable(_) => "it is not in the environment of this process".into(),
            StudioError::NoPasswordPlace => {
                "a password is never written on a command line, where other programs see it; only its place is".into()
            }
            StudioError::UnknownKind(_) => "the part before the colon names the kind of store".into(),
            StudioError::BadName { why, .. }
            | StudioError::BadForm(why)
            | StudioError::NotAnAddress(why) => why.clone(),
            StudioError::NotSettings(_) => {
                "it is not text in UTF-8, or much longer than such files are".into()
            }
            StudioError::PasswordGone(_) => "another program removed it".into(),
            StudioError::PasswordElsewhere => {
                "what is a secret with one server is not told to another unasked".into()
            }
            StudioError::NameTaken(_) => "another connection has it already".into(),
            StudioError::ConnectionUsed { by, .. } => format!("the plan of {by} names it"),
            StudioError::UnknownProject(_) => "it was removed from the list, or never was in it".into(),
            StudioError::ProjectMoved { plan, .. } => {
                format!("{} is not there", plan.display())
            }
            StudioError::NoSources => "a plan moves at least one store somewhere".into(),
            StudioError::UnknownToken => {
                "what is chosen is remembered until Drydock is closed".into()
            }
            StudioError::TooMuch(limits) => format!("Drydock looks {limits}"),
            StudioError::NotATarget(_) => "it is a folder, or lies in one that is not there".into(),
            // Titles begin with the names of tables, which stay as they are spelled.
            StudioError::Blocked(blockers) => format!("in the way: {}", blockers.join("; ")),
            StudioError::PlanMoved => "another program wrote the plan file after it was read".into(),
            StudioError::NotArrived { missing, .. } => {
                format!("the plan moves {}, and the target has no such table", list(missing))
            }
            StudioError::FileThere(_) => "a file is not replaced unless that is asked for".into(),
            StudioError::NoWayBack(_) => {
                "it ended before anything was written, or was kept".into()
            }
            StudioError::NoStep(_) => "no change of the plan lies in that direction".into(),
            StudioError::UnderWay { .. } => "it was started before and has not ended".into(),
            StudioError::SeveralRuns { runs, .. } => match runs.get(3..).map_or(0, <[_]>::len) {
                0 => format!("it could mean {}", list(runs)),
                more => format!("it could mean {} or {more} others", runs[..3].join(", ")),
            },
            StudioError::NotUnderWay(_) => "it has ended, or was cut off".into(),
            StudioError::NotConfirmed { name, .. } => {
                format!("what was typed is not {name:?}, letter by letter")
            }
            StudioError::UnknownReport(_) => "it was removed, or belongs to another plan".into(),
            StudioError::Keychain { why, .. } => why.clone(),
            StudioError::Lost(why) => why.clone(),
        }
    }

    fn data(&self) -> String {
        match self {
            StudioError::Damaged { .. } => {
                "Safe. The file was left as it is; no database was touched.".into()
            }
            _ => "Safe. No database was changed by this.".into(),
        }
    }

    fn names(&self) -> Vec<String> {
        match self {
            StudioError::Damaged { path, .. }
            | StudioError::NotATarget(path)
            | StudioError::NotSettings(path)
            | StudioError::FileThere(path)
            | StudioError::ProjectMoved { plan: path, .. } => vec![path.display().to_string()],
            _ => Vec::new(),
        }
    }

    fn next(&self) -> Vec<Next> {
        let advice = match self {
            StudioError::NoHome => "Set DRYDOCK_HOME to a folder that you may write to.".into(),
            StudioError::Files { what: "reading", .. } => {
                "Check the path, and that you may read what is there.".into()
            }
            StudioError::Files { .. } => {
                "Check that the folder is there, may be written to and has space.".into()
            }
            StudioError::Damaged { path, .. } => format!(
                "Correct {} in an editor, or move it away to start with an empty one.",
                path.file_name().unwrap_or_default().to_string_lossy()
            ),
            StudioError::UnknownConnection(_) => {
                "Save the connection under this name, or write an address such as sqlite:app.db into the plan.".into()
            }
            StudioError::SecretInAddress(_) => {
                "Take it out of the address; then say where it is with `--password-from env:NAME` or `file:PATH`, or name the whole address as env:NAME.".into()
            }
            StudioError::NoVariable(name) => format!("Set {name}, or write the address itself."),
            StudioError::NoPasswordPlace => {
                "Write `--password-from env:NAME` or `--password-from file:PATH`.".into()
            }
            StudioError::BadStore(_) | StudioError::UnknownKind(_) => {
                "Check the spelling; `drydock inspect --help` shows the forms.".into()
            }
            StudioError::NotAnAddress(_) => "Paste the whole address, or fill the form.".into(),
            StudioError::NotSettings(_) => "Choose another file.".into(),
            StudioError::PasswordGone(_) => "Give it again.".into(),
            StudioError::PasswordElsewhere => {
                "Type the password for this server and user, or choose to have none.".into()
            }
            StudioError::BadForm(_) => "Correct the field, then try again.".into(),
            StudioError::BadName { .. } | StudioError::NameTaken(_) => "Choose another name.".into(),
            StudioError::ConnectionUsed { by, .. } => {
                format!("Remove the project {by} from the list first, or change its plan.")
            }
            StudioError::UnknownProject(_) => "Open it again from its folder.".into(),
            StudioError::ProjectMoved { .. } => {
                "Find the folder where it is now, or remove the project from the list.".into()
            }
            StudioError::NoSources => "Choose at least one of the stores that were found.".into(),
            StudioError::UnknownToken => "Choose the place again.".into(),
            StudioError::TooMuch(_) => "Choose the folder that holds the databases.".into(),
            StudioError::NotATarget(_) => "Choose a file in a folder that is there.".into(),
            StudioError::Blocked(_) => {
                "Clear these first, then run; a dry run names each with its choices.".into()
            }
            StudioError::PlanMoved => "Read the plan again; what you see then is what is on disk.".into(),
            StudioError::NotArrived { .. } => "Carry out the plan first.".into(),
            StudioError::FileThere(_) => "Choose another name, or say `--force`.".into(),
            StudioError::NoWayBack(_) => "`drydock runs` shows which runs can be undone.".into(),
            StudioError::NoStep(_) => "Go on from the plan as it is.".into(),
            StudioError::UnderWay { .. } => "Wait until it ends, or stop it.".into(),
            StudioError::SeveralRuns { .. } => {
                "Write more of its letters; `drydock runs` shows them all.".into()
            }
            StudioError::NotUnderWay(_) => "Resume it, or roll it back.".into(),
            StudioError::NotConfirmed { name, .. } => {
                format!("Type {name} exactly, in the window or with `--confirm`.")
            }
            StudioError::UnknownReport(_) => "Make a new dry run.".into(),
            StudioError::Keychain { .. } => {
                "Unlock the keychain of this session and try again, or start Drydock again. SQLite files need no password.".into()
            }
            StudioError::Lost(_) => {
                "Try again; if it comes back, report it with the detail below.".into()
            }
        };
        vec![Next::advice(advice)]
    }
}

#[cfg(test)]
mod tests;
