//! The disk is full for the journal while rows land: told as what it is, and gone on with once there is room again.

use super::{ResumeOrder, RunOptions, RunOrder, first_state, new_id, resume, start};
use crate::Control;
use crate::journal::Journal;
use crate::resolve::resolve;
use crate::testing::open;
use drydock_model::{Explain, Logical, Plan, RunPhase, Status, Value};
use drydock_testkit::{Memory, table};
use tokio::sync::watch;

const PLENTY: u32 = 1 << 30;
const ROWS: i64 = 4000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_under_the_journal_is_told_and_the_run_goes_on_when_there_is_room() {
    let memory = Memory::default();
    let people = table("people", &[("id", Logical::INT64)], &["id"]);
    memory.put(
        "app",
        people,
        (0..ROWS).map(|i| vec![Value::Int(i)]).collect(),
    );
    let plan = Plan::parse(
        "drydock = 1\nname = \"test\"\n[sources.app]\nconnection = \"app\"\n[target]\nconnection = \"t\"\n\
         [[move]]\nfrom = \"app.people\"\nto = \"people\"",
    )
    .unwrap();
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("journal.sqlite");
    let journal = Journal::open(&path).await.unwrap();
    let (run, folder) = (new_id(), home.path().join("run"));
    let stores = open(&memory, &["app"], "t").await;
    let order = RunOrder {
        run: run.clone(),
        project: "p".into(),
        resolved: resolve(&plan, &stores).unwrap(),
        stores,
        journal: journal.clone(),
        folder: folder.clone(),
        control: Control::default(),
        options: RunOptions {
            rows_each: 2,
            ..RunOptions::default()
        },
    };
    let (sender, mut state) = watch::channel(first_state(&run, &order.resolved));
    let going = tokio::spawn(start(order, sender));
    let begun = |s: &drydock_model::RunState| s.phase == RunPhase::Migrate && s.rows_written > 0;
    state.wait_for(begun).await.unwrap();
    journal.set_room(1).await.unwrap();

    let error = going.await.unwrap().unwrap_err();
    let problem = error.problem();
    assert_eq!(problem.code, "DRY-1305", "{problem:#?}");
    assert!(
        problem.what.contains(&*path.to_string_lossy()),
        "{problem:#?}"
    );
    let last = state.borrow().clone();
    assert_eq!(last.status, Status::Failed);
    assert_eq!(last.problem, Some(problem));

    journal.set_room(PLENTY).await.unwrap();
    let order = ResumeOrder {
        run: run.clone(),
        plan: plan.fingerprint(),
        stores: open(&memory, &["app"], "t").await,
        journal,
        folder,
        control: Control::default(),
    };
    let (sender, _state) = watch::channel(last);
    let done = resume(order, sender).await.unwrap();
    assert_eq!((done.status, done.problem), (Status::Finished, None));
    assert_eq!(memory.rows("t", "people").len() as i64, ROWS);
}
