//! Guards: every environment against every entry, and names that cannot be slipped past.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

mod common;

use common::{Bench, last};
use drydock_app::Studio;
use drydock_app::model::finding::PlanEdit;
use drydock_app::model::{Problem, Status};
use drydock_app::views::*;

const FILES: [&str; 2] = [
    "langgraph/langgraph_agent.db",
    "langgraph/chatbot_memory.sqlite",
];

fn ids(gate: &Gate) -> Vec<&str> {
    gate.blockers.iter().map(|b| b.id.as_str()).collect()
}

fn code<T>(result: Result<T, Problem>) -> String {
    result.err().map(|p| p.code).unwrap_or_default()
}

/// Makes the dry run out of date in a way that keeps the plan's meaning for the run.
async fn outdate(studio: &Studio, project: &str) {
    let name = "Another name".to_owned();
    studio
        .plan_edit(project, PlanEdit::RenamePlan { name })
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn each_environment_asks_for_what_it_needs() {
    // Without a dry run, with one that is out of date, with one that holds: may it run?
    let table = [
        (Environment::Local, [true, true, true]),
        (Environment::Dev, [false, true, true]),
        (Environment::Staging, [false, false, true]),
        (Environment::Prod, [false, false, true]),
    ];
    for (environment, may) in table {
        let bench = Bench::new().await;
        let id = bench.project(&bench.data(&FILES), environment).await.id;
        let without = bench.studio.gate(&id).await.unwrap();
        bench.rehearse(&id).await;
        outdate(&bench.studio, &id).await;
        let outdated = bench.studio.gate(&id).await.unwrap();
        // Refused by the use-case itself, and so by every entry.
        if !may[1] {
            assert_eq!(
                code(bench.run(&id, Some("unified")).await),
                "DRY-1405",
                "{environment:?}"
            );
        }
        bench.rehearse(&id).await;
        let holds = bench.studio.gate(&id).await.unwrap();
        let gates = [&without, &outdated, &holds];
        assert_eq!(
            gates.map(|g| g.can_run),
            may,
            "{environment:?}: {:?}",
            gates.map(ids)
        );
        assert_eq!(holds.environment, environment);
        assert_eq!(holds.typed_name.is_some(), environment == Environment::Prod);
        assert_eq!(holds.wait_s > 0, environment == Environment::Staging);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn production_wants_the_name_typed_for_running_and_for_rolling_back() {
    let bench = Bench::new().await;
    let id = bench
        .project(&bench.data(&FILES), Environment::Prod)
        .await
        .id;
    bench.rehearse(&id).await;
    let gate = bench.studio.gate(&id).await.unwrap();
    assert_eq!(gate.typed_name.as_deref(), Some("unified"));
    assert!(
        gate.command.ends_with("--confirm unified"),
        "{}",
        gate.command
    );
    for typed in [
        None,
        Some(""),
        Some("Unified"),
        Some("unified "),
        Some("unifie"),
    ] {
        assert_eq!(code(bench.run(&id, typed).await), "DRY-1409", "{typed:?}");
    }
    assert_eq!(
        bench.studio.runs(None).await.unwrap(),
        [],
        "a refusal leaves no run"
    );
    let run = bench.run(&id, Some("unified")).await.unwrap().state.run;
    let preview = bench.studio.undo_preview(&run).await.unwrap();
    assert_eq!(preview.typed_name.as_deref(), Some("unified"));
    assert_eq!(code(bench.undo(&run, None).await), "DRY-1409");
    let back = bench.undo(&run, Some("unified")).await.unwrap();
    assert_eq!(back.state.status, Status::RolledBack);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_spells_the_address_out_meets_the_same_guard() {
    let bench = Bench::new().await;
    let data = bench.data(&FILES);
    let live = data.join("live.db");
    bench.sql(&live, "CREATE TABLE there (a)");
    let found = bench.studio.look_for_target(live.clone()).await.unwrap();
    bench
        .studio
        .connection_add(&found.token, "live", Environment::Prod)
        .await
        .unwrap();
    let plan = data.join("plan.toml");
    for target in [
        "sqlite:live.db".to_owned(),
        format!("sqlite:{}/../data/live.db", data.display()),
    ] {
        let text = format!(
            "drydock = 1\nname = \"x\"\n[sources.a]\nconnection = \"sqlite:langgraph_agent.db\"\n[target]\nconnection = \"{target}\"\n\
             [[move]]\nfrom = \"a.llm_providers\"\nto = \"llm_providers\"\n"
        );
        std::fs::write(&plan, text).unwrap();
        let id = bench.studio.plan_at(&plan).unwrap();
        let gate = bench.studio.gate(&id).await.unwrap();
        assert_eq!(gate.environment, Environment::Prod, "{target}");
        assert!(ids(&gate).contains(&"rehearsal-missing"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_neither_kept_nor_rolled_back_is_settled_first() {
    let bench = Bench::new().await;
    let id = bench
        .project(&bench.data(&FILES), Environment::Local)
        .await
        .id;
    let run = bench.run(&id, None).await.unwrap().state.run;
    let gate = bench.studio.gate(&id).await.unwrap();
    assert_eq!(ids(&gate)[0], run);
    assert_eq!(code(bench.run(&id, None).await), "DRY-1405");
    bench.studio.run_keep(&run).await.unwrap();
    let gate = bench.studio.gate(&id).await.unwrap();
    assert!(!ids(&gate).contains(&run.as_str()), "{:?}", gate.blockers);
    // Kept: the tables are there now, and the plan would make them again.
    assert!(
        gate.blockers
            .iter()
            .any(|b| b.text.contains("is there already")),
        "{:?}",
        gate.blockers
    );
    assert_eq!(code(bench.undo(&run, None).await), "DRY-2303");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_under_a_run_is_not_pulled_away() {
    let bench = Bench::new().await;
    let id = bench
        .project(&bench.data(&FILES), Environment::Local)
        .await
        .id;
    let seen = bench.studio.rehearse_start(&id).await.unwrap();
    let second = code(bench.studio.rehearse_start(&id).await);
    let edit = PlanEdit::RenamePlan { name: "x".into() };
    let edited = code(bench.studio.plan_edit(&id, edit).await);
    if seen.borrow().running {
        assert_eq!((second.as_str(), edited.as_str()), ("DRY-2101", "DRY-2101"));
    }
    last(seen).await;
    assert_eq!(
        code(bench.studio.run_pause("run-20200101-000000-0000").await),
        "DRY-2401"
    );
    assert_eq!(code(bench.studio.run_state("../../etc").await), "DRY-2401");
    assert_eq!(
        code(bench.studio.left_behind("../x", 0, 10).await),
        "DRY-2401"
    );
    let run = bench.run(&id, None).await.unwrap().state.run;
    assert_eq!(code(bench.studio.run_pause(&run).await), "DRY-2402");
    assert_eq!(
        code(bench.studio.project_open("../../etc").await),
        "DRY-1002"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_files_and_projects_lead_nowhere_else() {
    let bench = Bench::new().await;
    let found = bench.studio.look(vec![bench.data(&FILES)]).await.unwrap();
    for name in ["../out.db", "/tmp/out.db", "a/b.db", "..", "", "plan.toml"] {
        let new = NewProject {
            name: "../../evil".into(),
            sources: found.stores.iter().map(|s| s.token.clone()).collect(),
            saved_sources: Vec::new(),
            target: NewTarget::NewFile { name: name.into() },
            environment: Environment::Local,
        };
        assert_eq!(
            code(bench.studio.project_create(new).await),
            "DRY-9004",
            "{name:?}"
        );
    }
    assert_eq!(bench.studio.projects().await.unwrap(), []);
    assert_eq!(
        bench.studio.connections(None).await.unwrap(),
        [],
        "what was refused left nothing"
    );
    let home = std::fs::read_dir(bench.path("home/projects"))
        .unwrap()
        .count();
    assert_eq!(home, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn ends_that_a_plan_spells_out_are_shown_tested_and_guarded_like_saved_ones() {
    let bench = Bench::new().await;
    let data = bench.data(&FILES);
    let plan = data.join("plan.toml");
    std::fs::write(
        &plan,
        "drydock = 1\nname = \"spelled\"\n[sources.a]\nconnection = \"sqlite:langgraph_agent.db\"\n[target]\n\
         connection = \"sqlite:new.db\"\n[[move]]\nfrom = \"a.llm_providers\"\nto = \"llm_providers\"\n",
    )
    .unwrap();
    let found = bench.studio.look(vec![plan]).await.unwrap();
    let id = bench
        .studio
        .project_from_plan(&found.token)
        .await
        .unwrap()
        .id;
    let all = bench.studio.connections(Some(&id)).await.unwrap();
    let roles: Vec<_> = all.iter().map(|c| (c.role.as_deref(), c.there)).collect();
    assert_eq!(roles, [(Some("source"), true), (Some("target"), false)]);
    assert_eq!(bench.studio.connections(None).await.unwrap(), []);
    let tested = last(bench.studio.connection_test(&all[0].name).await.unwrap()).await;
    assert_eq!(tested.verdict.as_deref(), Some("Ready"));
    let guarded = bench
        .studio
        .connection_set_environment(&all[1].name, Environment::Prod)
        .await
        .unwrap();
    assert_eq!(
        (guarded.name.as_str(), guarded.environment),
        ("new", Environment::Prod)
    );
    let gate = bench.studio.gate(&id).await.unwrap();
    assert_eq!(gate.environment, Environment::Prod);
    assert!(ids(&gate).contains(&"rehearsal-missing"));
    assert_eq!(bench.studio.connections(Some(&id)).await.unwrap().len(), 2);
}
