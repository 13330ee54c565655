//! What must not begin or go on is refused in words, and nothing is written then.

use crate::bench::{Bench, int, person, plan, text};
use crate::faulty::{Act, Script};
use drydock_engine::run::{self, RunError, RunOrder};
use drydock_engine::{SourceEnd, TargetEnd};
use drydock_model::{Explain, Logical, Status, Value};
use drydock_testkit::{Memory, table};
use std::sync::Arc;
use tokio::sync::watch;

async fn refused(order: RunOrder) -> RunError {
    let (sender, state) = watch::channel(run::first_state(&order.run, &order.resolved));
    let (journal, folder) = (order.journal.clone(), order.folder.clone());
    let error = run::start(order, sender).await.expect_err("refused");
    // The last state says so too, and nothing is left of the attempt.
    let last = state.borrow().clone();
    assert_eq!(
        (last.status, last.problem),
        (Status::Failed, Some(error.problem()))
    );
    assert!(journal.runs(None).await.unwrap().is_empty());
    assert!(!folder.exists());
    error
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c44_nothing_to_move_and_source_is_target() {
    let bench = Bench::new().await;
    bench.people("app", [1]);
    let moves = plan(&["app.people > people create"]);
    let mut order = bench.order("run", &moves, &Script::default()).await;
    order.resolved.lanes.clear();
    assert_eq!(refused(order).await.code().to_string(), "DRY-1407");

    let mut order = bench.order("run", &moves, &Script::default()).await;
    let connector: Arc<dyn drydock_connector::Connector> = Arc::new(bench.memory.clone());
    order.stores.target = TargetEnd::look(connector, Memory::address("app"))
        .await
        .unwrap();
    assert_eq!(refused(order).await.code().to_string(), "DRY-1406");
    assert_eq!(bench.memory.rows("app", "people").len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c44_a_finding_that_would_fail_blocks_and_a_changed_target_too() {
    let bench = Bench::new().await;
    bench.people("app", [1]);
    bench.people("t", [9]);
    // The table is there already: a step would fail.
    let moves = plan(&["app.people > people create"]);
    let order = bench.order("run", &moves, &Script::default()).await;
    let error = refused(order).await;
    assert_eq!(error.code().to_string(), "DRY-1405");
    assert!(!error.why().is_empty());

    let moves = plan(&["app.people > people append"]);
    let order = bench.order("run", &moves, &Script::default()).await;
    bench.people("t", [7]);
    assert_eq!(refused(order).await.code().to_string(), "DRY-1401");
    assert_eq!(bench.memory.rows("t", "people"), [person(7)]);
}

async fn stopped_half_way(bench: &Bench, moves: &drydock_model::Plan) {
    let script = Script::default().on(
        "commit",
        3,
        Act::FaultBefore(drydock_connector::FaultKind::DiskFull),
    );
    let failed = bench.start("run", moves, &script).await.unwrap().unwrap();
    assert_eq!((failed.status, failed.rows_written), (Status::Failed, 20));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn resume_refuses_a_changed_source_plan_or_target() {
    let bench = Bench::new().await;
    bench.people("app", 0..40);
    let moves = plan(&["app.people > people create"]);
    stopped_half_way(&bench, &moves).await;
    let code = async |moves: &drydock_model::Plan| {
        let error = bench
            .resume("run", moves, &Script::default())
            .await
            .unwrap()
            .expect_err("refused");
        error.code().to_string()
    };
    // Another plan.
    let mut other = moves.clone();
    other.moves[0].accept.push("x".into());
    assert_eq!(code(&other).await, "DRY-1403");
    // Another source.
    let before = bench.memory.with("app", |s| s.clone());
    bench.people("app", 0..41);
    assert_eq!(code(&moves).await, "DRY-1402");
    bench.memory.with("app", |s| *s = before);
    // The target was written to by someone else.
    let before = bench.memory.with("t", |s| s.clone());
    bench
        .memory
        .put("t", table("other", &[("a", Logical::INT64)], &[]), vec![]);
    assert_eq!(code(&moves).await, "DRY-1401");
    bench.memory.with("t", |s| *s = before);
    // A refusal changes nothing: it still goes on.
    let done = bench
        .resume("run", &moves, &Script::default())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (done.status, done.resumed, done.rows_written),
        (Status::Finished, 1, 40)
    );
    // Done is done.
    assert_eq!(code(&moves).await, "DRY-2402");
    let unknown = bench
        .resume("run-none", &moves, &Script::default())
        .await
        .unwrap()
        .expect_err("unknown");
    assert_eq!(unknown.code().to_string(), "DRY-2401");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn resume_notices_that_what_landed_is_gone() {
    let bench = Bench::new().await;
    bench.people("app", 0..40);
    let moves = plan(&["app.people > people create"]);
    let script = Script::default().on("commit", 3, Act::DieBefore);
    assert!(bench.start("run", &moves, &script).await.is_none());
    // Killed, so no mark was noted; someone put an empty file in its place.
    bench.memory.with("t", |s| *s = Default::default());
    let failed = bench
        .resume("run", &moves, &Script::default())
        .await
        .unwrap()
        .unwrap();
    let problem = failed.problem.expect("a problem");
    assert_eq!(
        (failed.status, problem.code.as_str()),
        (Status::Failed, "DRY-1401")
    );
    assert!(bench.memory.rows("t", "people").is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_never_work_on_one_run() {
    let bench = Bench::new().await;
    bench.people("app", 0..40);
    let moves = plan(&["app.people > people create"]);
    let script = Script::default().on("commit", 2, Act::Wait(std::time::Duration::from_secs(3)));
    let order = bench.order("run", &moves, &script).await;
    let (sender, mut state) = watch::channel(run::first_state("run", &order.resolved));
    let going = tokio::spawn(run::start(order, sender));
    state
        .wait_for(|s| s.lanes[0].slices_done == 1)
        .await
        .unwrap();
    let error = bench
        .resume("run", &moves, &Script::default())
        .await
        .unwrap()
        .expect_err("refused");
    assert_eq!(error.code().to_string(), "DRY-2403");
    let undo = bench
        .undo("run", true, &Script::default())
        .await
        .unwrap()
        .expect_err("refused");
    assert_eq!(undo.code().to_string(), "DRY-2403");
    assert_eq!(going.await.unwrap().unwrap().status, Status::Finished);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strict_stops_at_the_first_row_and_too_many_at_the_limit() {
    let mut bench = Bench::new().await;
    let doubled = table(
        "doubled",
        &[("id", Logical::INT64), ("w", Logical::TEXT)],
        &[],
    );
    let rows: Vec<Vec<Value>> = (0..300).map(|i| vec![int(i % 150), text("w")]).collect();
    bench.memory.put("app", doubled, rows);
    let moves = plan(&["app.doubled > doubled create key = [\"id\"]"]);
    let stopped = bench.run("many", &moves).await;
    let problem = stopped.problem.unwrap();
    assert_eq!(
        (stopped.status, problem.code.as_str()),
        (Status::Failed, "DRY-2106")
    );
    assert!(
        bench.memory.rows("t", "doubled").is_empty(),
        "the slice did not land"
    );
    let (rows, total) = run::left::page(&bench.folder("many"), 0, 1).unwrap();
    assert_eq!(
        (rows[0].reason.as_str(), total > 100),
        ("duplicate_key", true)
    );
    bench
        .undo("many", false, &Script::default())
        .await
        .unwrap()
        .unwrap();

    bench.options.strict = true;
    let stopped = bench.run("strict", &moves).await;
    let problem = stopped.problem.unwrap();
    assert_eq!(problem.code, "DRY-2106");
    assert!(problem.why.contains("--strict"), "{problem:?}");
    assert!(bench.memory.rows("t", "doubled").is_empty());
    bench
        .undo("strict", false, &Script::default())
        .await
        .unwrap()
        .unwrap();

    bench.options.strict = false;
    bench.options.too_many.at_least = 150;
    let done = bench.run("enough", &moves).await;
    assert_eq!(
        (done.status, done.left_behind, done.rows_written),
        (Status::FinishedWithLosses, 150, 150)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_whose_leaving_is_decided_neither_count_nor_stop_a_strict_run() {
    let mut bench = Bench::new().await;
    let fields = [("id", Logical::INT64), ("w", Logical::TEXT)];
    let rows: Vec<Vec<Value>> = (0..300).map(|i| vec![int(i % 150), text("w")]).collect();
    for name in ["doubled", "later"] {
        bench
            .memory
            .put("app", table(name, &fields, &[]), rows.clone());
    }
    let moves = ["doubled", "later"].map(|name| {
        format!("app.{name} > {name} create key = [\"id\"]\naccept = [\"leave:duplicate_key\"]")
    });
    let moves = plan(&moves.each_ref().map(String::as_str));
    bench.options.strict = true;
    // Cut off once after rows were left behind: what landed before is judged the same way.
    let script = Script::default().on("commit", 2, Act::DieBefore);
    assert!(bench.start("run", &moves, &script).await.is_none());
    let done = bench
        .resume("run", &moves, &Script::default())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (done.status, done.left_behind, done.rows_written),
        (Status::FinishedWithLosses, 300, 300)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_source_that_changes_during_the_run_is_told() {
    let bench = Bench::new().await;
    bench.people("app", 0..40);
    let moves = plan(&["app.people > people create"]);
    let script = Script::default().on(
        "commit",
        2,
        Act::Wait(std::time::Duration::from_millis(500)),
    );
    let order = bench.order("run", &moves, &script).await;
    let (sender, mut state) = watch::channel(run::first_state("run", &order.resolved));
    let going = tokio::spawn(run::start(order, sender));
    state
        .wait_for(|s| s.lanes[0].slices_done == 1)
        .await
        .unwrap();
    bench.people("app", 0..50);
    let ended = going.await.unwrap().unwrap();
    // Copied and proved as it was at the beginning, and said all the same.
    assert_eq!(
        (ended.status, ended.rows_written, ended.proved),
        (Status::Failed, 40, Some(false))
    );
    assert_eq!(ended.problem.unwrap().code, "DRY-1402");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sum_that_does_not_come_out_fails_the_run() {
    let bench = Bench::new().await;
    bench.people("app", 0..40);
    let moves = plan(&["app.people > people create"]);
    let order = bench.order("run", &moves, &Script::default()).await;
    // The source's reader loses a row that its slices counted.
    let mut order = order;
    let liar: Arc<dyn drydock_connector::Connector> = Arc::new(bench.memory.clone());
    let end = SourceEnd::open(liar, Memory::address("app")).await.unwrap();
    order.stores.sources.insert(
        "app".into(),
        SourceEnd {
            source: Arc::new(Forgetful(end.source.clone())),
            ..end
        },
    );
    let (sender, _state) = watch::channel(run::first_state("run", &order.resolved));
    let failed = run::start(order, sender).await.unwrap();
    let problem = failed.problem.unwrap();
    assert_eq!(
        (failed.status, problem.code.as_str()),
        (Status::Failed, "DRY-2113"),
        "{problem:?}"
    );
    assert!(bench.memory.rows("t", "people").is_empty());
}

struct Forgetful(Arc<dyn drydock_connector::Source>);

#[async_trait::async_trait]
impl drydock_connector::Source for Forgetful {
    async fn catalog(&self) -> Result<drydock_model::Catalog, drydock_connector::Fault> {
        self.0.catalog().await
    }

    async fn mark(&self) -> Result<String, drydock_connector::Fault> {
        self.0.mark().await
    }

    async fn slices(
        &self,
        dataset: &str,
        key: &[String],
        rows_each: u64,
    ) -> Result<Vec<drydock_model::Slice>, drydock_connector::Fault> {
        let mut slices = self.0.slices(dataset, key, rows_each).await?;
        slices[0].rows += 1;
        Ok(slices)
    }

    async fn scan(
        &self,
        dataset: &str,
        fields: &[String],
        slice: &drydock_model::Slice,
    ) -> Result<Box<dyn drydock_connector::Scan>, drydock_connector::Fault> {
        self.0.scan(dataset, fields, slice).await
    }

    fn second_opinion(&self) -> Option<&dyn drydock_connector::SecondOpinion> {
        None
    }
}
