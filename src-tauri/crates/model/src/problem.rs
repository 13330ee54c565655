//! What a person is told when something went wrong: one shape for the window, the command line and the report.
//!
//! Errors say what happened in their `Display`, and implement [`Explain`] for the rest. Code branches on the code
//! only, never on words; every text is kept by a golden file, so it is reviewed as a screen is.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Stable for ever: it is what people search for. Written `DRY-2107`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(pub u16);

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DRY-{:04}", self.0)
    }
}

/// The codes, in one place so that none is given twice. 1xxx before a run, 2xxx in a run, 3xxx backups and undo,
/// 9xxx the studio itself.
impl Code {
    pub const CANNOT_REACH: Code = Code(1001);
    pub const NOT_THERE: Code = Code(1002);
    pub const SIGN_IN: Code = Code(1004);
    pub const TLS: Code = Code(1007);
    pub const KEYCHAIN: Code = Code(1010);
    pub const ADDRESS: Code = Code(1011);
    pub const UNKNOWN_CONNECTION: Code = Code(1012);
    pub const NO_RIGHTS: Code = Code(1102);
    pub const READ_ONLY: Code = Code(1103);
    pub const NOT_A_DATABASE: Code = Code(1201);
    pub const EMPTY_FILE: Code = Code(1202);
    pub const CUT_SHORT: Code = Code(1204);
    pub const CORRUPT: Code = Code(1205);
    pub const UNSUPPORTED: Code = Code(1206);
    pub const DISK_FULL: Code = Code(1305);
    pub const TARGET_CHANGED: Code = Code(1401);
    pub const SOURCE_CHANGED: Code = Code(1402);
    pub const PLAN_CHANGED: Code = Code(1403);
    pub const PLAN_TEXT: Code = Code(1404);
    pub const PLAN_BLOCKED: Code = Code(1405);
    pub const SAME_STORE: Code = Code(1406);
    pub const NOTHING_TO_MOVE: Code = Code(1407);
    pub const DATASET_GONE: Code = Code(1408);
    pub const GUARD: Code = Code(1409);
    pub const BUSY: Code = Code(2101);
    pub const STATEMENT: Code = Code(2105);
    pub const TOO_MANY_LEFT: Code = Code(2106);
    pub const STOPPED_AT: Code = Code(2107);
    pub const LOST_CONTACT: Code = Code(2112);
    pub const SUM_FAILED: Code = Code(2113);
    pub const STOPPED: Code = Code(2114);
    pub const PROOF_DIFFERS: Code = Code(2203);
    pub const UNDO_FAILED: Code = Code(2301);
    pub const UNDO_CHANGED: Code = Code(2302);
    pub const UNDO_GONE: Code = Code(2303);
    pub const BACKUP_DAMAGED: Code = Code(3001);
    pub const RUN_UNKNOWN: Code = Code(2401);
    pub const RUN_NOT_RESUMABLE: Code = Code(2402);
    pub const RUN_ELSEWHERE: Code = Code(2403);
    pub const JOURNAL: Code = Code(9002);
    pub const INTERNAL: Code = Code(9001);
    pub const FILES: Code = Code(9003);
    pub const USAGE: Code = Code(9004);
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type, thiserror::Error)]
#[error("{what}")]
pub struct Problem {
    pub code: String,
    /// What happened, as a title.
    pub what: String,
    pub why: String,
    /// What it means for your data.
    pub data: String,
    pub next: Vec<Next>,
    /// For those who want to know more; never a secret, never a value from a table.
    pub detail: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Next {
    pub text: String,
    /// What a button for it does, as `resume`, `undo`, `read_again`, `choose_file`; none means that a person does it.
    pub action: Option<String>,
}

impl Next {
    pub fn advice(text: impl Into<String>) -> Next {
        Next {
            text: text.into(),
            action: None,
        }
    }

    pub fn action(action: &str, text: impl Into<String>) -> Next {
        Next {
            text: text.into(),
            action: Some(action.into()),
        }
    }
}

/// `Display` is the what; these are the other answers.
pub trait Explain: std::error::Error {
    fn code(&self) -> Code;
    fn why(&self) -> String;
    fn data(&self) -> String;
    fn next(&self) -> Vec<Next>;
    /// Technical detail, folded on screen.
    fn detail(&self) -> String {
        let mut detail = String::new();
        let mut source = std::error::Error::source(self);
        while let Some(e) = source {
            if !detail.is_empty() {
                detail.push_str(": ");
            }
            detail.push_str(&e.to_string());
            source = e.source();
        }
        detail
    }

    /// Names that its texts may begin with, which stay as they are spelled: the table `users` is never `Users`.
    fn names(&self) -> Vec<String> {
        Vec::new()
    }

    fn problem(&self) -> Problem {
        let names = self.names();
        Problem {
            code: self.code().to_string(),
            what: sentence(&self.to_string(), &names),
            why: sentence(&self.why(), &names),
            data: sentence(&self.data(), &names),
            next: self.next(),
            detail: self.detail(),
        }
    }
}

/// Error texts begin small so that they can be joined; people read sentences.
fn sentence(text: &str, names: &[String]) -> String {
    if names.iter().any(|name| begins_with(text, name)) {
        return text.to_owned();
    }
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// With the whole name, and not with a word that begins like it.
fn begins_with(text: &str, name: &str) -> bool {
    let rest = text.strip_prefix(name).filter(|_| !name.is_empty());
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

impl Explain for crate::PlanError {
    fn code(&self) -> Code {
        Code::PLAN_TEXT
    }
    fn why(&self) -> String {
        "the plan file says something that cannot be carried out as written".into()
    }
    fn data(&self) -> String {
        "Nothing was read or written.".into()
    }
    fn next(&self) -> Vec<Next> {
        vec![Next::advice(
            "Correct the plan file and try again, or make a new one with `drydock plan`.",
        )]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_begins_large_and_a_name_as_it_is_spelled() {
        let names = ["users".to_owned(), String::new(), "a b".to_owned()];
        for (text, expected) in [
            ("users is damaged", "users is damaged"),
            ("users", "users"),
            ("usersmith is damaged", "Usersmith is damaged"),
            ("a b is not there", "a b is not there"),
            ("the disk is full", "The disk is full"),
            ("", ""),
        ] {
            assert_eq!(sentence(text, &names), expected);
        }
    }
}
