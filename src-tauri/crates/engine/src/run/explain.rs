//! What a person is told when a run went wrong: why, whether the data is safe, and what to do next.

use super::{Moment, PlanChange, RunError};
use crate::words::{count, number};
use drydock_connector::FaultKind;
use drydock_model::{Code, Explain, Next};

impl Explain for RunError {
    fn code(&self) -> Code {
        match self {
            RunError::Journal(e) => e.code(),
            RunError::NoRoom { .. } => Code::DISK_FULL,
            RunError::Prove(e) => e.code(),
            RunError::Elsewhere { .. } => Code::RUN_ELSEWHERE,
            RunError::Unknown(_) => Code::RUN_UNKNOWN,
            RunError::Taken(_) | RunError::NotResumable { .. } | RunError::NotKeepable { .. } => {
                Code::RUN_NOT_RESUMABLE
            }
            RunError::NothingToMove => Code::NOTHING_TO_MOVE,
            RunError::SameStore { .. } => Code::SAME_STORE,
            RunError::Blocked { .. } => Code::PLAN_BLOCKED,
            RunError::TargetChanged { .. } | RunError::TargetLost { .. } => Code::TARGET_CHANGED,
            RunError::SourceChanged { .. } => Code::SOURCE_CHANGED,
            RunError::PlanChanged(_) => Code::PLAN_CHANGED,
            RunError::StoppedAt { cause, .. } => match cause.kind {
                FaultKind::Unreachable => Code::LOST_CONTACT,
                FaultKind::DiskFull
                | FaultKind::Busy
                | FaultKind::ReadOnly
                | FaultKind::NoRights
                | FaultKind::SignIn
                | FaultKind::Corrupt
                | FaultKind::CutShort
                | FaultKind::Damaged => cause.code(),
                _ => Code::STOPPED_AT,
            },
            RunError::TooManyLeft { .. } | RunError::Strict { .. } => Code::TOO_MANY_LEFT,
            RunError::Sum { .. } => Code::SUM_FAILED,
            RunError::Differs { .. } => Code::PROOF_DIFFERS,
            RunError::Files { .. } => Code::FILES,
            RunError::CutOff { .. } | RunError::Lost { .. } => Code::INTERNAL,
        }
    }

    fn why(&self) -> String {
        match self {
            RunError::Journal(e) => e.why(),
            RunError::NoRoom { .. } => {
                "the run stopped there: what cannot be noted is not done, so that it can always be resumed or rolled back".into()
            }
            RunError::Prove(e) => e.why(),
            RunError::Elsewhere { run } => {
                format!("another window or command has taken up {run} and has not let go of it")
            }
            RunError::Unknown(_) => "the journal of this Drydock has no such run".into(),
            RunError::Taken(_) => "each run has an id of its own".into(),
            RunError::NotResumable { why, .. } | RunError::NotKeepable { why, .. } => why.clone(),
            RunError::NothingToMove => "every dataset of the sources is left out of the plan, or the sources are empty".into(),
            RunError::SameStore { source_name, target } => {
                format!("the source {source_name} and the target are both {target}, and a store cannot be read and changed at once")
            }
            RunError::Blocked { titles } => format!("in the way: {}", titles.join("; ")),
            RunError::TargetChanged { moment: Moment::BeforeResume, .. } => {
                "another program wrote to it after the run stopped".into()
            }
            RunError::TargetChanged { .. } => {
                "another program wrote to it after Drydock had read it for this run".into()
            }
            RunError::TargetLost { table, .. } => {
                format!("the journal says that rows of {table} landed, and the target has no receipt for them: it was replaced or put back meanwhile")
            }
            RunError::SourceChanged { moment: Moment::BeforeResume, .. } => {
                "another program wrote to it after the run began; what is copied now would not fit to what landed before".into()
            }
            RunError::SourceChanged { moment: Moment::BeforeRun | Moment::During, .. } => {
                "another program wrote to it while the run was under way; what landed is the source as it was at the beginning".into()
            }
            RunError::PlanChanged(PlanChange::Content) => {
                "a move, a field or a decision was changed since".into()
            }
            RunError::PlanChanged(PlanChange::Source) => {
                "a source has another address now".into()
            }
            RunError::PlanChanged(PlanChange::Target) => {
                "the target has another address now".into()
            }
            RunError::StoppedAt { cause, .. } => {
                let why = cause.why();
                if why.is_empty() { cause.to_string() } else { format!("{cause}: {why}") }
            }
            RunError::TooManyLeft { left, limit, .. } => {
                format!("{} could not go over so far and {} are allowed; so many usually have one cause", count(*left, "row", "rows"), number(*limit))
            }
            RunError::Strict { reason, .. } => {
                format!("the run was started with `--strict`, and {reason}")
            }
            RunError::Sum { sum, .. } => sum.clone(),
            RunError::Differs { rows, checks, .. } => {
                let mut parts = Vec::new();
                if *rows > 0 {
                    parts.push(format!("{} not as read from the source", count(*rows, "row is", "rows are")));
                }
                if !checks.is_empty() {
                    parts.push(format!("these checks do not hold: {}", checks.join("; ")));
                }
                parts.join("; ")
            }
            RunError::Files { cause, .. } => cause.to_string(),
            RunError::CutOff { at, .. } => match at {
                Some(at) => format!("Drydock was closed or the computer went off while it was at {at}"),
                None => "Drydock was closed or the computer went off in the middle".into(),
            },
            RunError::Lost { .. } => "a worker ended without saying why".into(),
        }
    }

