//! Runs in the background: watched, paused, stopped, gone on with, seen from another process.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

mod common;

use common::{Bench, count, last};
use drydock_app::model::{RunPhase, Status};
use drydock_app::views::*;
use std::time::{Duration, Instant};

const ROWS: i64 = 400_000;

async fn large() -> (Bench, String, std::path::PathBuf) {
    let bench = Bench::new().await;
    let data = bench.path("data");
    std::fs::create_dir_all(&data).unwrap();
    bench.sql(
        &data.join("large.db"),
        &format!(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT);
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS})
             INSERT INTO t SELECT i, printf('row %d with some words in it', i) FROM n;"
        ),
    );
    let project = bench.project(&data, Environment::Local).await;
    let target = bench.target(&project);
    (bench, project.id, target)
}

/// The state once rows are on their way.
async fn begun(bench: &Bench, run: &str) -> RunView {
    let mut seen = bench.studio.run_watch(run).await.unwrap();
    let begun = seen
        .wait_for(|v| v.state.status.ended() || v.state.rows_written > 0)
        .await
        .unwrap();
    begun.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_pauses_within_a_second_and_goes_on() {
    let (bench, id, target) = large().await;
    let run = bench.studio.run_start(&id, None).await.unwrap().state.run;
    begun(&bench, &run).await;
    let asked = Instant::now();
    let paused = bench.studio.run_pause(&run).await.unwrap();
    assert_eq!(paused.state.status, Status::Paused);
    assert!(
        asked.elapsed() < Duration::from_millis(1500),
        "{:?}",
        asked.elapsed()
    );
    let card = &bench.studio.projects().await.unwrap()[0];
    assert!(
        card.next.reason.starts_with("The run is paused"),
        "{:?}",
        card.next
    );
    let still = bench
        .studio
        .run_state(&run)
        .await
        .unwrap()
        .state
        .rows_written;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(
        bench
            .studio
            .run_state(&run)
            .await
            .unwrap()
            .state
            .rows_written,
        still
    );
    // Another process sees it, and does not touch it.
    let other = bench.another().await;
    let seen = other.run_state(&run).await.unwrap();
    assert!(
        !seen.state.status.ended() && !seen.line.can_resume,
        "{:?}",
        seen.line
    );
    assert_eq!(other.run_stop(&run).await.unwrap_err().code, "DRY-2403");
    assert_eq!(other.run_resume(&run).await.unwrap_err().code, "DRY-2101");
    let watched = other.run_watch(&run).await.unwrap();
    bench.studio.run_go_on(&run).await.unwrap();
    let ended = last(bench.studio.run_watch(&run).await.unwrap()).await;
    assert_eq!(ended.state.proved, Some(true), "{:?}", ended.state.problem);
    assert_eq!(last(watched).await.state.status, Status::Finished);
    assert_eq!(count(&target, "SELECT count(*) FROM t"), ROWS);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_was_stopped_goes_on_in_another_process() {
    let (bench, id, target) = large().await;
    let run = bench.studio.run_start(&id, None).await.unwrap().state.run;
    begun(&bench, &run).await;
    assert_eq!(bench.studio.under_way(), std::slice::from_ref(&run));
    bench.studio.rest().await;
    assert_eq!(bench.studio.under_way(), Vec::<String>::new());
    let stands = bench.studio.run_state(&run).await.unwrap();
    assert_eq!(
        (stands.state.status, stands.line.can_resume),
        (Status::Stopped, true)
    );
    assert!(stands.state.phase == RunPhase::Migrate && stands.state.rows_written < ROWS as u64);
    let other = bench.another().await;
    let view = other.project_open(&id).await.unwrap();
    assert_eq!(view.next.label, "Resume or roll back");
    other.run_resume(&run).await.unwrap();
    let ended = last(other.run_watch(&run).await.unwrap()).await;
    assert_eq!(
        (ended.state.proved, ended.state.resumed),
        (Some(true), 1),
        "{:?}",
        ended.state.problem
    );
    assert_eq!(count(&target, "SELECT count(DISTINCT id) FROM t"), ROWS);
    assert_eq!(count(&target, "SELECT count(*) FROM t"), ROWS);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_does_not_go_on_with_another_plan_or_another_source() {
    let (bench, id, _target) = large().await;
    let run = bench.studio.run_start(&id, None).await.unwrap().state.run;
    begun(&bench, &run).await;
    bench.studio.run_stop(&run).await.unwrap();
    let rename = drydock_app::model::finding::PlanEdit::RenamePlan {
        name: "Other".into(),
    };
    bench.studio.plan_edit(&id, rename).await.unwrap();
    assert_eq!(
        bench.studio.run_resume(&run).await.unwrap_err().code,
        "DRY-1403"
    );
    bench.studio.plan_undo(&id).await.unwrap();
    bench.sql(
        &bench.path("data/large.db"),
        "INSERT INTO t VALUES (-1, 'new')",
    );
    assert_eq!(
        bench.studio.run_resume(&run).await.unwrap_err().code,
        "DRY-1402"
    );
    let stands = bench.studio.run_state(&run).await.unwrap();
    assert_eq!(
        stands.state.status,
        Status::Stopped,
        "a refusal changes nothing"
    );
    let back = bench.undo(&run, None).await.unwrap();
    assert_eq!(back.state.status, Status::RolledBack);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_can_be_stopped_and_is_outdated_by_a_change() {
    let (bench, id, _target) = large().await;
    let seen = bench.studio.rehearse_start(&id).await.unwrap();
    bench.studio.rehearse_cancel(&id).await.unwrap();
    let stopped = last(seen).await;
    assert_eq!(stopped.problem.map(|p| p.code).as_deref(), Some("DRY-2114"));
    assert!(!stopped.running && stopped.report.is_none());
    let whole = bench.rehearse(&id).await;
    let report = whole.report.unwrap();
    assert_eq!(
        (report.figures.rows_read, whole.outdated),
        (ROWS as u64, None)
    );
    assert_eq!(whole.earlier.len(), 1);
    bench.sql(
        &bench.path("data/large.db"),
        "UPDATE t SET text = 'x' WHERE id = 7",
    );
    let view = bench.studio.rehearsal(&id).await.unwrap();
    assert_eq!(
        view.outdated.as_deref(),
        Some("large changed after this dry run.")
    );
    assert_eq!(
        bench
            .studio
            .rehearsal_report(&id, &report.id)
            .await
            .unwrap(),
        report
    );
    assert_eq!(
        bench
            .studio
            .rehearsal_report(&id, "x")
            .await
            .unwrap_err()
            .code,
        "DRY-9004"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_for_another_profile_ends_the_one_before() {
    let (bench, id, _target) = large().await;
    let first = tokio::spawn({
        let (studio, id) = (bench.studio.clone(), id.clone());
        async move { studio.field_profile(&id, "large.t", "text").await }
    });
    tokio::time::sleep(Duration::from_millis(30)).await;
    let second = bench
        .studio
        .field_profile(&id, "large.t", "id")
        .await
        .unwrap();
    assert_eq!(second.rows, ROWS as u64);
    if let Err(problem) = first.await.unwrap() {
        assert_eq!(problem.code, "DRY-2114");
    }
    assert_eq!(
        bench
            .studio
            .field_profile(&id, "large.t", "gone")
            .await
            .unwrap_err()
            .code,
        "DRY-1408"
    );
}
