//! What is counted: the run does the same, each row has its reason, and each choice settles its finding.

use super::*;
use crate::journal::Journal;
use crate::run::{self, RunOptions, RunOrder};
use crate::testing::{golden, open, told};

#[tokio::test(flavor = "multi_thread")]
async fn the_run_does_what_the_rehearsal_counted() {
    let memory = Memory::default();
    let plan = messy(&memory);
    let stores = open(&memory, &["app"], "t").await;
    let before = memory.with("t", |s| s.revision);
    let report = rehearsed(&plan, &stores).await;
    assert_eq!(
        memory.with("t", |s| s.revision),
        before,
        "nothing was written"
    );
    assert_eq!(report.verdict, Verdict::NearlyReady);
    golden("rehearsal_findings.txt", &told(&report.findings));
    let figures = &report.figures;
    assert_eq!(figures.rows_read, 200);
    assert_eq!(
        figures.rows_read,
        figures.will_be_written + figures.left_behind
    );
    assert!(figures.values_changed > 0 && figures.left_behind > 40);

    let home = tempfile::tempdir().unwrap();
    let order = RunOrder {
        run: run::new_id(),
        project: "p".into(),
        resolved: resolve(&plan, &stores).unwrap(),
        stores,
        journal: Journal::open(&home.path().join("journal.sqlite"))
            .await
            .unwrap(),
        folder: home.path().join("run"),
        control: Control::default(),
        options: RunOptions {
            rows_each: 7,
            ..RunOptions::default()
        },
    };
    let run = order.run.clone();
    let (sender, _state) = watch::channel(run::first_state(&order.run, &order.resolved));
    let state = run::start(order, sender).await.unwrap();
    assert_eq!(state.problem, None);
    assert_eq!(
        (
            state.rows_read,
            state.rows_written,
            state.left_behind,
            state.changed
        ),
        (
            figures.rows_read,
            figures.will_be_written,
            figures.left_behind,
            figures.values_changed
        )
    );
    let landed = memory.with("t", |s| {
        let of_run = s.receipts.iter().filter(|((r, ..), _)| *r == run);
        of_run.fold(drydock_model::Digest::default(), |sum, (_, r)| {
            sum.plus(r.digest)
        })
    });
    assert_eq!(report.tables[0].digest, landed.to_string());
    // The row that was there first kept its place.
    assert!(memory.rows("t", "t").contains(&vec![
        Value::Int(5),
        Value::Int(5),
        Value::Int(5),
        text("was there")
    ]));
    assert_eq!(
        memory.rows("t", "t").len() as u64,
        figures.will_be_written + 1
    );
}

#[tokio::test]
async fn rows_left_behind_are_counted_by_reason_with_samples() {
    let memory = Memory::default();
    let plan = messy(&memory);
    let stores = open(&memory, &["app"], "t").await;
    let report = rehearsed(&plan, &stores).await;
    let reasons: Vec<_> = report
        .left_behind
        .iter()
        .map(|l| (l.reason.as_str(), l.field.as_deref(), l.samples.len()))
        .collect();
    assert_eq!(
        reasons,
        [
            ("not_null", Some("id"), 9),
            ("not_a_number", Some("n"), 10),
            ("round", Some("n"), 10),
            ("duplicate_key", None, 10),
        ]
    );
    assert_eq!(
        report.left_behind.iter().map(|l| l.rows).sum::<u64>(),
        report.figures.left_behind
    );
    let sample = &report.left_behind[3].samples[0];
    assert_eq!(
        (sample.from.as_str(), sample.row[3].1.text.as_str()),
        ("app.t", "row 5")
    );
    let losses: Vec<_> = report
        .losses
        .iter()
        .map(|l| (l.field.as_str(), l.loss.as_str(), l.accepted))
        .collect();
    assert_eq!(
        losses,
        [
            ("n", "round", false),
            ("n", "spelling", true),
            ("r", "round", true)
        ]
    );
    assert_eq!(
        report.tables[0].worst.as_deref(),
        Some(report.findings[0].id.as_str())
    );
}

#[tokio::test]
async fn what_the_plan_expects_is_no_open_decision() {
    let memory = Memory::default();
    let mut plan = messy(&memory);
    let stores = open(&memory, &["app"], "t").await;
    let wanted = &mut plan.moves[0];
    wanted.accept = vec!["leave:not_null".into(), "leave:duplicate_key".into()];
    wanted.fields[0]
        .accept
        .extend(["leave:not_a_number".into(), "leave:round".into()]);
    let report = rehearsed(&plan, &stores).await;
    assert_eq!(report.verdict, Verdict::Ready, "{}", told(&report.findings));
    assert!(report.figures.left_behind > 40);
}

#[tokio::test]
async fn each_choice_of_a_finding_settles_it() {
    let memory = Memory::default();
    let plan = messy(&memory);
    let stores = open(&memory, &["app"], "t").await;
    let report = rehearsed(&plan, &stores).await;
    let open_ones = |r: &Rehearsal| {
        r.findings
            .iter()
            .filter(|f| !f.accepted && f.severity != Severity::Notice)
            .count()
    };
    for finding in report
        .findings
        .iter()
        .filter(|f| !f.accepted && f.severity == Severity::Decide)
    {
        assert!(!finding.choices.is_empty(), "{}", finding.id);
        for choice in &finding.choices {
            let edited = crate::edit::apply(&plan, &choice.edit).expect("the edit fits");
            let again = rehearsed(&edited, &stores).await;
            let same = again.findings.iter().find(|f| f.id == finding.id);
            assert!(
                same.is_none_or(|f| f.accepted),
                "{} after {:?}",
                finding.id,
                choice.edit
            );
            assert!(open_ones(&again) <= open_ones(&report));
        }
    }
}

#[tokio::test]
async fn too_many_rows_left_behind_are_told_before_the_run_stops() {
    let memory = Memory::default();
    let mut from = table("t", &[("id", INT)], &[]);
    from.fields[0].nullable = true;
    memory.put("app", from, vec![vec![Value::Null]; 150]);
    memory.put("t", table("t", &[("id", INT)], &["id"]), vec![]);
    let stores = open(&memory, &["app"], "t").await;
    let text = "[[move]]\nfrom = \"app.t\"\nto = \"t\"\nwrite = \"append\"";
    let report = rehearsed(&plan(&["app"], text), &stores).await;
    assert_eq!(report.findings[0].id, "too_many");
    let report = rehearsed(
        &plan(&["app"], &format!("{text}\naccept = [\"leave:not_null\"]")),
        &stores,
    )
    .await;
    assert_eq!(report.verdict, Verdict::Ready);
}