    fn data(&self) -> String {
        match self {
            RunError::Journal(e) => e.data(),
            RunError::Prove(e) => e.data(),
            RunError::Elsewhere { .. } => "Safe. Nothing was done twice.".into(),
            RunError::Unknown(_)
            | RunError::Taken(_)
            | RunError::NotResumable { .. }
            | RunError::NotKeepable { .. }
            | RunError::NothingToMove
            | RunError::SameStore { .. }
            | RunError::Blocked { .. }
            | RunError::TargetChanged { .. }
            | RunError::Files { .. } => "Safe. Nothing was changed by this.".into(),
            RunError::TargetLost { .. } | RunError::PlanChanged(_) => {
                "Safe. Nothing more was written; the target is as it was found.".into()
            }
            RunError::NoRoom { so_far, .. }
            | RunError::StoppedAt { so_far, .. }
            | RunError::TooManyLeft { so_far, .. }
            | RunError::Strict { so_far, .. }
            | RunError::Sum { so_far, .. }
            | RunError::CutOff { so_far, .. }
            | RunError::SourceChanged { so_far, .. }
            | RunError::Lost { so_far, .. } => so_far.data(),
            RunError::Differs { so_far, .. } => {
                let target = &so_far.target;
                if so_far.undo {
                    format!(
                        "Drydock changed nothing in the source. Do not use {target} yet; the undo point from before the run is kept."
                    )
                } else {
                    format!("Drydock changed nothing in the source. Do not use {target} yet.")
                }
            }
        }
    }

    fn next(&self) -> Vec<Next> {
        match self {
            RunError::Journal(e) => e.next(),
            RunError::NoRoom { so_far, .. } => so_far.ways_on(Some(Next::advice(
                "Free some space on the disk of that file first.",
            ))),
            RunError::Prove(e) => e.next(),
            RunError::Elsewhere { .. } => {
                vec![Next::advice(
                    "Look at it there, or close that window first.",
                )]
            }
            RunError::Unknown(_) => vec![Next::advice("`drydock runs` lists the runs there are.")],
            RunError::Taken(_) => vec![Next::advice("Start it again; it gets another id.")],
            RunError::NotResumable { .. } => {
                vec![Next::advice(
                    "Start a new run, or roll this one back first.",
                )]
            }
            RunError::NotKeepable { .. } => {
                vec![Next::advice(
                    "Resume the run until it is done, or roll it back.",
                )]
            }
            RunError::NothingToMove => {
                vec![Next::advice("Include at least one dataset in the plan.")]
            }
            RunError::SameStore { .. } => vec![Next::advice("Choose another target.")],
            RunError::Blocked { .. } => vec![Next::action(
                "dry_run",
                "Decide these in the dry run, then run again.",
            )],
            RunError::TargetChanged {
                moment: Moment::BeforeResume,
                ..
            } => vec![
                Next::advice("Start a new run; it begins from what the target is now."),
                Next::action(
                    "undo_even_if_changed",
                    "Roll this run back; what was written since is kept beside.",
                ),
            ],
            RunError::TargetChanged { .. } => {
                vec![Next::action(
                    "dry_run",
                    "Make a new dry run: it reads the target again.",
                )]
            }
            RunError::TargetLost { .. } => {
                vec![Next::advice(
                    "Start a new run; it begins from what the target is now.",
                )]
            }
            RunError::SourceChanged { so_far, .. } => so_far
                .undo()
                .into_iter()
                .chain([Next::advice(
                    "Stop what writes to the source and start a new run.",
                )])
                .collect(),
            RunError::PlanChanged(PlanChange::Content) => vec![
                Next::advice("Take back the changes to the plan, then resume."),
                Next::action(
                    "undo",
                    "Roll this run back and start a new one with the new plan.",
                ),
            ],
            RunError::PlanChanged(_) => vec![Next::advice(
                "Point the plan's connection at the store that the run began with, then resume; or start a new run.",
            )],
            RunError::StoppedAt { cause, so_far, .. } => {
                so_far.ways_on(cause.next().into_iter().next())
            }
            RunError::TooManyLeft { so_far, .. } | RunError::Strict { so_far, .. } => so_far
                .ways_on(Some(Next::action(
                    "left_behind",
                    "Look at the rows left behind; each says why.",
                ))),
            RunError::Sum { so_far, .. } | RunError::Lost { so_far, .. } => so_far.ways_on(Some(
                Next::advice("If it comes back, report it with the detail below."),
            )),
            RunError::CutOff { so_far, .. } => so_far.ways_on(None),
            RunError::Differs { so_far, .. } => {
                [Next::action("validate", "See the rows that differ.")]
                    .into_iter()
                    .chain(so_far.undo())
                    .collect()
            }
            RunError::Files { .. } => vec![Next::advice(
                "Check that the folder is there, may be written to and has space, then try again.",
            )],
        }
    }

    fn names(&self) -> Vec<String> {
        match self {
            RunError::Prove(e) => e.names(),
            RunError::StoppedAt { cause, .. } => cause.names(),
            _ => Vec::new(),
        }
    }

    fn detail(&self) -> String {
        match self {
            RunError::Journal(e) | RunError::NoRoom { cause: e, .. } => e.detail(),
            RunError::Prove(e) => e.detail(),
            RunError::StoppedAt { cause, .. } => cause.detail(),
            other => {
                let source = std::error::Error::source(other);
                source.map(ToString::to_string).unwrap_or_default()
            }
        }
    }
}
