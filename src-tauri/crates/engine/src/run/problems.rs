//! Every text that a person can meet about a run, its journal, its proof and its way back, kept in one file to be read
//! as a screen is.

use super::{Moment, PlanChange, RunError, SoFar};
use crate::journal::JournalError;
use crate::prove::ProveError;
use crate::testing::golden;
use crate::undo::UndoError;
use drydock_connector::{Fault, FaultKind};
use drydock_model::Explain;
use std::io;
use std::path::PathBuf;

fn so_far(wrote: bool, undo: bool) -> SoFar {
    SoFar {
        target: "unified.db".into(),
        wrote,
        undo,
    }
}

fn fault(kind: FaultKind) -> Fault {
    Fault::new(kind, "unified.db", "the store's own words").native("CODE")
}

fn missing() -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, "no such file")
}

fn stopped(place: &str, kind: FaultKind, so_far: SoFar) -> RunError {
    RunError::StoppedAt {
        place: place.into(),
        so_far,
        cause: Box::new(fault(kind)),
    }
}

fn written(error: &dyn Explain) -> String {
    let p = error.problem();
    let mut text = format!("{} {}\n  {}\n  {}\n", p.code, p.what, p.why, p.data);
    for next in p.next {
        let action = next.action.map(|a| format!(" [{a}]")).unwrap_or_default();
        text += &format!("  - {}{action}\n", next.text);
    }
    text
}

fn runs() -> Vec<RunError> {
    let run = || "run-20261121-094412-7f3a".to_owned();
    let table = || "messages".to_owned();
    vec![
        RunError::Elsewhere { run: run() },
        RunError::Unknown(run()),
        RunError::Taken(run()),
        RunError::NotResumable {
            run: run(),
            why: "it is done".into(),
        },
        RunError::NotKeepable {
            run: run(),
            why: "it is not done yet".into(),
        },
        RunError::NothingToMove,
        RunError::SameStore {
            source_name: "app".into(),
            target: "app.db".into(),
        },
        RunError::Blocked {
            titles: vec![
                "users is in the target already".into(),
                "a second one".into(),
            ],
        },
        RunError::TargetChanged {
            target: "unified.db".into(),
            moment: Moment::BeforeRun,
        },
        RunError::TargetChanged {
            target: "unified.db".into(),
            moment: Moment::BeforeResume,
        },
        RunError::TargetLost {
            target: "unified.db".into(),
            table: table(),
        },
        RunError::SourceChanged {
            source_name: "app".into(),
            moment: Moment::BeforeResume,
            so_far: so_far(true, true),
        },
        RunError::SourceChanged {
            source_name: "app".into(),
            moment: Moment::During,
            so_far: so_far(true, true),
        },
        RunError::PlanChanged(PlanChange::Content),
        RunError::PlanChanged(PlanChange::Source),
        RunError::PlanChanged(PlanChange::Target),
        stopped(
            "messages, slice 12",
            FaultKind::DiskFull,
            so_far(true, true),
        ),
        stopped(
            "messages, slice 12",
            FaultKind::Unreachable,
            so_far(true, false),
        ),
        stopped(
            "ix_messages_by_user",
            FaultKind::Statement,
            so_far(true, true),
        ),
        stopped(
            "the undo point of unified.db",
            FaultKind::Busy,
            so_far(false, false),
        ),
        RunError::TooManyLeft {
            table: table(),
            left: 1288,
            limit: 1000,
            so_far: so_far(true, true),
        },
        RunError::Strict {
            table: table(),
            reason: "the target has a row with the same key".into(),
            so_far: so_far(true, true),
        },
        RunError::Sum {
            table: table(),
            slice: 12,
            sum: "20,000 rows were read, but 19,999 written, 0 left behind and 0 filtered out"
                .into(),
            so_far: so_far(true, true),
        },
        RunError::Differs {
            places: vec![table(), "users".into()],
            rows: 14,
            checks: vec!["rows of messages: expected 6514, found 6500".into()],
            so_far: so_far(true, true),
        },
        RunError::files(&PathBuf::from("runs/left-behind/0-1.jsonl"), missing()),
        RunError::NoRoom {
            path: PathBuf::from("journal.sqlite"),
            so_far: so_far(true, true),
            cause: JournalError::Use(sqlx::Error::PoolClosed),
        },
        RunError::CutOff {
            at: Some(table()),
            so_far: so_far(true, true),
        },
        RunError::CutOff {
            at: None,
            so_far: so_far(false, false),
        },
        RunError::Lost {
            place: "messages, slice 12".into(),
            so_far: so_far(true, true),
        },
    ]
}

#[test]
fn every_problem_says_what_why_data_and_next() {
    let journal = || PathBuf::from("journal.sqlite");
    let mut text: String = runs().iter().map(|e| written(e)).collect();
    for error in [
        ProveError::Stopped,
        ProveError::store("messages", fault(FaultKind::Corrupt)),
        ProveError::LeftBehind(missing()),
        ProveError::Lost("messages".into()),
    ] {
        text += &written(&error);
    }
    for error in [
        UndoError::Unknown("run-1".into()),
        UndoError::Gone {
            run: "run-1".into(),
            why: "the run was kept, and its undo point went with that".into(),
        },
        UndoError::Elsewhere {
            target: "sqlite:unified.db".into(),
        },
        UndoError::Changed {
            target: "unified.db".into(),
            by: Some("run-2".into()),
        },
        UndoError::Changed {
            target: "unified.db".into(),
            by: None,
        },
        UndoError::Damaged {
            target: "unified.db".into(),
            what: "before.sqlite is not what was kept".into(),
        },
        UndoError::Failed {
            target: "unified.db".into(),
            cause: fault(FaultKind::Busy),
        },
        UndoError::CutOff {
            target: "unified.db".into(),
        },
        UndoError::Differs {
            target: "unified.db".into(),
        },
    ] {
        text += &written(&error);
    }
    for error in [
        JournalError::Folder {
            path: PathBuf::from("home"),
            cause: missing(),
        },
        JournalError::Folder {
            path: PathBuf::from("home"),
            cause: io::ErrorKind::StorageFull.into(),
        },
        JournalError::Open {
            path: journal(),
            cause: sqlx::Error::PoolClosed,
        },
        JournalError::Damaged {
            path: journal(),
            cause: sqlx::Error::PoolClosed,
        },
        JournalError::Newer { path: journal() },
        JournalError::Use(sqlx::Error::PoolTimedOut),
    ] {
        text += &written(&error);
    }
    // In the words of the house.
    for banned in ["please", "successfully", "!", "oops", "failed to"] {
        assert!(!text.to_lowercase().contains(banned), "{banned}");
    }
    golden("problems_of_runs.txt", &text);
}
