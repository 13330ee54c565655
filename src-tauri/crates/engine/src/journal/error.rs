//! What can be wrong with the journal itself. None of it concerns a database of the user's.

use drydock_model::{Code, Explain, Next};
use sqlx::migrate::MigrateError;
use std::io;
use std::path::{Path, PathBuf};

#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    #[error("the folder for the journal could not be made: {}", path.display())]
    Folder {
        path: PathBuf,
        #[source]
        cause: io::Error,
    },
    #[error("the journal could not be opened: {}", path.display())]
    Open {
        path: PathBuf,
        #[source]
        cause: sqlx::Error,
    },
    #[error("the journal is damaged: {}", path.display())]
    Damaged {
        path: PathBuf,
        #[source]
        cause: sqlx::Error,
    },
    #[error("the journal was written by a newer Drydock: {}", path.display())]
    Newer { path: PathBuf },
    #[error("the journal could not be read or written")]
    Use(#[source] sqlx::Error),
    #[error("an entry of the journal could not be understood")]
    Content {
        /// As `plan`.
        what: &'static str,
        #[source]
        cause: serde_json::Error,
    },
}

/// SQLite's primary codes; extended ones hold them in the low byte.
const BUSY: i32 = 5;
const LOCKED: i32 = 6;
const CORRUPT: i32 = 11;
const FULL: i32 = 13;
const NOT_A_DATABASE: i32 = 26;

fn primary_code(error: &sqlx::Error) -> Option<i32> {
    let code: i32 = error.as_database_error()?.code()?.parse().ok()?;
    Some(code & 0xff)
}

impl From<sqlx::Error> for JournalError {
    fn from(cause: sqlx::Error) -> JournalError {
        JournalError::Use(cause)
    }
}

impl JournalError {
    pub(super) fn opening(path: &Path, cause: sqlx::Error) -> JournalError {
        let path = path.to_owned();
        match primary_code(&cause) {
            Some(CORRUPT | NOT_A_DATABASE) => JournalError::Damaged { path, cause },
            _ => JournalError::Open { path, cause },
        }
    }

    pub(super) fn migrating(path: &Path, cause: MigrateError) -> JournalError {
        match cause {
            MigrateError::VersionMissing(_) => JournalError::Newer {
                path: path.to_owned(),
            },
            MigrateError::Execute(cause) | MigrateError::ExecuteMigration(cause, _) => {
                JournalError::opening(path, cause)
            }
            other => JournalError::Open {
                path: path.to_owned(),
                cause: sqlx::Error::Migrate(Box::new(other)),
            },
        }
    }

    pub(super) fn is_busy(&self) -> bool {
        match self {
            JournalError::Open { cause, .. } | JournalError::Use(cause) => {
                matches!(primary_code(cause), Some(BUSY | LOCKED))
            }
            _ => false,
        }
    }

    /// There is no space left where the journal is.
    pub(crate) fn is_full(&self) -> bool {
        match self {
            JournalError::Folder { cause, .. } => cause.kind() == io::ErrorKind::StorageFull,
            JournalError::Open { cause, .. } | JournalError::Use(cause) => {
                primary_code(cause) == Some(FULL)
            }
            _ => false,
        }
    }

    fn is_damage(&self) -> bool {
        match self {
            JournalError::Damaged { .. } | JournalError::Content { .. } => true,
            JournalError::Use(cause) => {
                matches!(primary_code(cause), Some(CORRUPT | NOT_A_DATABASE))
            }
            _ => false,
        }
    }
}

impl Explain for JournalError {
    fn code(&self) -> Code {
        if self.is_full() {
            Code::DISK_FULL
        } else {
            Code::JOURNAL
        }
    }

    fn why(&self) -> String {
        match self {
            _ if self.is_full() => "there is no space left for Drydock's own record".into(),
            JournalError::Folder { cause, .. } => cause.to_string(),
            JournalError::Newer { .. } => {
                "it holds steps that this version does not know, and guessing could spoil it".into()
            }
            JournalError::Content { what, .. } => {
                format!("the part that holds the {what} is not as Drydock writes it")
            }
            _ if self.is_busy() => "another program holds its lock and does not let go".into(),
            _ if self.is_damage() => "what is in the file is not a whole journal".into(),
            JournalError::Open { .. } | JournalError::Use(_) | JournalError::Damaged { .. } => {
                "the file or its disk did not do what was asked; the detail has their own words"
                    .into()
            }
        }
    }

    fn data(&self) -> String {
        "Safe. The journal is Drydock's own record: source and target were not changed by this, and what landed before is noted in the target as well.".into()
    }

    fn next(&self) -> Vec<Next> {
        let advice = match self {
            JournalError::Newer { .. } => {
                "Use the newer Drydock, or give this one another home with DRYDOCK_HOME."
            }
            _ if self.is_full() => "Free some space there, then try again.",
            JournalError::Folder { .. } => {
                "Allow writing there, or give Drydock another home with DRYDOCK_HOME."
            }
            _ if self.is_busy() => "Close other Drydocks that hang, then try again.",
            _ if self.is_damage() => {
                "Move the journal away and start again: Drydock then makes a new one. Keep the old file; undo points of its runs are still in the folder `runs` beside it."
            }
            _ => {
                "Check that there is space on the disk and that the file may be written, then try again."
            }
        };
        vec![Next::advice(advice)]
    }
}
