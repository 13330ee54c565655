//! Rolling back a store that cannot be put back as a whole: table by table, to exactly what was before, from any end of
//! a run and of the roll back itself.

use crate::bench::{Bench, int, many_shapes, people, person, plan, text};
use crate::faulty::{Act, Script};
use drydock_connector::FaultKind;
use drydock_model::{Explain, Plan, Status};
use drydock_testkit::Memory;

async fn bench() -> Bench {
    let mut bench = Bench::new().await;
    bench.memory = bench.memory.piece_by_piece();
    bench
}

/// Everything in the target; rows have no order.
fn content(bench: &Bench) -> String {
    bench.memory.with("t", |shelf| {
        let tables: Vec<String> = shelf
            .tables
            .iter()
            .map(|(name, table)| {
                let mut rows: Vec<String> = table.rows.iter().map(|r| format!("{r:?}")).collect();
                rows.sort();
                format!("{name} {}", rows.join(" "))
            })
            .collect();
        let (receipts, notes) = (shelf.receipts.len(), shelf.applied.len());
        format!("{}\n{receipts} receipts, {notes} notes", tables.join("\n"))
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_target_becomes_what_it_was_from_any_end_of_a_run() {
    let calm = bench().await;
    let moves = many_shapes(&calm.memory);
    let script = Script::default();
    calm.start("run", &moves, &script).await.unwrap().unwrap();
    let calls = script.calls().len();
    for n in (1..=calls + 1).step_by(3) {
        let bench = bench().await;
        many_shapes(&bench.memory);
        let before = content(&bench);
        bench
            .start("run", &moves, &Script::at(n, Act::DieAfter))
            .await;
        let record = bench.journal.run("run").await.unwrap();
        if record.is_none_or(|r| r.way_back.is_none()) {
            assert_eq!(content(&bench), before, "written before the undo point");
            continue;
        }
        let undone = bench.undo("run", false, &Script::default()).await;
        assert_eq!(undone.unwrap().unwrap().status, Status::RolledBack);
        assert_eq!(content(&bench), before, "call {n}");
    }
}

/// A table that is made, one that rows replace others in, and one whose rows nothing tells apart.
fn few_shapes(memory: &Memory) -> Plan {
    memory.put("app", people(), (0..25).map(person).collect());
    let (mut made, mut pile) = (people(), people());
    made.name = "made".into();
    (pile.name, pile.key) = ("pile".into(), None);
    memory.put("app", made, (0..5).map(person).collect());
    memory.put("app", pile.clone(), (0..5).map(person).collect());
    let there = vec![person(3), vec![int(20), text("as it was")], person(90)];
    memory.put("t", people(), there);
    memory.put("t", pile, vec![person(3), person(3), person(4)]);
    plan(&[
        "app.people > people upsert",
        "app.made > made create",
        "app.pile > pile append",
    ])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_roll_back_that_was_cut_off_anywhere_is_begun_again() {
    let calm = bench().await;
    let moves = few_shapes(&calm.memory);
    calm.run("run", &moves).await;
    let script = Script::default();
    calm.undo("run", false, &script).await.unwrap().unwrap();
    for name in ["take_back", "unload", "load", "commit", "apply"] {
        assert!(script.count(name) > 0, "{name} is never called");
    }
    for n in 1..=script.calls().len() {
        for act in [
            Act::DieAfter,
            Act::FaultBefore(FaultKind::DiskFull),
            Act::FaultBefore(FaultKind::Unreachable),
        ] {
            let bench = bench().await;
            few_shapes(&bench.memory);
            let before = content(&bench);
            bench.run("run", &moves).await;
            let done = bench.undo("run", false, &Script::at(n, act)).await;
            // What may pass by itself is tried again at once.
            if let Some(Ok(done)) = done {
                assert_eq!(act, Act::FaultBefore(FaultKind::Unreachable));
                assert_eq!(done.status, Status::RolledBack);
                assert_eq!(content(&bench), before, "call {n}, {act:?}");
                continue;
            }
            let again = bench.undo("run", false, &Script::default()).await;
            assert_eq!(again.unwrap().unwrap().status, Status::RolledBack);
            assert_eq!(content(&bench), before, "call {n}, {act:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn others_may_write_to_other_tables_and_are_asked_after_in_these() {
    let bench = bench().await;
    bench.people("app", 0..30);
    bench.people("t", 0..10);
    let moves = plan(&["app.people > people upsert"]);
    bench.run("run", &moves).await;
    let mut other = people();
    other.name = "other".into();
    bench
        .memory
        .put("t", people(), (5..40).map(person).collect());
    let asked = bench.undo("run", false, &Script::default()).await.unwrap();
    assert_eq!(asked.unwrap_err().code().to_string(), "DRY-2302");
    bench.memory.put("t", other, vec![person(7)]);
    let done = bench.undo("run", true, &Script::default()).await.unwrap();
    assert_eq!(done.unwrap().status, Status::RolledBack);
    let expected: Vec<String> = (0..10).map(|n| format!("{:?}", person(n))).collect();
    assert_eq!(bench.sorted("people"), expected);
    assert_eq!(bench.memory.rows("t", "other"), [person(7)]);
    // What was there lies beside what was kept: nothing is thrown away.
    let aside = bench.folder("run").join("undo/set-aside-1/0.rows");
    assert!(aside.metadata().unwrap().len() > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_kept_is_not_used_when_it_is_damaged() {
    let bench = bench().await;
    bench.people("app", 0..30);
    bench.people("t", 100..110);
    bench
        .run("run", &plan(&["app.people > people append"]))
        .await;
    let before = content(&bench);
    let kept = bench.folder("run").join("undo/0.rows");
    let mut bytes = std::fs::read(&kept).unwrap();
    bytes[40] ^= 1;
    std::fs::write(&kept, &bytes).unwrap();
    let error = bench.undo("run", false, &Script::default()).await.unwrap();
    assert_eq!(error.unwrap_err().code().to_string(), "DRY-3001");
    assert_eq!(content(&bench), before, "the target was left as it is");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_does_not_go_on_over_what_others_wrote_meanwhile() {
    let bench = bench().await;
    bench.people("app", 0..57);
    bench.people("t", 100..110);
    let moves = plan(&["app.people > people append"]);
    let full = Act::FaultBefore(FaultKind::DiskFull);
    let script = Script::default().on("commit", 2, full);
    bench.start("run", &moves, &script).await.unwrap().unwrap();
    bench.memory.put("t", people(), vec![person(1000)]);
    let refused = bench.resume("run", &moves, &Script::default()).await;
    assert_eq!(refused.unwrap().unwrap_err().code().to_string(), "DRY-1401");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_others_wrote_between_two_tries_is_set_aside_too() {
    let bench = bench().await;
    let moves = few_shapes(&bench.memory);
    bench.run("run", &moves).await;
    let full = Act::FaultBefore(FaultKind::DiskFull);
    let script = Script::default().on("take_back", 1, full);
    let failed = bench.undo("run", false, &script).await.unwrap();
    assert_eq!(failed.unwrap_err().code().to_string(), "DRY-2301");
    // Into the table that the second try removes.
    let overnight = vec![int(4711), text("written overnight")];
    bench.memory.with("t", |shelf| {
        let made = shelf.tables.get_mut("made").unwrap();
        made.rows.push(overnight);
    });
    let undone = bench.undo("run", false, &Script::default()).await.unwrap();
    assert_eq!(undone.unwrap().status, Status::RolledBack);
    let aside = bench.folder("run").join("undo/set-aside-2");
    let kept = std::fs::read_dir(aside).unwrap().flatten();
    let wanted = b"written overnight";
    let found = |bytes: Vec<u8>| bytes.windows(wanted.len()).any(|w| w == wanted);
    assert!(kept.map(|f| std::fs::read(f.path()).unwrap()).any(found));
}
