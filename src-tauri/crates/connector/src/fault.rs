//! What a store answers when it cannot do what was asked. Only the connector knows whether trying again can help, so
//! each fault says so; the engine's one retry loop and the screens go by kind, never by words.

use drydock_model::{Code, Explain, Next};
use std::error::Error;
use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    Unreachable,
    NotThere,
    SignIn,
    NotADatabase,
    EmptyFile,
    CutShort,
    Corrupt,
    Unsupported,
    Busy,
    ReadOnly,
    NoRights,
    DiskFull,
    /// The store's content is not what it was when the work began.
    Changed,
    /// A statement was refused.
    Statement,
    /// What was kept for the way back is gone or damaged.
    Damaged,
    Cancelled,
    Internal,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    Never,
    Soon,
    AfterUserActs,
}

#[derive(Debug)]
pub struct Fault {
    pub kind: FaultKind,
    pub retry: Retry,
    /// What it is about, for people: `chatbot_memory.sqlite`, `checkpoints`.
    pub place: String,
    /// The store's own words; never a value from a table.
    pub message: String,
    /// The store's own code, as `SQLITE_CORRUPT` or `40001`.
    pub native: Option<String>,
    pub source: Option<Box<dyn Error + Send + Sync>>,
}

impl Fault {
    pub fn new(kind: FaultKind, place: impl Into<String>, message: impl Into<String>) -> Fault {
        let retry = match kind {
            FaultKind::Busy | FaultKind::Unreachable => Retry::Soon,
            FaultKind::DiskFull | FaultKind::ReadOnly | FaultKind::NoRights | FaultKind::SignIn => {
                Retry::AfterUserActs
            }
            _ => Retry::Never,
        };
        Fault {
            kind,
            retry,
            place: place.into(),
            message: message.into(),
            native: None,
            source: None,
        }
    }

    pub fn native(mut self, code: impl Into<String>) -> Fault {
        self.native = Some(code.into());
        self
    }

    pub fn because(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Fault {
        self.source = Some(source.into());
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = &self.place;
        match self.kind {
            FaultKind::Unreachable => write!(f, "cannot reach {place}"),
            FaultKind::NotThere => write!(f, "{place} is not there"),
            FaultKind::SignIn => write!(f, "the sign-in to {place} was not accepted"),
            FaultKind::NotADatabase => write!(f, "{place} is not a database"),
            FaultKind::EmptyFile => write!(f, "{place} is an empty file"),
            FaultKind::CutShort => write!(f, "{place} is cut short"),
            FaultKind::Corrupt => write!(f, "{place} is damaged"),
            FaultKind::Unsupported => write!(f, "{place} cannot be handled"),
            FaultKind::Busy => write!(f, "{place} is in use by another program"),
            FaultKind::ReadOnly => write!(f, "{place} cannot be written"),
            FaultKind::NoRights => write!(f, "{place} may not be opened"),
            FaultKind::DiskFull => write!(f, "the disk is full at {place}"),
            FaultKind::Changed => write!(f, "{place} changed while it was read"),
            FaultKind::Statement => write!(f, "a statement about {place} was refused"),
            FaultKind::Damaged => write!(f, "what was kept of {place} is gone or damaged"),
            FaultKind::Cancelled => write!(f, "the work on {place} was stopped"),
            FaultKind::Internal => write!(f, "something in Drydock went wrong at {place}"),
        }
    }
}

impl Error for Fault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source
            .as_ref()
            .map(|e| e.as_ref() as &(dyn Error + 'static))
    }
}

impl Explain for Fault {
    fn code(&self) -> Code {
        match self.kind {
            FaultKind::Unreachable => Code::CANNOT_REACH,
            FaultKind::NotThere => Code::NOT_THERE,
            FaultKind::SignIn => Code::SIGN_IN,
            FaultKind::NotADatabase => Code::NOT_A_DATABASE,
            FaultKind::EmptyFile => Code::EMPTY_FILE,
            FaultKind::CutShort => Code::CUT_SHORT,
            FaultKind::Corrupt => Code::CORRUPT,
            FaultKind::Unsupported => Code::UNSUPPORTED,
            FaultKind::Busy => Code::BUSY,
            FaultKind::ReadOnly => Code::READ_ONLY,
            FaultKind::NoRights => Code::NO_RIGHTS,
            FaultKind::DiskFull => Code::DISK_FULL,
            FaultKind::Changed => Code::SOURCE_CHANGED,
            FaultKind::Statement => Code::STATEMENT,
            FaultKind::Damaged => Code::BACKUP_DAMAGED,
            FaultKind::Cancelled => Code::STOPPED,
            FaultKind::Internal => Code::INTERNAL,
        }
    }

    fn why(&self) -> String {
        self.message.clone()
    }

    fn data(&self) -> String {
        match self.kind {
            FaultKind::Corrupt | FaultKind::CutShort => {
                "Nothing was changed. What could not be read was not guessed.".into()
            }
            FaultKind::DiskFull => {
                "Safe. What was being written is not in; what landed before is.".into()
            }
            _ => "Safe. Nothing was changed by this.".into(),
        }
    }

    fn next(&self) -> Vec<Next> {
        let advice = match self.kind {
            FaultKind::Unreachable => {
                "Check that it is running and that the address is right, then try again."
            }
            FaultKind::NotThere => "Check the path or the names in the address, or choose again.",
            FaultKind::SignIn => "Replace the password, then try again.",
            FaultKind::NotADatabase => "Choose another file; this one is something else.",
            FaultKind::EmptyFile => "Choose another file, or leave this one out.",
            FaultKind::CutShort => {
                "Copy the file again from where it came; copy the -wal file beside it as well."
            }
            FaultKind::Corrupt => {
                "Restore the file from a backup, or recover what is readable with `sqlite3 FILE .recover` into a new file and use that."
            }
            FaultKind::Unsupported => "Leave it out of the plan.",
            FaultKind::Busy => "Close the other program or wait until it is done, then try again.",
            FaultKind::ReadOnly => "Allow writing to it, or choose another target.",
            FaultKind::NoRights => "Ask for the right to do this, or choose another place.",
            FaultKind::DiskFull => "Free some space, then resume.",
            FaultKind::Changed => "Stop what writes to it, then start again.",
            FaultKind::Statement => {
                "Look at the statement in the detail; change the plan and try again."
            }
            FaultKind::Damaged => {
                "Keep the target as it is and restore it from a backup of your own."
            }
            FaultKind::Cancelled => "Resume, or roll back.",
            FaultKind::Internal => "Try again; if it comes back, report it with the detail below.",
        };
        vec![Next::advice(advice)]
    }

    fn names(&self) -> Vec<String> {
        vec![self.place.clone()]
    }

    fn detail(&self) -> String {
        let mut parts = Vec::new();
        if let Some(native) = &self.native {
            parts.push(native.clone());
        }
        if let Some(source) = &self.source {
            parts.push(source.to_string());
        }
        parts.join(": ")
    }
}
