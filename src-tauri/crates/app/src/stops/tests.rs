//! Tables: for each situation of a project, its stops, its next step, its counters and what needs attention.

use super::*;
use drydock_model::{RunState, Undo};

fn plan() -> Facts {
    Facts {
        ends: 3,
        moves: 4,
        fields: Some(Fields {
            total: 34,
            mapped: 31,
            left: 3,
            need_you: 0,
        }),
        ..Facts::default()
    }
}

fn rehearsed(verdict: Verdict) -> Facts {
    let (decisions, fails) = match verdict {
        Verdict::Ready => (0, 0),
        Verdict::NearlyReady => (3, 0),
        Verdict::NotReady => (3, 2),
    };
    let rehearsal = Rehearsed::Done {
        verdict,
        decisions,
        fails,
        rows: 5000,
    };
    Facts {
        rehearsal,
        ..plan()
    }
}

fn run(status: Status, phase: RunPhase) -> RunFacts {
    RunFacts {
        state: RunState {
            run: "run-1".into(),
            plan_name: "Unify".into(),
            plan: "f".into(),
            seq: 1,
            status,
            phase,
            started_at: String::new(),
            ended_at: None,
            elapsed_ms: 0,
            rows_total: 1000,
            rows_read: 620,
            rows_written: 620,
            left_behind: 0,
            filtered: 0,
            changed: 0,
            bytes: 0,
            retried: 0,
            rows_per_second: 0,
            eta_ms: None,
            lanes: Vec::new(),
            undo: Some(Undo {
                name: "before".into(),
                at: "2026-11-21T09:00:00Z".into(),
                bytes: 38_000_000,
                checksum: String::new(),
                checked: true,
                removes_target: false,
                likely_ms: 40,
            }),
            log: Vec::new(),
            problem: None,
            proved: None,
            kept: false,
            resumed: 0,
        },
        checks: None,
        can_resume: matches!(status, Status::Stopped | Status::Failed),
        can_undo: status.ended() && status != Status::RolledBack,
        same_plan: true,
    }
}

fn with(run: RunFacts) -> Facts {
    Facts {
        run: Some(run),
        ..rehearsed(Verdict::Ready)
    }
}

fn done(proved: Option<bool>, kept: bool) -> RunFacts {
    let mut facts = run(Status::Finished, RunPhase::Done);
    (facts.state.proved, facts.state.kept) = (proved, kept);
    (facts.state.rows_read, facts.state.rows_written) = (1000, 1000);
    facts.checks = proved.map(|holds| (if holds { 27 } else { 25 }, 27));
    facts.can_undo = !kept;
    facts
}

/// One sign a stop: done `#`, current `o`, attention `!`, failed `x`, later `.`; then the notes that are not empty.
fn line(facts: &Facts) -> String {
    let stops = stops(facts);
    assert_eq!(stops.len(), 7);
    let signs: String = stops
        .iter()
        .map(|s| match s.state {
            StopState::Done => '#',
            StopState::Current => 'o',
            StopState::Attention => '!',
            StopState::Failed => 'x',
            StopState::Later => '.',
        })
        .collect();
    let notes: Vec<_> = stops
        .iter()
        .map(|s| s.note.as_str())
        .filter(|n| !n.is_empty())
        .collect();
    format!("{signs} {}", notes.join(" | "))
}

fn step(facts: &Facts) -> String {
    let next = next(facts);
    format!("{} -> {} ({:?})", next.reason, next.label, next.screen)
}

