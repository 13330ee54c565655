//! The one next step, the counters of the side list, and what needs attention.

use super::{Facts, Rehearsed, RunFacts};
use crate::views::{Attention, Counter, Environment, NextStep, Screen, Tone};
use crate::words::{bytes, count};
use drydock_model::rehearsal::Verdict;
use drydock_model::{RunPhase, Status};

/// The one thing to do next.
pub fn next(facts: &Facts) -> NextStep {
    let step = |reason: String, label: &str, screen| NextStep {
        reason,
        label: label.into(),
        screen,
    };
    if let Some(run) = facts.run.as_ref().filter(|r| r.counts())
        && let Some(next) = next_of_run(run)
    {
        return next;
    }
    if let [first, rest @ ..] = &facts.missing[..] {
        let reason = match rest.len() {
            0 => format!("{first} is not where it was"),
            n => format!(
                "{first} and {} are not where they were",
                count(n as u64, "other", "others")
            ),
        };
        return step(reason, "Look at connections", Screen::Connections);
    }
    if facts.moves == 0 {
        return step(
            "Nothing is chosen to move yet".into(),
            "Choose what to move",
            Screen::Map,
        );
    }
    if let Rehearsed::Running { percent } = facts.rehearsal {
        return step(
            format!("The dry run is at {percent} %"),
            "Open the dry run",
            Screen::DryRun,
        );
    }
    if let Some(f) = facts.fields.filter(|f| f.need_you > 0) {
        let reason = format!(
            "{} on the map",
            count(f.need_you.into(), "decision", "decisions")
        );
        return step(reason, "Decide", Screen::Map);
    }
    match &facts.rehearsal {
        Rehearsed::Outdated => step(
            "The plan or a file changed after the dry run".into(),
            "Dry run again",
            Screen::DryRun,
        ),
        Rehearsed::Done {
            verdict: Verdict::NotReady,
            fails,
            ..
        } => step(
            count((*fails).into(), "step would fail", "steps would fail"),
            "See why",
            Screen::DryRun,
        ),
        Rehearsed::Done {
            verdict: Verdict::NearlyReady,
            decisions,
            ..
        } => step(
            format!(
                "{} before this can run{}",
                count((*decisions).into(), "decision", "decisions"),
                if facts.environment == Environment::Prod {
                    " on production"
                } else {
                    ""
                }
            ),
            "Review decisions",
            Screen::DryRun,
        ),
        Rehearsed::Done {
            verdict: Verdict::Ready,
            rows,
            ..
        } => step(
            format!("Ready to move {}", count(*rows, "row", "rows")),
            "Run",
            Screen::Run,
        ),
        _ => step("The plan is complete".into(), "Dry run", Screen::DryRun),
    }
}

fn next_of_run(run: &RunFacts) -> Option<NextStep> {
    let step = |reason: String, label: &str, screen| {
        Some(NextStep {
            reason,
            label: label.into(),
            screen,
        })
    };
    let at = run.percent();
    match run.status() {
        Status::NotStarted | Status::RolledBack => None,
        status if status.ended() && run.state.proved == Some(false) && !run.state.kept => step(
            "The proof does not hold".into(),
            "See the differences",
            Screen::Validate,
        ),
        Status::Paused => step(
            format!("The run is paused at {at} %"),
            "Open the run",
            Screen::Run,
        ),
        Status::Stopped if run.can_resume => step(
            format!("The run stopped at {at} %"),
            "Resume or roll back",
            Screen::Run,
        ),
        Status::Failed if run.can_resume => step(
            format!("The run failed at {at} %"),
            "Resume or roll back",
            Screen::Run,
        ),
        Status::Stopped => step("The run was stopped".into(), "Open the run", Screen::Run),
        Status::Failed => step("The run failed".into(), "See why", Screen::Run),
        _ if run.active() && run.state.phase == RunPhase::RollBack => {
            step("Rolling back".into(), "Open the run", Screen::Run)
        }
        _ if run.active() => step(format!("Migrating, {at} %"), "Open the run", Screen::Run),
        _ if run.state.proved.is_none() => step(
            "What arrived is not proved yet".into(),
            "Validate",
            Screen::Validate,
        ),
        _ if !run.state.kept => {
            let reason = match run.state.left_behind {
                0 => "Everything arrived".into(),
                n => format!(
                    "{} left behind, all else arrived",
                    count(n, "row was", "rows were")
                ),
            };
            step(reason, "Keep or roll back", Screen::Validate)
        }
        _ => step(
            "Everything arrived and is kept".into(),
            "See the proof",
            Screen::Validate,
        ),
    }
}

