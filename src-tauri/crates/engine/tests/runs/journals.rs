//! The journal itself: shared by processes, and never a reason to panic.

use crate::bench::{Bench, people, plan};
use drydock_engine::journal::{Act, Journal};
use drydock_engine::run::{RunError, new_id, start};
use drydock_model::Explain;
use drydock_model::rehearsal::{Figures, Rehearsal, Verdict};
use sqlx::Connection;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_or_foreign_or_newer_journal_is_a_problem() {
    let folder = tempfile::tempdir().unwrap();
    let open = async |name: &str| {
        Journal::open(&folder.path().join(name))
            .await
            .map(|_| ())
            .map_err(|e| e.problem())
    };
    // Not a database at all.
    std::fs::write(
        folder.path().join("text"),
        "this is a text that is long enough to be taken for a header of a file".repeat(20),
    )
    .unwrap();
    let problem = open("text").await.unwrap_err();
    assert_eq!(
        (problem.code.as_str(), problem.what.contains("damaged")),
        ("DRY-9002", true),
        "{problem:?}"
    );
    // Cut short and overwritten in the middle.
    drop(Journal::open(&folder.path().join("whole")).await.unwrap());
    let whole = Journal::open(&folder.path().join("whole")).await.unwrap();
    whole.close().await;
    let mut bytes = std::fs::read(folder.path().join("whole")).unwrap();
    let half = bytes.len() / 2;
    bytes.truncate(half);
    bytes[5000..].fill(0xa5);
    std::fs::write(folder.path().join("half"), &bytes).unwrap();
    let problem = open("half").await.unwrap_err();
    assert_eq!(problem.code, "DRY-9002", "{problem:?}");
    // Written by a newer one.
    let url = format!("sqlite:{}", folder.path().join("whole").display());
    let mut db = sqlx::SqliteConnection::connect(&url).await.unwrap();
    sqlx::query("INSERT INTO _sqlx_migrations VALUES (9999, 'later', '2030-01-01', 1, x'00', 1)")
        .execute(&mut db)
        .await
        .unwrap();
    db.close().await.unwrap();
    let problem = open("whole").await.unwrap_err();
    assert!(problem.what.contains("newer"), "{problem:?}");
    // A folder that cannot be made.
    std::fs::write(folder.path().join("file"), "").unwrap();
    let problem = open("file/journal").await.unwrap_err();
    assert_eq!(problem.code, "DRY-9002");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_open_a_new_journal_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("home").join("journal.sqlite");
    let all: Vec<_> = (0..12)
        .map(|n| {
            let path = path.clone();
            tokio::spawn(async move {
                let journal = Journal::open(&path).await?;
                let act = Act {
                    who: format!("{n}"),
                    what: "x".into(),
                    result: "y".into(),
                    tone: "info".into(),
                    ..Act::default()
                };
                for _ in 0..5 {
                    journal.act(&act).await?;
                }
                Ok::<(), drydock_engine::journal::JournalError>(())
            })
        })
        .collect();
    for one in all {
        one.await.unwrap().unwrap();
    }
    let journal = Journal::open(&path).await.unwrap();
    let page = journal.activity(None, 55, 10).await.unwrap();
    assert_eq!((page.total, page.acts.len()), (60, 5));
    assert!(page.acts.is_sorted_by(|a, b| a.id > b.id), "newest first");
    assert_eq!(
        journal.activity(Some("none"), 0, 10).await.unwrap().total,
        0
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rehearsals_are_kept_by_project() {
    let bench = Bench::new().await;
    let report = |id: &str, at: &str| Rehearsal {
        format: 1,
        id: id.into(),
        plan_name: "n".into(),
        plan: "f".into(),
        tool_version: "0".into(),
        at: at.into(),
        took_ms: 1,
        depth: "check".into(),
        verdict: Verdict::Ready,
        figures: Figures {
            rows_read: 7,
            ..Figures::default()
        },
        tables: vec![],
        not_read: vec![],
        losses: vec![],
        left_behind: vec![],
        findings: vec![],
        statements: vec![],
        checks: vec![],
        marks: vec![],
        command: "c".into(),
    };
    assert_eq!(bench.journal.latest_rehearsal("p").await.unwrap(), None);
    bench
        .journal
        .save_rehearsal("p", &report("a", "2026-01-01"))
        .await
        .unwrap();
    bench
        .journal
        .save_rehearsal("p", &report("b", "2026-01-02"))
        .await
        .unwrap();
    bench
        .journal
        .save_rehearsal("other", &report("c", "2026-01-03"))
        .await
        .unwrap();
    assert_eq!(
        bench.journal.latest_rehearsal("p").await.unwrap(),
        Some(report("b", "2026-01-02"))
    );
    assert_eq!(
        bench.journal.rehearsal("p", "a").await.unwrap(),
        Some(report("a", "2026-01-01"))
    );
    assert_eq!(bench.journal.rehearsal("p", "c").await.unwrap(), None);
    let ids: Vec<String> = bench
        .journal
        .rehearsals("p")
        .await
        .unwrap()
        .into_iter()
        .map(|r| r.id)
        .collect();
    assert_eq!(ids, ["b", "a"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn runs_are_listed_newest_first_and_an_id_is_used_once() {
    let bench = Bench::new().await;
    bench.people("app", 0..5);
    let moves = plan(&["app.people > people create"]);
    bench.run("run-a", &moves).await;
    let replace = plan(&["app.people > people replace"]);
    bench.run("run-b", &replace).await;
    let runs = bench.journal.runs(Some("p")).await.unwrap();
    assert_eq!(
        runs.iter().map(|r| r.run.as_str()).collect::<Vec<_>>(),
        ["run-b", "run-a"]
    );
    assert_eq!(
        (
            runs[0].rows_written,
            runs[0].proved,
            runs[0].target.as_str()
        ),
        (5, Some(true), "memory:t")
    );
    assert!(bench.journal.runs(Some("other")).await.unwrap().is_empty());
    let order = bench
        .order("run-a", &replace, &crate::faulty::Script::default())
        .await;
    let (sender, _state) =
        tokio::sync::watch::channel(drydock_engine::run::first_state("run-a", &order.resolved));
    assert!(matches!(
        start(order, sender).await,
        Err(RunError::Taken(_))
    ));
    assert!(
        bench.folder("run-a").join("undo").exists(),
        "the refused run took nothing of the first with it"
    );
    assert_ne!(new_id(), new_id());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_value_of_a_row_is_in_the_journal() {
    let bench = Bench::new().await;
    let rows = (0..30)
        .map(|i| {
            vec![
                drydock_model::Value::Int(i),
                drydock_model::Value::Text("canary-4711".into()),
            ]
        })
        .collect();
    bench.memory.put("app", people(), rows);
    bench
        .run("run", &plan(&["app.people > people create"]))
        .await;
    let path = bench.journal.path().to_owned();
    bench.journal.clone().close().await;
    let bytes = std::fs::read(path).unwrap();
    assert!(!bytes.windows(11).any(|w| w == b"canary-4711"));
}