#[test]
fn before_a_run() {
    let missing = Facts {
        missing: vec!["a.db".into()],
        ..plan()
    };
    let two_missing = Facts {
        missing: vec!["a.db".into(), "b.db".into()],
        ..plan()
    };
    let empty = Facts {
        moves: 0,
        fields: None,
        ..plan()
    };
    let needs = Facts {
        fields: Some(Fields {
            total: 34,
            mapped: 31,
            left: 2,
            need_you: 1,
        }),
        ..plan()
    };
    let unread = Facts {
        fields: None,
        ..plan()
    };
    let reading = Facts {
        rehearsal: Rehearsed::Running { percent: 40 },
        ..plan()
    };
    let outdated = Facts {
        rehearsal: Rehearsed::Outdated,
        ..plan()
    };
    let nearly = rehearsed(Verdict::NearlyReady);
    let prod = Facts {
        environment: Environment::Prod,
        ..nearly.clone()
    };
    let table = [
        (
            &missing,
            "!...... 2 of 3",
            "a.db is not where it was -> Look at connections (Connections)",
        ),
        (
            &two_missing,
            "!...... 1 of 3",
            "a.db and 1 other are not where they were -> Look at connections (Connections)",
        ),
        (
            &empty,
            "#o..... 3 of 3 | nothing to move yet",
            "Nothing is chosen to move yet -> Choose what to move (Map)",
        ),
        (
            &needs,
            "#!..... 3 of 3 | 1 needs you",
            "1 decision on the map -> Decide (Map)",
        ),
        (
            &unread,
            "##o.... 3 of 3 | 4 tables",
            "The plan is complete -> Dry run (DryRun)",
        ),
        (
            &plan(),
            "##o.... 3 of 3 | 31 of 34 fields",
            "The plan is complete -> Dry run (DryRun)",
        ),
        (
            &reading,
            "##o.... 3 of 3 | 31 of 34 fields | 40 %",
            "The dry run is at 40 % -> Open the dry run (DryRun)",
        ),
        (
            &outdated,
            "##!.... 3 of 3 | 31 of 34 fields | outdated",
            "The plan or a file changed after the dry run -> Dry run again (DryRun)",
        ),
        (
            &rehearsed(Verdict::NotReady),
            "##x.... 3 of 3 | 31 of 34 fields | 2 steps would fail",
            "2 steps would fail -> See why (DryRun)",
        ),
        (
            &nearly,
            "##!.... 3 of 3 | 31 of 34 fields | 3 decisions",
            "3 decisions before this can run -> Review decisions (DryRun)",
        ),
        (
            &prod,
            "##!.... 3 of 3 | 31 of 34 fields | 3 decisions",
            "3 decisions before this can run on production -> Review decisions (DryRun)",
        ),
        (
            &rehearsed(Verdict::Ready),
            "###.... 3 of 3 | 31 of 34 fields | ready",
            "Ready to move 5,000 rows -> Run (Run)",
        ),
    ];
    for (facts, stops, next) in table {
        assert_eq!(line(facts), stops);
        assert_eq!(step(facts), next);
        assert_eq!(attention(facts), []);
    }
}

#[test]
fn during_and_after_a_run() {
    use RunPhase as P;
    use Status as S;
    let mut new_target = run(S::Running, P::Create);
    if let Some(undo) = &mut new_target.state.undo {
        undo.removes_target = true;
    }
    let mut cannot = run(S::Failed, P::Create);
    cannot.can_resume = false;
    let mut differs = done(Some(false), false);
    (
        differs.state.status,
        differs.state.phase,
        differs.can_resume,
    ) = (S::Failed, P::Validate, false);
    let head = "3 of 3 | 31 of 34 fields | ready";
    let table = [
        (
            run(S::Checking, P::Checking),
            "###....",
            "",
            "Migrating, 62 % -> Open the run (Run)",
        ),
        (
            run(S::Running, P::BackUp),
            "###o...",
            "",
            "Migrating, 62 % -> Open the run (Run)",
        ),
        (
            new_target,
            "####o..",
            "nothing to keep",
            "Migrating, 62 % -> Open the run (Run)",
        ),
        (
            run(S::Running, P::Migrate),
            "#####o.",
            "38 MB | 62 %",
            "Migrating, 62 % -> Open the run (Run)",
        ),
        (
            run(S::Paused, P::Migrate),
            "#####!.",
            "38 MB | paused at 62 %",
            "The run is paused at 62 % -> Open the run (Run)",
        ),
        (
            run(S::Stopped, P::Migrate),
            "#####!.",
            "38 MB | stopped at 62 %",
            "The run stopped at 62 % -> Resume or roll back (Run)",
        ),
        (
            run(S::Failed, P::Migrate),
            "#####x.",
            "38 MB | failed at 62 %",
            "The run failed at 62 % -> Resume or roll back (Run)",
        ),
        (
            cannot,
            "####x..",
            "38 MB | failed",
            "The run failed -> See why (Run)",
        ),
        (
            run(S::Running, P::Complete),
            "#####o.",
            "38 MB | indexes and keys",
            "Migrating, 62 % -> Open the run (Run)",
        ),
        (
            run(S::Running, P::Validate),
            "######o",
            "38 MB | 620 rows",
            "Migrating, 62 % -> Open the run (Run)",
        ),
        (
            done(None, false),
            "######!",
            "38 MB | 1,000 rows | not proved",
            "What arrived is not proved yet -> Validate (Validate)",
        ),
        (
            done(Some(true), false),
            "#######",
            "38 MB | 1,000 rows | 27 of 27",
            "Everything arrived -> Keep or roll back (Validate)",
        ),
        (
            done(Some(true), true),
            "#######",
            "38 MB | 1,000 rows | 27 of 27",
            "Everything arrived and is kept -> See the proof (Validate)",
        ),
        (
            differs,
            "######x",
            "38 MB | 1,000 rows | failed",
            "The proof does not hold -> See the differences (Validate)",
        ),
        (
            run(S::Running, P::RollBack),
            "###o...",
            "rolling back",
            "Rolling back -> Open the run (Run)",
        ),
        (
            run(S::RolledBack, P::Done),
            "####...",
            "rolled back",
            "Ready to move 5,000 rows -> Run (Run)",
        ),
    ];
    for (run, signs, notes, next) in table {
        let facts = with(run);
        let notes = if notes.is_empty() {
            head.to_owned()
        } else {
            format!("{head} | {notes}")
        };
        assert_eq!(line(&facts), format!("{signs} {notes}"));
        assert_eq!(step(&facts), next);
    }
}