/// Live counters of the side list; none without something to count.
pub fn counters(facts: &Facts, undo_points: u32) -> Vec<Counter> {
    let mut all = Vec::new();
    let mut add = |screen, text: String, tone| all.push(Counter { screen, text, tone });
    let tone = if facts.missing.is_empty() {
        Tone::Info
    } else {
        Tone::Warn
    };
    add(Screen::Connections, facts.ends.to_string(), tone);
    if let Some(f) = facts.fields {
        let tone = if f.need_you > 0 && !facts.ran() {
            Tone::Warn
        } else {
            Tone::Info
        };
        add(Screen::Map, format!("{}/{}", f.mapped, f.total), tone);
    }
    match facts.rehearsal {
        Rehearsed::Done {
            decisions, fails, ..
        } if fails > 0 => {
            add(Screen::DryRun, (decisions + fails).to_string(), Tone::Bad);
        }
        Rehearsed::Done { decisions, .. } if decisions > 0 => {
            add(Screen::DryRun, decisions.to_string(), Tone::Warn);
        }
        Rehearsed::Running { percent } => add(Screen::DryRun, format!("{percent} %"), Tone::Info),
        _ => {}
    }
    if let Some(run) = facts.run.as_ref().filter(|r| r.counts()) {
        // A way back counts no rows: how far it is stands on its own screen.
        if run.active() && run.state.phase != RunPhase::RollBack {
            add(Screen::Run, format!("{} %", run.percent()), Tone::Info);
        }
        // What was taken back proves nothing any more.
        let stands = run.status().ended() && run.status() != Status::RolledBack;
        if let Some((hold, checks)) = run.checks.filter(|_| stands) {
            let tone = if hold == checks {
                Tone::Good
            } else {
                Tone::Bad
            };
            add(Screen::Validate, format!("{hold}/{checks}"), tone);
        }
    }
    if undo_points > 0 {
        add(Screen::Backups, undo_points.to_string(), Tone::Info);
    }
    all
}

/// What a person should look at, worst first.
pub fn attention(facts: &Facts) -> Vec<Attention> {
    let mut all = Vec::new();
    let Some(run) = facts.run.as_ref().filter(|r| r.counts()) else {
        return all;
    };
    let mut add = |tone, title: &str, text: String, screen, action: &str| {
        all.push(Attention {
            tone,
            title: title.into(),
            text,
            screen,
            action: action.into(),
        });
    };
    let at = run.percent();
    match run.status() {
        status if status.ended() && run.state.proved == Some(false) && !run.state.kept => {
            let text = "Source and target are not equal. The way back is kept.".into();
            add(
                Tone::Bad,
                "The proof does not hold",
                text,
                Screen::Validate,
                "See the differences",
            );
        }
        Status::Failed => {
            let why = run
                .state
                .problem
                .as_ref()
                .map_or_else(String::new, |p| p.what.clone());
            add(
                Tone::Bad,
                "The run failed",
                why,
                Screen::Run,
                "Open the run",
            );
        }
        Status::Stopped => {
            let text = format!("At {at} %. What landed is kept; it goes on where it stopped.");
            add(
                Tone::Warn,
                "The run was stopped",
                text,
                Screen::Run,
                "Open the run",
            );
        }
        Status::Paused => {
            let text = format!("At {at} %. It goes on where it stopped.");
            add(
                Tone::Warn,
                "The run is paused",
                text,
                Screen::Run,
                "Open the run",
            );
        }
        _ if run.finished() && !run.state.kept && run.can_undo => {
            let text = match &run.state.undo {
                Some(undo) if !undo.removes_target => format!(
                    "The way back takes {} until you press Keep or roll back.",
                    bytes(undo.bytes)
                ),
                _ => "You can roll back until you press Keep.".into(),
            };
            add(
                Tone::Info,
                "Finished, and not kept yet",
                text,
                Screen::Validate,
                "Keep or roll back",
            );
        }
        _ => {}
    }
    all
}
