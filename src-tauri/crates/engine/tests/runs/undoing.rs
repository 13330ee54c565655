//! Rolling back: to exactly what was before, from any end of a run, and never over someone else's work unasked.

use crate::bench::{Bench, many_shapes, plan};
use crate::faulty::{Act, Script};
use drydock_connector::FaultKind;
use drydock_engine::run;
use drydock_engine::undo::look;
use drydock_model::{Explain, Status};

fn shelf(bench: &Bench) -> String {
    let line = |s: &mut drydock_testkit::memory::Shelf| {
        let tables: Vec<String> = s
            .tables
            .iter()
            .map(|(n, t)| format!("{n} {:?}", t.rows))
            .collect();
        format!("{} {} {}", tables.join("\n"), s.receipts.len(), s.revision)
    };
    bench.memory.with("t", line)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_target_becomes_what_it_was_from_any_end() {
    let calm = Bench::new().await;
    let moves = many_shapes(&calm.memory);
    let script = Script::default();
    calm.start("run", &moves, &script).await.unwrap().unwrap();
    let calls = script.calls().len();
    for n in (1..=calls + 1).step_by(3) {
        let bench = Bench::new().await;
        many_shapes(&bench.memory);
        let before = shelf(&bench);
        let came = bench
            .start("run", &moves, &Script::at(n, Act::DieAfter))
            .await;
        if bench
            .journal
            .run("run")
            .await
            .unwrap()
            .is_none_or(|r| r.way_back.is_none())
        {
            assert!(came.is_none());
            assert_eq!(
                shelf(&bench),
                before,
                "nothing written before the undo point"
            );
            continue;
        }
        let rolled_back = bench
            .undo("run", false, &Script::default())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(rolled_back.status, Status::RolledBack, "call {n}");
        assert_eq!(shelf(&bench), before, "call {n}");
        let brief = bench.journal.runs(None).await.unwrap().remove(0);
        assert!(!brief.can_resume(false) && !brief.can_undo(false));
        let resumed = bench
            .resume("run", &moves, &Script::default())
            .await
            .unwrap();
        assert_eq!(
            resumed.expect_err("rolled back").code().to_string(),
            "DRY-2402"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_target_is_removed_again() {
    let bench = Bench::new().await;
    bench.people("app", 0..30);
    let done = bench
        .run("run", &plan(&["app.people > people create"]))
        .await;
    assert!(done.undo.unwrap().removes_target);
    bench
        .undo("run", false, &Script::default())
        .await
        .unwrap()
        .unwrap();
    assert!(bench.memory.rows("t", "people").is_empty());
    let again = bench.undo("run", false, &Script::default()).await.unwrap();
    assert_eq!(
        again.expect_err("done already").code().to_string(),
        "DRY-2303"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_written_since_is_not_thrown_away_unasked() {
    let bench = Bench::new().await;
    let moves = many_shapes(&bench.memory);
    let before = shelf(&bench);
    bench.run("run-1", &moves).await;
    bench.people("t", [500]);
    let error = bench
        .undo("run-1", false, &Script::default())
        .await
        .unwrap()
        .expect_err("changed");
    assert_eq!(error.code().to_string(), "DRY-2302");
    assert!(error.to_string().ends_with(": t"), "it is named: {error}");
    let record = bench.journal.run("run-1").await.unwrap().unwrap();
    assert_eq!(
        record.brief.noted,
        Status::FinishedWithLosses,
        "nothing was begun"
    );
    let look = look(
        &record,
        &bench.memory,
        &bench.target(),
        &bench.folder("run-1"),
    )
    .await
    .unwrap();
    assert_eq!((look.changed_since, look.whole), (Some(true), true));
    bench
        .undo("run-1", true, &Script::default())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(shelf(&bench), before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_later_run_is_named() {
    let bench = Bench::new().await;
    bench.people("app", 0..10);
    bench
        .run("run-1", &plan(&["app.people > people create"]))
        .await;
    bench
        .run("run-2", &plan(&["app.people > people replace"]))
        .await;
    let error = bench
        .undo("run-1", false, &Script::default())
        .await
        .unwrap()
        .expect_err("changed");
    assert!(error.why().contains("run-2"), "{}", error.why());
    bench
        .undo("run-2", false, &Script::default())
        .await
        .unwrap()
        .unwrap();
    bench
        .undo("run-1", false, &Script::default())
        .await
        .unwrap()
        .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_roll_back_that_was_cut_off_is_begun_again() {
    for act in [
        Act::DieBefore,
        Act::DieAfter,
        Act::FaultBefore(FaultKind::Busy),
        Act::FaultAfter(FaultKind::DiskFull),
    ] {
        let bench = Bench::new().await;
        let moves = many_shapes(&bench.memory);
        let before = shelf(&bench);
        bench.run("run", &moves).await;
        let script = Script::default().on("put_back", 1, act);
        if let Some(done) = bench.undo("run", false, &script).await {
            assert_eq!(done.expect_err("failed").code().to_string(), "DRY-2301");
        }
        let brief = bench.journal.runs(None).await.unwrap().remove(0);
        assert!(brief.can_undo(false) && !brief.can_resume(false));
        assert!(matches!(
            brief.status(false),
            Status::Stopped | Status::Failed
        ));
        let state = run::state(&bench.journal, &bench.folder("run"), "run")
            .await
            .unwrap();
        assert_eq!(state.problem.map(|p| p.code), Some("DRY-2301".to_owned()));
        bench
            .undo("run", false, &Script::default())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(shelf(&bench), before, "{act:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_undo_point_is_not_used() {
    let bench = Bench::new().await;
    let moves = many_shapes(&bench.memory);
    // A file among what is kept, as a store on disk has.
    let script = Script::default();
    let order = bench.order("run", &moves, &script).await;
    let kept = bench.folder("run").join("undo").join("kept");
    let connector = std::sync::Arc::new(KeepsAFile {
        memory: bench.memory.clone(),
    });
    let mut order = order;
    order.stores.target.connector = connector.clone();
    let (sender, _state) = tokio::sync::watch::channel(run::first_state("run", &order.resolved));
    run::start(order, sender).await.unwrap();
    std::fs::write(&kept, "spoiled").unwrap();
    let before = shelf(&bench);
    let error = bench
        .undo("run", false, &Script::default())
        .await
        .unwrap()
        .expect_err("damaged");
    assert_eq!(error.code().to_string(), "DRY-3001");
    assert_eq!(shelf(&bench), before, "the target was left as it is");
    std::fs::write(&kept, "kept").unwrap();
    bench
        .undo("run", false, &Script::default())
        .await
        .unwrap()
        .unwrap();
}

struct KeepsAFile {
    memory: drydock_testkit::Memory,
}

#[async_trait::async_trait]
impl drydock_connector::Connector for KeepsAFile {
    fn profile(&self) -> drydock_connector::Profile {
        self.memory.profile()
    }

    fn dialect(&self) -> &dyn drydock_connector::Dialect {
        self.memory.dialect()
    }

    fn recognises(&self, _: &std::path::Path) -> bool {
        false
    }

    async fn open_source(
        &self,
        address: &drydock_connector::Address,
    ) -> Result<Box<dyn drydock_connector::Source>, drydock_connector::Fault> {
        self.memory.open_source(address).await
    }

    async fn open_target(
        &self,
        address: &drydock_connector::Address,
    ) -> Result<Box<dyn drydock_connector::Target>, drydock_connector::Fault> {
        self.memory.open_target(address).await
    }

    fn rewind(&self) -> Option<&dyn drydock_connector::Rewind> {
        Some(self)
    }
}

#[async_trait::async_trait]
impl drydock_connector::Rewind for KeepsAFile {
    async fn keep_before(
        &self,
        address: &drydock_connector::Address,
        folder: &std::path::Path,
    ) -> Result<drydock_connector::Before, drydock_connector::Fault> {
        std::fs::write(folder.join("kept"), "kept").unwrap();
        self.memory.keep_before(address, folder).await
    }

    async fn mark(
        &self,
        address: &drydock_connector::Address,
    ) -> Result<Option<String>, drydock_connector::Fault> {
        drydock_connector::Rewind::mark(&self.memory, address).await
    }

    async fn put_back(
        &self,
        address: &drydock_connector::Address,
        folder: &std::path::Path,
        before: &drydock_connector::Before,
    ) -> Result<(), drydock_connector::Fault> {
        self.memory.put_back(address, folder, before).await
    }
}
