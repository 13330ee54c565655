//! The line of stops, the one next step, the counters and what needs attention: pure functions of what is known about a
//! project. Nothing here opens a store or reads a file.

mod next;
#[cfg(test)]
mod tests;

pub use next::{attention, counters, next};

use crate::views::{Environment, Screen, Stop, StopName, StopState};
use crate::words::{bytes, count, number, percent};
use drydock_model::rehearsal::Verdict;
use drydock_model::{RunPhase, RunState, Status};

/// Everything that the line of stops is drawn from.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    pub environment: Environment,
    /// Sources and target.
    pub ends: u32,
    /// Names of the ends that are not where the plan says.
    pub missing: Vec<String>,
    pub moves: u32,
    /// None until the stores were read.
    pub fields: Option<Fields>,
    pub rehearsal: Rehearsed,
    pub run: Option<RunFacts>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fields {
    pub total: u32,
    pub mapped: u32,
    pub left: u32,
    pub need_you: u32,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Rehearsed {
    #[default]
    Never,
    Running {
        percent: u32,
    },
    Outdated,
    Done {
        verdict: Verdict,
        decisions: u32,
        fails: u32,
        rows: u64,
    },
}

/// The latest run, as far as the stops care.
#[derive(Debug, Clone)]
pub struct RunFacts {
    pub state: RunState,
    /// Checks of its proof: those that hold, and all.
    pub checks: Option<(u32, u32)>,
    pub can_resume: bool,
    pub can_undo: bool,
    /// The plan is still the one that ran.
    pub same_plan: bool,
}

impl RunFacts {
    fn status(&self) -> Status {
        self.state.status
    }

    fn percent(&self) -> u32 {
        percent(self.state.rows_read, self.state.rows_total)
    }

    fn active(&self) -> bool {
        !self.status().ended() && self.status() != Status::NotStarted
    }

    fn finished(&self) -> bool {
        matches!(self.status(), Status::Finished | Status::FinishedWithLosses)
    }

    /// The target is as this run of this plan left it.
    fn stands(&self) -> bool {
        self.same_plan && self.status() != Status::RolledBack && self.state.undo.is_some()
    }

    /// It speaks of the plan as it is, or the target still stands under it.
    fn counts(&self) -> bool {
        let over = self.status() == Status::RolledBack || (self.finished() && self.state.kept);
        self.same_plan || !over
    }
}

impl Facts {
    /// The target is as a run of this very plan left it.
    fn ran(&self) -> bool {
        self.run.as_ref().is_some_and(RunFacts::stands)
    }
}

pub fn stops(facts: &Facts) -> Vec<Stop> {
    let mut stops = vec![connect(facts), map(facts), dry_run(facts)];
    stops.extend(run_stops(facts.run.as_ref().filter(|run| run.counts())));
    stops
}

fn stop(name: StopName, state: StopState, note: impl Into<String>) -> Stop {
    let screen = match name {
        StopName::Connect => Screen::Connections,
        StopName::Map => Screen::Map,
        StopName::DryRun => Screen::DryRun,
        StopName::BackUp => Screen::Backups,
        StopName::Create | StopName::Migrate => Screen::Run,
        StopName::Validate => Screen::Validate,
    };
    Stop {
        name,
        state,
        percent: 0,
        note: note.into(),
        screen,
    }
}

fn connect(facts: &Facts) -> Stop {
    let missing = facts.missing.len() as u32;
    if missing == 0 {
        let note = format!("{0} of {0}", facts.ends);
        return stop(StopName::Connect, StopState::Done, note);
    }
    let note = format!("{} of {}", facts.ends - missing.min(facts.ends), facts.ends);
    stop(StopName::Connect, StopState::Attention, note)
}

fn map(facts: &Facts) -> Stop {
    if facts.moves == 0 {
        return stop(StopName::Map, StopState::Current, "nothing to move yet");
    }
    match facts.fields {
        _ if !facts.missing.is_empty() => stop(StopName::Map, StopState::Later, ""),
        // Once the run's tables are there, a plan that makes them would clash with its own result.
        Some(f) if f.need_you > 0 && !facts.ran() => {
            let note = count(f.need_you.into(), "needs you", "need you");
            stop(StopName::Map, StopState::Attention, note)
        }
        Some(f) => {
            let note = format!(
                "{} of {} fields",
                number(f.mapped.into()),
                number(f.total.into())
            );
            stop(StopName::Map, StopState::Done, note)
        }
        None => {
            let note = count(facts.moves.into(), "table", "tables");
            stop(StopName::Map, StopState::Done, note)
        }
    }
}

fn dry_run(facts: &Facts) -> Stop {
    let at = |state, note: String| stop(StopName::DryRun, state, note);
    match &facts.rehearsal {
        Rehearsed::Running { percent } => Stop {
            percent: *percent,
            ..at(StopState::Current, format!("{percent} %"))
        },
        Rehearsed::Never => {
            let ran = facts.run.as_ref().is_some_and(RunFacts::counts);
            let ready = facts.missing.is_empty() && facts.moves > 0 && !ran;
            let unmapped = facts.fields.is_some_and(|f| f.need_you > 0);
            let state = if ready && !unmapped {
                StopState::Current
            } else {
                StopState::Later
            };
            at(state, String::new())
        }
        // The run itself changed the target: the dry run before it has done its work.
        Rehearsed::Outdated if facts.ran() => at(StopState::Done, "before the run".into()),
        Rehearsed::Outdated => at(StopState::Attention, "outdated".into()),
        Rehearsed::Done {
            verdict: Verdict::Ready,
            ..
        } => at(StopState::Done, "ready".into()),
        Rehearsed::Done {
            verdict: Verdict::NearlyReady,
            decisions,
            ..
        } => at(
            StopState::Attention,
            count((*decisions).into(), "decision", "decisions"),
        ),
        Rehearsed::Done {
            verdict: Verdict::NotReady,
            fails,
            ..
        } => {
            let note = count((*fails).into(), "step would fail", "steps would fail");
            at(StopState::Failed, note)
        }
    }
}

/// Back up, Create, Migrate and Validate follow the phases of the run.
fn run_stops(run: Option<&RunFacts>) -> Vec<Stop> {
    use StopName::{BackUp, Create, Migrate, Validate};
    let later = |name| stop(name, StopState::Later, "");
    let Some(run) = run.filter(|r| r.status() != Status::NotStarted) else {
        return [BackUp, Create, Migrate, Validate].map(later).into();
    };
    if run.status() == Status::RolledBack {
        let back = stop(BackUp, StopState::Done, "rolled back");
        return vec![back, later(Create), later(Migrate), later(Validate)];
    }
    let reached = match run.state.phase {
        RunPhase::Checking => 0,
        RunPhase::BackUp => 1,
        RunPhase::Create => 2,
        RunPhase::Migrate | RunPhase::Complete => 3,
        RunPhase::Validate => 4,
        RunPhase::Done => 5,
        // Rolling back goes the way back to where the run began.
        RunPhase::RollBack => 1,
    };
    [(BackUp, 1), (Create, 2), (Migrate, 3), (Validate, 4)]
        .map(|(name, place)| match place {
            _ if place < reached => done(name, run),
            _ if place == reached => here(name, run),
            _ => later(name),
        })
        .into()
}

fn done(name: StopName, run: &RunFacts) -> Stop {
    let state = &run.state;
    match name {
        StopName::BackUp => {
            let note = match &state.undo {
                Some(undo) if undo.removes_target => "nothing to keep".into(),
                Some(undo) => bytes(undo.bytes),
                None => String::new(),
            };
            stop(name, StopState::Done, note)
        }
        StopName::Migrate => stop(
            name,
            StopState::Done,
            count(state.rows_written, "row", "rows"),
        ),
        StopName::Validate => {
            let note = match run.checks {
                Some((hold, all)) => format!("{hold} of {all}"),
                None => String::new(),
            };
            match state.proved {
                Some(true) => stop(name, StopState::Done, note),
                Some(false) => stop(name, StopState::Failed, note),
                None => stop(name, StopState::Attention, "not proved"),
            }
        }
        _ => stop(name, StopState::Done, ""),
    }
}

fn here(name: StopName, run: &RunFacts) -> Stop {
    let migrating = name == StopName::Migrate;
    let at = |words: &str| match migrating {
        true => format!("{words} at {} %", run.percent()),
        false => words.to_owned(),
    };
    let mut now = match run.status() {
        Status::Paused => stop(name, StopState::Attention, at("paused")),
        Status::Stopped => stop(name, StopState::Attention, at("stopped")),
        Status::Failed => stop(name, StopState::Failed, at("failed")),
        _ if run.state.phase == RunPhase::RollBack => {
            stop(name, StopState::Current, "rolling back")
        }
        _ if run.state.phase == RunPhase::Complete => {
            stop(name, StopState::Current, "indexes and keys")
        }
        _ if migrating => stop(name, StopState::Current, format!("{} %", run.percent())),
        _ => stop(name, StopState::Current, ""),
    };
    if migrating {
        now.percent = run.percent();
    }
    now
}
