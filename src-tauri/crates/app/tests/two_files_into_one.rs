//! Case C by use-cases: found, mapped, rehearsed, run, proved, kept; and rolled back.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

mod common;

use common::{Bench, bytes_of, count, last};
use drydock_app::model::rehearsal::Verdict;
use drydock_app::model::{Status, finding::PlanEdit};
use drydock_app::views::*;

const FILES: [&str; 2] = [
    "langgraph/langgraph_agent.db",
    "langgraph/chatbot_memory.sqlite",
];

fn stop(view: &ProjectView, name: StopName) -> &Stop {
    view.stops.iter().find(|s| s.name == name).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn found_files_become_one_that_is_proved_and_kept() {
    let bench = Bench::new().await;
    let data = bench.data(&FILES);
    let before = bytes_of(&data);

    let found = bench.studio.look(vec![data.clone()]).await.unwrap();
    let names: Vec<_> = found
        .stores
        .iter()
        .map(|s| (s.file.as_str(), s.tables > 0))
        .collect();
    assert_eq!(
        names,
        [
            ("chatbot_memory.sqlite", true),
            ("langgraph_agent.db", true)
        ]
    );
    assert!(found.unusable.is_empty() && found.plan_file.is_none());

    let project = bench.project(&data, Environment::Local).await;
    assert_eq!(stop(&project, StopName::Connect).note, "3 of 3");
    let map = bench.studio.map(&project.id).await.unwrap();
    assert_eq!(map.fields_mapped, map.fields_total, "{:?}", map.findings);
    assert!(
        map.tables
            .iter()
            .any(|t| t.to == "checkpoints" && t.rows > 0)
    );

    let rehearsed = bench.rehearse(&project.id).await;
    let report = rehearsed.report.unwrap();
    assert_eq!(report.verdict, Verdict::Ready, "{:?}", report.findings);
    assert_eq!(rehearsed.outdated, None);
    assert!(!bench.target(&project).exists(), "a dry run writes nothing");
    let view = bench.studio.project_open(&project.id).await.unwrap();
    assert_eq!(
        (view.next.label.as_str(), view.next.screen),
        ("Run", Screen::Run)
    );

    let gate = bench.studio.gate(&project.id).await.unwrap();
    assert!(gate.can_run, "{:?}", gate.blockers);
    let run = bench.run(&project.id, None).await.unwrap();
    assert_eq!(run.state.problem, None);
    assert_eq!(
        (run.state.status, run.state.proved),
        (Status::Finished, Some(true))
    );
    assert_eq!(run.state.rows_written, report.figures.will_be_written);

    let validate = bench.studio.validate(&project.id).await.unwrap();
    assert!(validate.proof.unwrap().equal);
    let again = last(bench.studio.prove_start(&run.state.run).await.unwrap()).await;
    assert!(again.proof.unwrap().equal, "{:?}", again.problem);

    let view = bench.studio.project_open(&project.id).await.unwrap();
    assert_eq!(view.next.label, "Keep or roll back");
    let kept = bench.studio.run_keep(&run.state.run).await.unwrap();
    assert!(kept.state.kept && !kept.line.can_undo);
    let target = bench.target(&project);
    assert_eq!(
        count(
            &target,
            "SELECT count(*) FROM sqlite_schema WHERE name LIKE '_drydock%'"
        ),
        0
    );
    let checkpoints = map
        .tables
        .iter()
        .find(|t| t.dataset == "checkpoints")
        .unwrap();
    assert_eq!(
        count(&target, "SELECT count(*) FROM checkpoints"),
        checkpoints.rows as i64
    );
    assert!(
        bytes_of(&data) == before,
        "the sources are as they were, with no file beside them"
    );

    let acts = bench
        .studio
        .activity(Some(&project.id), 0, 50)
        .await
        .unwrap();
    let whats: Vec<_> = acts.lines.iter().map(|l| l.what.as_str()).collect();
    assert_eq!(
        whats,
        [
            "Kept the result of the run",
            "Proved the target",
            "Ran the plan",
            "Made a dry run",
            "Made a project"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn rolling_back_removes_what_was_not_there_before() {
    let bench = Bench::new().await;
    let project = bench.project(&bench.data(&FILES), Environment::Local).await;
    let run = bench.run(&project.id, None).await.unwrap();
    assert_eq!(
        run.state.status,
        Status::Finished,
        "{:?}",
        run.state.problem
    );
    let points = bench.studio.undo_points(Some(&project.id)).await.unwrap();
    assert_eq!(points.len(), 1);
    assert!(points[0].whole && !points[0].changed_since && points[0].undo.removes_target);
    let preview = bench.studio.undo_preview(&run.state.run).await.unwrap();
    assert!(preview.tables.iter().all(|t| t.rows_after.is_none()));
    let back = bench.undo(&run.state.run, None).await.unwrap();
    assert_eq!(back.state.status, Status::RolledBack);
    assert!(!bench.target(&project).exists());
    assert_eq!(bench.studio.undo_points(None).await.unwrap(), []);
    let view = bench.studio.project_open(&project.id).await.unwrap();
    assert_eq!(view.next.label, "Dry run", "{:?}", view.next);
    // And again, from the beginning.
    let second = bench.run(&project.id, None).await.unwrap();
    assert_eq!(second.state.proved, Some(true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_that_was_there_is_put_back_byte_by_byte() {
    let bench = Bench::new().await;
    let data = bench.data(&FILES);
    let target = bench.path("there.sqlite");
    bench.sql(&target, "CREATE TABLE kept (a TEXT); INSERT INTO kept VALUES ('x'), (NULL); PRAGMA user_version = 3;");
    let before = std::fs::read(&target).unwrap();
    let found = bench.studio.look(vec![data]).await.unwrap();
    let picked = bench.studio.look_for_target(target.clone()).await.unwrap();
    let project = bench
        .studio
        .project_create(NewProject {
            name: "Into what is there".into(),
            sources: found.stores.iter().map(|s| s.token.clone()).collect(),
            saved_sources: Vec::new(),
            target: NewTarget::Picked {
                token: picked.token,
            },
            environment: Environment::Local,
        })
        .await
        .unwrap();
    let run = bench.run(&project.id, None).await.unwrap();
    assert_eq!(run.state.proved, Some(true), "{:?}", run.state.problem);
    let preview = bench.studio.undo_preview(&run.state.run).await.unwrap();
    let kept = preview.tables.iter().find(|t| t.table == "kept").unwrap();
    assert_eq!((kept.rows_now, kept.rows_after), (Some(2), Some(2)));
    bench.undo(&run.state.run, None).await.unwrap();
    assert!(std::fs::read(&target).unwrap() == before);
}

#[tokio::test(flavor = "multi_thread")]
async fn edits_are_saved_taken_back_and_made_again() {
    let bench = Bench::new().await;
    let project = bench.project(&bench.data(&FILES), Environment::Local).await;
    let first = bench.studio.map(&project.id).await.unwrap();
    let from = first
        .tables
        .iter()
        .find(|t| t.to == "checkpoints")
        .unwrap()
        .from
        .clone();
    let edit = PlanEdit::MoveTo {
        from: from.clone(),
        to: "moments".into(),
    };
    let edited = bench.studio.plan_edit(&project.id, edit).await.unwrap();
    assert!(edited.can_undo && !edited.can_redo && edited.fingerprint != first.fingerprint);
    assert!(edited.plan_text.contains("moments"));
    // The other shell sees the same plan.
    let other = bench.another().await.map(&project.id).await.unwrap();
    assert_eq!(other.fingerprint, edited.fingerprint);
    assert!(!other.can_undo, "steps belong to the window that made them");
    let undone = bench.studio.plan_undo(&project.id).await.unwrap();
    assert_eq!(undone.fingerprint, first.fingerprint);
    assert!(undone.can_redo);
    let redone = bench.studio.plan_redo(&project.id).await.unwrap();
    assert_eq!(redone.fingerprint, edited.fingerprint);
    assert_eq!(
        bench.studio.plan_redo(&project.id).await.unwrap_err().code,
        "DRY-9004"
    );
    let left = PlanEdit::Leave { from };
    let view = bench.studio.plan_edit(&project.id, left).await.unwrap();
    assert!(view.fields_left > 0 && view.tables.iter().any(|t| t.left));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_file_is_told_beside_what_is_found() {
    let bench = Bench::new().await;
    let data = bench.data(&[
        "langgraph/langgraph_agent.db",
        "nasty/empty.sqlite",
        "nasty/not_a_database.sqlite",
        "nasty/cut_short.sqlite",
    ]);
    std::fs::write(data.join("photo.jpg"), "nothing").unwrap();
    std::fs::create_dir_all(data.join("node_modules")).unwrap();
    std::fs::copy(
        data.join("langgraph_agent.db"),
        data.join("node_modules/inner.db"),
    )
    .unwrap();
    std::fs::create_dir_all(data.join(".hidden")).unwrap();
    std::fs::copy(
        data.join("langgraph_agent.db"),
        data.join(".hidden/inner.db"),
    )
    .unwrap();
    #[cfg(unix)]
    {
        let outside = bench.path("outside.db");
        std::fs::copy(data.join("langgraph_agent.db"), &outside).unwrap();
        std::os::unix::fs::symlink(&outside, data.join("link.db")).unwrap();
        std::os::unix::fs::symlink(&data, data.join("round")).unwrap();
    }
    let found = bench.studio.look(vec![data]).await.unwrap();
    let files: Vec<_> = found.stores.iter().map(|s| s.file.as_str()).collect();
    assert_eq!(files, ["langgraph_agent.db"]);
    let unusable: Vec<_> = found
        .unusable
        .iter()
        .map(|(file, p)| (file.as_str(), p.code.as_str()))
        .collect();
    assert_eq!(
        unusable,
        [
            ("cut_short.sqlite", "DRY-1204"),
            ("empty.sqlite", "DRY-1202"),
            ("not_a_database.sqlite", "DRY-1201"),
        ]
    );
    let alone = bench
        .studio
        .look(vec![bench.path("data/photo.jpg")])
        .await
        .unwrap();
    assert_eq!((alone.stores.len(), alone.unusable.len()), (0, 1));
    let gone = bench
        .studio
        .look(vec![bench.path("nowhere")])
        .await
        .unwrap_err();
    assert_eq!(gone.code, "DRY-9003");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_is_tested_step_by_step() {
    let bench = Bench::new().await;
    let project = bench.project(&bench.data(&FILES), Environment::Local).await;
    let all = bench.studio.connections(Some(&project.id)).await.unwrap();
    let roles: Vec<_> = all
        .iter()
        .map(|c| (c.name.as_str(), c.role.as_deref(), c.there))
        .collect();
    assert_eq!(
        roles,
        [
            ("chatbot-memory", Some("source"), true),
            ("langgraph-agent", Some("source"), true),
            ("unified", Some("target"), false),
        ]
    );
    let good = last(
        bench
            .studio
            .connection_test("chatbot-memory")
            .await
            .unwrap(),
    )
    .await;
    assert_eq!(good.verdict.as_deref(), Some("Ready"), "{good:?}");
    let new = last(bench.studio.connection_test("unified").await.unwrap()).await;
    assert_eq!(
        new.verdict.as_deref(),
        Some("Ready, with 4 things to know"),
        "{new:?}"
    );
    std::fs::write(
        bench.path("data/chatbot_memory.sqlite"),
        "not a database at all",
    )
    .unwrap();
    let bad = last(
        bench
            .studio
            .connection_test("chatbot-memory")
            .await
            .unwrap(),
    )
    .await;
    assert_eq!(bad.verdict, None);
    assert_eq!(bad.steps[1].problem.as_ref().unwrap().code, "DRY-1201");
    let used = bench.studio.connection_forget("unified").await.unwrap_err();
    assert_eq!(used.code, "DRY-9004");
}
