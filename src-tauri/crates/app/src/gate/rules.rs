//! What stands between a person and Run, decided in one place so that every entry meets it.

use crate::stops::Rehearsed;
use crate::views::{Blocker, Environment, Screen};
use crate::words::{count, list, percent};
use drydock_model::rehearsal::Verdict;
use drydock_model::{RunState, Status};

/// Everything that the gate looks at.
#[derive(Debug, Clone, Default)]
pub struct GateFacts {
    pub environment: Environment,
    /// Ends that are not where the plan says.
    pub missing: Vec<String>,
    pub moves: u32,
    /// Titles of what is open, found without reading a row.
    pub open: Vec<String>,
    pub rehearsal: Rehearsed,
    /// Titles of what would fail in the dry run that holds.
    pub fails: Vec<String>,
    /// Runs into the same target that are neither kept nor rolled back.
    pub open_runs: Vec<RunState>,
}

pub fn blockers(facts: &GateFacts) -> Vec<Blocker> {
    let mut all: Vec<Blocker> = facts.open_runs.iter().map(open_run).collect();
    let mut fix = |id: &str, text: String, screen| {
        all.push(Blocker {
            id: id.into(),
            kind: "fix".into(),
            text,
            screen: Some(screen),
        });
    };
    if !facts.missing.is_empty() {
        let names = list(&facts.missing);
        let verb = if facts.missing.len() == 1 {
            "is not where it was"
        } else {
            "are not where they were"
        };
        fix("missing", format!("{names} {verb}"), Screen::Connections);
    }
    if facts.moves == 0 {
        fix("nothing", "nothing is chosen to move".into(), Screen::Map);
    }
    for (i, title) in facts.open.iter().enumerate() {
        fix(&format!("open-{}", i + 1), title.clone(), Screen::Map);
    }
    rehearsal(facts, &mut all);
    all
}

/// First of all: much else that is in the way is so because of it.
fn open_run(run: &RunState) -> Blocker {
    let done = percent(run.rows_read, run.rows_total);
    let (kind, text) = match run.status {
        Status::Stopped | Status::Failed => (
            "fix",
            format!("an earlier run stopped at {done} %: resume it or roll it back"),
        ),
        Status::Finished | Status::FinishedWithLosses => {
            ("fix", "the last run is neither kept nor rolled back".into())
        }
        Status::Paused => (
            "fix",
            format!("a run is paused at {done} %: let it go on or stop it"),
        ),
        _ => ("wait", format!("a run is under way, {done} %")),
    };
    Blocker {
        id: run.run.clone(),
        kind: kind.into(),
        text,
        screen: Some(Screen::Run),
    }
}

/// LOCAL is offered a dry run; DEV needs one; STAGING and PROD need one that still holds. A dry run that holds and found
/// something open is heard everywhere.
fn rehearsal(facts: &GateFacts, all: &mut Vec<Blocker>) {
    let mut add = |kind: &str, id: &str, text: String| {
        let screen = Some(Screen::DryRun);
        all.push(Blocker {
            id: id.into(),
            kind: kind.into(),
            text,
            screen,
        });
    };
    let environment = name(facts.environment);
    match &facts.rehearsal {
        Rehearsed::Running { percent } => {
            add(
                "wait",
                "rehearsal-running",
                format!("the dry run is at {percent} %"),
            );
        }
        Rehearsed::Never if facts.environment >= Environment::Dev => {
            add(
                "fix",
                "rehearsal-missing",
                format!("{environment} needs a dry run first"),
            );
        }
        Rehearsed::Outdated if facts.environment >= Environment::Staging => {
            let text =
                format!("{environment} needs a dry run of the plan and the files as they are now");
            add("fix", "rehearsal-outdated", text);
        }
        Rehearsed::Done {
            verdict: Verdict::NotReady,
            fails,
            ..
        } => {
            let steps = count((*fails).into(), "step would fail", "steps would fail");
            add("fix", "rehearsal-fails", steps + &named(&facts.fails));
        }
        Rehearsed::Done {
            verdict: Verdict::NearlyReady,
            decisions,
            ..
        } => {
            let text = count(
                (*decisions).into(),
                "decision is open",
                "decisions are open",
            );
            add("fix", "rehearsal-decisions", text);
        }
        _ => {}
    }
}

