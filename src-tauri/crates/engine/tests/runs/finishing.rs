//! A run that nothing disturbs, and keeping its result.

use crate::bench::{Bench, int, many_shapes, people, plan, text};
use crate::faulty::{Act, Script};
use drydock_connector::FaultKind;
use drydock_engine::run::{KeepOrder, RunError, keep};
use drydock_model::{Explain, Logical, RunPhase, Status, Value};
use drydock_testkit::{awkward, table, typed_field};
use std::sync::Arc;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_land_with_receipts_and_nothing_else_changes() {
    let bench = Bench::new().await;
    let moves = many_shapes(&bench.memory);
    let done = bench.run("run", &moves).await;
    assert_eq!(
        (done.phase, done.proved, done.kept),
        (RunPhase::Done, Some(true), false)
    );
    assert_eq!(
        done.rows_read,
        done.rows_written + done.left_behind + done.filtered
    );
    assert_eq!(bench.sorted("people").len(), 57);
    // Rows from before are still there, rows put over others took their place.
    let state = bench.memory.rows("t", "state");
    let of = |k: i64| state.iter().find(|r| r[0] == int(k)).unwrap()[1].clone();
    assert_eq!(
        (state.len(), of(14), of(20), of(21)),
        (30, text("after"), text("after"), text("before"))
    );
    assert_eq!(bench.memory.rows("t", "log").len(), 32);
    let undo = done.undo.unwrap();
    assert!(undo.checked && !undo.removes_target);
    let lane = &done.lanes[3];
    assert_eq!(
        (lane.to.as_str(), lane.status, lane.left_behind),
        ("doubled", Status::FinishedWithLosses, 3)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn awkward_values_come_through_bit_by_bit() {
    let bench = Bench::new().await;
    let mut any = table("any", &[("id", Logical::INT64)], &["id"]);
    any.fields.push(typed_field("v", Logical::Any, true));
    let rows: Vec<Vec<Value>> = (0..)
        .zip(awkward::values())
        .map(|(i, (.., v))| vec![int(i), v])
        .collect();
    bench.memory.put("app", any, rows.clone());
    let done = bench.run("run", &plan(&["app.any > any create"])).await;
    assert_eq!(done.status, Status::Finished, "{:?}", done.problem);
    assert_eq!(bench.memory.rows("t", "any"), rows);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn values_changed_as_accepted_are_counted_only_where_they_landed() {
    let bench = Bench::new().await;
    // "1.5" as an integer is rounded; ids 0..5 occur twice and are refused the second time.
    let numbers = table(
        "numbers",
        &[("id", Logical::INT64), ("n", Logical::FLOAT64)],
        &[],
    );
    let rows = (0..25)
        .map(|i| vec![int(i % 20), Value::Float((i as f64 + 0.5).to_bits())])
        .collect();
    bench.memory.put("app", numbers, rows);
    let moves = plan(&[
        "app.numbers > numbers create key = [\"id\"]\n[[move.field]]\nfrom = \"n\"\nto = \"n\"\nas = \"integer\"\naccept = [\"round\"]",
    ]);
    let done = bench.run("run", &moves).await;
    assert_eq!(
        done.status,
        Status::FinishedWithLosses,
        "{:?}",
        done.problem
    );
    assert_eq!(
        (done.rows_written, done.left_behind, done.changed),
        (20, 5, 20)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kept_leaves_nothing_of_drydock_and_no_way_back() {
    let bench = Bench::new().await;
    bench.people("app", 0..30);
    let moves = plan(&["app.people > people create"]);
    let order = || KeepOrder {
        run: "run".into(),
        journal: bench.journal.clone(),
        connector: Arc::new(bench.memory.clone()),
        address: bench.target(),
        folder: bench.folder("run"),
    };
    let failing = Script::default().on("commit", 2, Act::FaultBefore(FaultKind::DiskFull));
    bench.start("run", &moves, &failing).await.unwrap().unwrap();
    let early = keep(order()).await.expect_err("not done yet");
    assert!(matches!(early, RunError::NotKeepable { .. }));
    bench
        .resume("run", &moves, &Script::default())
        .await
        .unwrap()
        .unwrap();
    assert!(bench.folder("run").join("undo").exists());
    for _ in 0..2 {
        keep(order()).await.unwrap();
    }
    assert!(
        bench
            .memory
            .with("t", |s| s.receipts.is_empty() && s.applied.is_empty())
    );
    assert!(!bench.folder("run").join("undo").exists());
    let brief = bench.journal.runs(Some("p")).await.unwrap().remove(0);
    assert!(brief.kept && !brief.can_undo(false) && !brief.can_resume(false));
    let gone = bench
        .undo("run", true, &Script::default())
        .await
        .unwrap()
        .expect_err("kept");
    assert_eq!(gone.code().to_string(), "DRY-2303");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keep_can_be_asked_for_beforehand() {
    let mut bench = Bench::new().await;
    bench.options.keep = true;
    bench.people("app", 0..30);
    let done = bench
        .run("run", &plan(&["app.people > people create"]))
        .await;
    assert!(done.kept && done.status == Status::Finished);
    assert!(bench.memory.with("t", |s| s.receipts.is_empty()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dataset_of_many_batches_stays_in_order_and_within_memory() {
    let mut bench = Bench::new().await;
    bench.options.rows_each = 100;
    // Some values are larger than a batch, some larger than several.
    let size = |i: i64| if i % 50 == 7 { 3_000_000 } else { 20_000 };
    let rows: Vec<Vec<Value>> = (0..230)
        .map(|i| vec![int(i), Value::Text("y".repeat(size(i)))])
        .collect();
    bench.memory.put("app", people(), rows.clone());
    let done = bench
        .run("run", &plan(&["app.people > people create"]))
        .await;
    assert_eq!(done.status, Status::Finished, "{:?}", done.problem);
    assert_eq!(bench.memory.rows("t", "people"), rows);
    assert_eq!(
        done.bytes,
        rows.iter()
            .enumerate()
            .map(|(i, _)| 8 + size(i as i64) as u64)
            .sum::<u64>()
    );
}