#[test]
fn a_run_of_an_earlier_plan_counts_until_it_is_settled() {
    let earlier = |run: RunFacts| {
        with(RunFacts {
            same_plan: false,
            ..run
        })
    };
    assert_eq!(
        step(&earlier(done(Some(true), true))),
        "Ready to move 5,000 rows -> Run (Run)"
    );
    assert_eq!(
        step(&earlier(done(Some(true), false))),
        "Everything arrived -> Keep or roll back (Validate)"
    );
    let stopped = run(Status::Stopped, RunPhase::Migrate);
    assert!(step(&earlier(stopped)).starts_with("The run stopped"));
}

#[test]
fn a_dry_run_before_the_run_is_not_called_outdated_by_the_run_itself() {
    let after = |run| Facts {
        rehearsal: Rehearsed::Outdated,
        ..with(run)
    };
    let kept = after(done(Some(true), true));
    assert_eq!(stops(&kept)[2].note, "before the run");
    let back = after(run(Status::RolledBack, RunPhase::Done));
    assert_eq!(stops(&back)[2].note, "outdated");
}

#[test]
fn attention_is_drawn_to_what_cannot_wait() {
    let titles = |run| -> String {
        let all = attention(&with(run));
        all.iter()
            .map(|a| format!("{:?}: {}", a.tone, a.title))
            .collect::<Vec<_>>()
            .join("; ")
    };
    assert_eq!(titles(run(Status::Running, RunPhase::Migrate)), "");
    assert_eq!(
        titles(run(Status::Paused, RunPhase::Migrate)),
        "Warn: The run is paused"
    );
    assert_eq!(
        titles(run(Status::Stopped, RunPhase::Migrate)),
        "Warn: The run was stopped"
    );
    assert_eq!(
        titles(run(Status::Failed, RunPhase::Migrate)),
        "Bad: The run failed"
    );
    assert_eq!(
        titles(done(Some(false), false)),
        "Bad: The proof does not hold"
    );
    assert_eq!(
        titles(done(Some(true), false)),
        "Info: Finished, and not kept yet"
    );
    assert_eq!(titles(done(Some(true), true)), "");
}

#[test]
fn counters_stand_only_where_there_is_something_to_count() {
    let words = |facts: &Facts, points| -> String {
        let all = counters(facts, points);
        all.iter()
            .map(|c| format!("{:?} {} {:?}", c.screen, c.text, c.tone))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let unread = Facts {
        fields: None,
        ..plan()
    };
    assert_eq!(words(&unread, 0), "Connections 3 Info");
    assert_eq!(
        words(&rehearsed(Verdict::Ready), 0),
        "Connections 3 Info, Map 31/34 Info"
    );
    let nearly = rehearsed(Verdict::NearlyReady);
    assert_eq!(
        words(&nearly, 0),
        "Connections 3 Info, Map 31/34 Info, DryRun 3 Warn"
    );
    let not = rehearsed(Verdict::NotReady);
    assert_eq!(
        words(&not, 0),
        "Connections 3 Info, Map 31/34 Info, DryRun 5 Bad"
    );
    let running = Facts {
        rehearsal: Rehearsed::Never,
        ..with(run(Status::Running, RunPhase::Migrate))
    };
    assert_eq!(
        words(&running, 1),
        "Connections 3 Info, Map 31/34 Info, Run 62 % Info, Backups 1 Info"
    );
    let proved = Facts {
        rehearsal: Rehearsed::Never,
        ..with(done(Some(false), false))
    };
    assert_eq!(
        words(&proved, 1),
        "Connections 3 Info, Map 31/34 Info, Validate 25/27 Bad, Backups 1 Info"
    );
}