/// The first few; all of them stand in the dry run.
fn named(titles: &[String]) -> String {
    const MOST: usize = 3;
    let shown = titles.get(..MOST).unwrap_or(titles);
    match (shown, titles.len() - shown.len()) {
        ([], _) => String::new(),
        (shown, 0) => format!(": {}", shown.join("; ")),
        (shown, more) => format!(": {}; and {more} more", shown.join("; ")),
    }
}

pub fn name(environment: Environment) -> &'static str {
    match environment {
        Environment::Local => "LOCAL",
        Environment::Dev => "DEV",
        Environment::Staging => "STAGING",
        Environment::Prod => "PROD",
    }
}

/// Seconds before a dangerous button works.
pub fn wait_s(environment: Environment) -> u32 {
    if environment == Environment::Staging {
        2
    } else {
        0
    }
}

/// The name that must be typed; compared letter by letter.
pub fn typed_name(environment: Environment, target: &str) -> Option<String> {
    (environment == Environment::Prod).then(|| target.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(environment: Environment, rehearsal: Rehearsed) -> GateFacts {
        GateFacts {
            environment,
            moves: 3,
            rehearsal,
            ..GateFacts::default()
        }
    }

    fn done(verdict: Verdict) -> Rehearsed {
        Rehearsed::Done {
            verdict,
            decisions: 3,
            fails: 2,
            rows: 100,
        }
    }

    /// The table of guards, each environment against each state of the dry run.
    #[test]
    fn a_dry_run_is_asked_for_as_the_environment_wants() {
        use Environment::{Dev, Local, Prod, Staging};
        let open = ["", "rehearsal-fails", "rehearsal-decisions"];
        let table: [(Environment, &str, &str); 4] = [
            (Local, "", ""),
            (Dev, "rehearsal-missing", ""),
            (Staging, "rehearsal-missing", "rehearsal-outdated"),
            (Prod, "rehearsal-missing", "rehearsal-outdated"),
        ];
        for (environment, never, outdated) in table {
            let ids = |rehearsal: Rehearsed| -> String {
                let found = blockers(&whole(environment, rehearsal));
                found
                    .iter()
                    .map(|b| b.id.as_str())
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            assert_eq!(ids(Rehearsed::Never), never, "{environment:?}");
            assert_eq!(ids(Rehearsed::Outdated), outdated, "{environment:?}");
            assert_eq!(ids(Rehearsed::Running { percent: 4 }), "rehearsal-running");
            let verdicts = [Verdict::Ready, Verdict::NotReady, Verdict::NearlyReady];
            assert_eq!(verdicts.map(|v| ids(done(v))), open);
        }
    }

    #[test]
    fn only_production_asks_for_the_name_and_only_staging_waits() {
        use Environment::{Dev, Local, Prod, Staging};
        let all = [Local, Dev, Staging, Prod];
        assert_eq!(
            all.map(|e| typed_name(e, "app")),
            [None, None, None, Some("app".to_owned())]
        );
        assert_eq!(all.map(wait_s), [0, 0, 2, 0]);
    }

    #[test]
    fn what_would_fail_is_named() {
        let says = |titles: &[&str]| {
            let facts = GateFacts {
                fails: titles.iter().map(|t| (*t).to_owned()).collect(),
                ..whole(Environment::Local, done(Verdict::NotReady))
            };
            blockers(&facts).remove(0).text
        };
        assert_eq!(
            says(&["a is taken", "b is gone"]),
            "2 steps would fail: a is taken; b is gone"
        );
        assert!(says(&["a", "b", "c", "d", "e"]).ends_with(": a; b; c; and 2 more"));
    }

    #[test]
    fn everything_that_is_open_is_named() {
        let facts = GateFacts {
            missing: vec!["a.db".into(), "b.db".into()],
            open: vec!["Two tables go to users".into()],
            ..GateFacts::default()
        };
        let texts: Vec<_> = blockers(&facts).into_iter().map(|b| b.text).collect();
        assert_eq!(
            texts,
            [
                "a.db and b.db are not where they were",
                "nothing is chosen to move",
                "Two tables go to users",
            ]
        );
    }
}
