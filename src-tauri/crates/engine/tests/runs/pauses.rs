//! Pause, go on, stop: seen between batches.

use crate::bench::{Bench, people, plan};
use crate::faulty::{Act, Script};
use drydock_engine::run::{self, under_way};
use drydock_model::{RunState, Status, Value};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// Rows of a size that make many batches.
fn heavy(n: i64) -> Vec<Value> {
    vec![Value::Int(n), Value::Text("x".repeat(40_000))]
}

async fn until(state: &mut watch::Receiver<RunState>, what: impl Fn(&RunState) -> bool) {
    let waiting = state.wait_for(|s| what(s));
    tokio::time::timeout(Duration::from_secs(20), waiting)
        .await
        .expect("in time")
        .expect("a sender");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pause_holds_after_a_batch_and_stop_keeps_what_landed() {
    let mut bench = Bench::new().await;
    bench.options.rows_each = 60;
    bench
        .memory
        .put("app", people(), (0..900).map(heavy).collect());
    let moves = plan(&["app.people > people create"]);
    let script = (1..200).fold(Script::default(), |s, n| {
        s.on("write", n, Act::Wait(Duration::from_millis(30)))
    });
    let order = bench.order("run", &moves, &script).await;
    let (sender, mut state) = watch::channel(run::first_state("run", &order.resolved));
    let going = tokio::spawn(run::start(order, sender));
    until(&mut state, |s| s.lanes[0].slices_done >= 1).await;
    assert!(under_way(&bench.folder("run")));
    bench.control.pause();
    until(&mut state, |s| s.status == Status::Paused).await;
    let rows = state.borrow().rows_written;
    assert!(rows < 900, "not at the end of all");
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(state.borrow().rows_written, rows, "it holds");
    bench.control.go_on();
    until(&mut state, |s| s.rows_written > rows).await;
    bench.control.stop();
    let stopped = going.await.unwrap().unwrap();
    assert_eq!((stopped.status, stopped.problem), (Status::Stopped, None));
    assert!(stopped.rows_written < 900, "not at the end of all");
    assert_eq!(
        stopped.rows_written,
        u64::from(stopped.lanes[0].slices_done) * 60,
        "whole slices only"
    );
    assert_eq!(
        bench.memory.rows("t", "people").len() as u64,
        stopped.rows_written
    );
    assert!(!under_way(&bench.folder("run")));
    let seen: Vec<String> = stopped.log.iter().map(|l| l.text.clone()).collect();
    for words in [
        "Paused after a batch.",
        "Going on.",
        "Stopped. What landed stays.",
    ] {
        assert!(seen.iter().any(|l| l == words), "{seen:?}");
    }
    bench.control = drydock_engine::Control::default();
    let done = bench
        .resume("run", &moves, &Script::default())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (done.status, done.rows_written, done.resumed),
        (Status::Finished, 900, 1)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stop_before_the_first_write_leaves_no_target() {
    let bench = Bench::new().await;
    bench.people("app", 0..5);
    let moves = plan(&["app.people > people create"]);
    bench.control.stop();
    let stopped = bench.run("run", &moves).await;
    assert_eq!(stopped.status, Status::Stopped);
    let brief = bench.journal.runs(None).await.unwrap().remove(0);
    assert!(brief.can_resume(false) && !brief.can_undo(false));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn counts_go_out_at_most_ten_times_a_second() {
    let mut bench = Bench::new().await;
    bench.options.rows_each = 5;
    bench.people("app", 0..300);
    let moves = plan(&["app.people > people create"]);
    let script = (1..200).fold(Script::default(), |s, n| {
        s.on("write", n, Act::Wait(Duration::from_millis(10)))
    });
    let order = bench.order("run", &moves, &script).await;
    let (sender, state) = watch::channel(run::first_state("run", &order.resolved));
    let began = Instant::now();
    run::start(order, sender).await.unwrap();
    let tenths = began.elapsed().as_millis() as u64 / 100;
    let last = state.borrow().clone();
    // Phases, statuses and the end go out at once.
    assert!(
        last.seq <= tenths + 15,
        "{} states in {tenths} tenths of a second",
        last.seq
    );
    assert_eq!(last.status, Status::Finished);
    assert_eq!(
        (last.rows_total, last.rows_read, last.rows_written),
        (300, 300, 300)
    );
}
