//! Cut off at every call that a run makes, before it and after it; then gone on with. The end is always the same.

use crate::bench::{Bench, many_shapes, plan};
use crate::faulty::{Act, Script};
use drydock_connector::FaultKind;
use drydock_engine::run;
use drydock_model::{RunPhase, RunState, Status};

const TABLES: [&str; 8] = [
    "people", "paired", "keyless", "doubled", "empty", "log", "state", "strict",
];

async fn roots(bench: &Bench, run: &str) -> Vec<String> {
    let record = bench.journal.run(run).await.unwrap().unwrap();
    let proof = record.proof.expect("a proof");
    assert!(proof.equal, "{proof:#?}");
    let line = |d: &drydock_model::proof::DatasetProof| {
        format!("{} {} {}", d.to, d.rows_found, d.root_found)
    };
    proof.datasets.iter().map(line).collect()
}

fn figures(state: &RunState) -> (Status, u64, u64, u64, u64) {
    (
        state.status,
        state.rows_read,
        state.rows_written,
        state.left_behind,
        state.bytes,
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_call_and_resumed_no_row_is_lost_or_twice() {
    let calm = Bench::new().await;
    let moves = many_shapes(&calm.memory);
    let script = Script::default();
    let state = calm.start("calm", &moves, &script).await.unwrap().unwrap();
    assert_eq!(
        state.status,
        Status::FinishedWithLosses,
        "{:#?}",
        state.problem
    );
    // Three doubles; rows 3 and 10 without a value.
    assert_eq!(state.left_behind, 5);
    let (expected, calls) = (roots(&calm, "calm").await, script.calls());
    assert!(calls.len() > 80, "{} calls", calls.len());
    let mut cut_off = 0;
    // After a call is before the next one, except where the call itself left something behind.
    let lasting = ["keep_before", "open_target", "begin", "apply", "commit"];
    let after = calls
        .iter()
        .map(|name| lasting.contains(&name.as_str()).then_some(Act::DieAfter));
    let moments = (1..).zip(after).flat_map(|(n, after)| {
        let before = [(n, Act::DieBefore)];
        before.into_iter().chain(after.map(|act| (n, act)))
    });
    for (n, act) in moments {
        let bench = Bench::new().await;
        many_shapes(&bench.memory);
        let mut came = bench.start("run", &moves, &Script::at(n, act)).await;
        // Once more on the way, where the first time was far enough.
        let mut again = Some(Script::at(n / 2 + 3, act));
        while came.is_none() {
            cut_off += 1;
            let folded = run::state(&bench.journal, &bench.folder("run"), "run").await;
            let script = again.take().unwrap_or_default();
            came = match folded {
                Ok(folded) => {
                    assert_eq!(folded.status, Status::Stopped, "call {n} {act:?}");
                    assert!(folded.problem.is_some() && folded.rows_read <= folded.rows_total);
                    bench.resume("run", &moves, &script).await
                }
                // Killed before the run was noted: nothing was written either.
                Err(_) => {
                    assert!(bench.memory.with("t", |s| s.applied.is_empty()));
                    bench.start("run", &moves, &script).await
                }
            };
        }
        let done = came
            .unwrap()
            .unwrap_or_else(|e| panic!("call {n} {act:?}: {e:?}"));
        assert_eq!(
            figures(&done),
            figures(&state),
            "call {n} {act:?}: {:?}",
            done.problem
        );
        assert_eq!(roots(&bench, "run").await, expected, "call {n} {act:?}");
        for table in TABLES {
            assert_eq!(
                bench.sorted(table),
                calm.sorted(table),
                "{table} after call {n} {act:?}"
            );
        }
        assert_eq!(left(&bench, "run"), left(&calm, "calm"), "call {n} {act:?}");
        // What the fold tells is what the run told.
        let folded = run::state(&bench.journal, &bench.folder("run"), "run")
            .await
            .unwrap();
        assert_eq!(figures(&folded), figures(&done));
    }
    println!("{cut_off} times cut off");
    assert!(cut_off > calls.len());
}

fn left(bench: &Bench, run: &str) -> Vec<String> {
    let (rows, total) = run::left::page(&bench.folder(run), 0, 1000).unwrap();
    assert_eq!(rows.len() as u64, total);
    rows.iter()
        .map(|r| format!("{} {:?} {}", r.from, r.row, r.reason))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fault_that_passes_is_tried_again_and_one_that_stays_is_told() {
    let calm = Bench::new().await;
    let moves = many_shapes(&calm.memory);
    let script = Script::default();
    calm.start("calm", &moves, &script).await.unwrap().unwrap();
    let expected = roots(&calm, "calm").await;
    for name in [
        "keep_before",
        "open_target",
        "begin",
        "apply",
        "slices",
        "scan",
        "fill",
        "load",
        "write",
        "commit",
        "check",
    ] {
        let last = script.count(name);
        for nth in [1, last.div_ceil(2)] {
            for passing in [
                Act::FaultBefore(FaultKind::Busy),
                Act::FaultAfter(FaultKind::Busy),
            ] {
                let bench = Bench::new().await;
                many_shapes(&bench.memory);
                let came = bench
                    .start("run", &moves, &Script::default().on(name, nth, passing))
                    .await;
                let done = came.unwrap().unwrap();
                assert_eq!(done.problem, None, "{name} {nth} {passing:?}");
                assert_eq!(
                    roots(&bench, "run").await,
                    expected,
                    "{name} {nth} {passing:?}"
                );
            }
            let bench = Bench::new().await;
            many_shapes(&bench.memory);
            let stays = Act::FaultBefore(FaultKind::DiskFull);
            let failed = bench
                .start("run", &moves, &Script::default().on(name, nth, stays))
                .await;
            let failed = failed.unwrap().unwrap();
            assert_eq!(failed.status, Status::Failed, "{name} {nth}");
            let problem = failed.problem.unwrap();
            assert_eq!(problem.code, "DRY-1305", "{problem:?}");
            let record = bench.journal.run("run").await.unwrap().unwrap();
            assert!(record.brief.can_resume(false) && !record.brief.can_resume(true));
            let done = bench
                .resume("run", &moves, &Script::default())
                .await
                .unwrap()
                .unwrap();
            assert_eq!((done.problem, done.resumed), (None, 1), "{name} {nth}");
            assert_eq!(roots(&bench, "run").await, expected, "{name} {nth}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_whose_answer_was_lost_is_not_done_twice() {
    let bench = Bench::new().await;
    bench.people("app", 0..35);
    let script = Script::default().on("commit", 2, Act::FaultAfter(FaultKind::Unreachable));
    let done = bench
        .start("run", &plan(&["app.people > people create"]), &script)
        .await;
    let done = done.unwrap().unwrap();
    assert_eq!(
        (done.status, done.rows_written, done.retried),
        (Status::Finished, 35, 0)
    );
    assert_eq!(script.count("commit"), 4, "each slice once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fault_is_tried_five_times_and_counted() {
    let bench = Bench::new().await;
    bench.people("app", 0..35);
    let moves = plan(&["app.people > people create"]);
    let busy = Act::FaultBefore(FaultKind::Busy);
    let script = Script::default()
        .on("commit", 2, busy)
        .on("commit", 3, busy);
    let done = bench.start("one", &moves, &script).await.unwrap().unwrap();
    assert_eq!((done.status, done.retried), (Status::Finished, 2));
    assert!(done.log.iter().any(|l| l.text.contains("Trying again")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_problem_names_the_place() {
    let bench = Bench::new().await;
    bench.people("app", 0..35);
    let moves = plan(&["app.people > people create"]);
    let script = Script::default().on("write", 3, Act::FaultBefore(FaultKind::Statement));
    let failed = bench.start("run", &moves, &script).await.unwrap().unwrap();
    let problem = failed.problem.unwrap();
    assert_eq!(
        (problem.code.as_str(), problem.what.as_str()),
        ("DRY-2107", "The run stopped at people, slice 2")
    );
    let actions: Vec<_> = problem
        .next
        .iter()
        .filter_map(|n| n.action.as_deref())
        .collect();
    assert_eq!(actions, ["resume", "undo"]);
    assert_eq!(
        (
            failed.phase,
            failed.rows_written,
            failed.lanes[0].slices_done
        ),
        (RunPhase::Migrate, 20, 2)
    );
    assert_eq!(failed.lanes[0].status, Status::Failed);
}
