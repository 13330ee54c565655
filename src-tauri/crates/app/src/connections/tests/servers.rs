//! The seven steps against real servers: all well, and each step that can fail, with its own cause and fix.

use super::{Desk, ended, form, typed, wish};
use crate::secrets::Secrets;
use crate::views::{ConnectionTest, ConnectionWish, PasswordChoice, ServerForm, StepState, Tls};
use drydock_connector::{Address, Server};
use drydock_testkit::servers::guard::free_port;
use drydock_testkit::servers::postgres::NEEDS_PASSWORD;
use drydock_testkit::servers::{mysql, postgres, proxy::Proxy};
use std::time::Duration;

fn form_of(address: &Address) -> ServerForm {
    let server = Server::of(address).unwrap();
    ServerForm {
        kind: address.kind.clone(),
        host: server.host,
        port: server.port,
        database: server.database,
        user: server.user,
        ..ServerForm::default()
    }
}

async fn tested(form: ServerForm, password: PasswordChoice) -> ConnectionTest {
    let desk = Desk::new(Secrets::absent()).await;
    let seen = desk
        .studio
        .connection_test_draft(form, password, None)
        .await;
    ended(seen.unwrap()).await
}

/// The step that failed, its code and its whole text.
fn failed(test: &ConnectionTest) -> (String, String, String) {
    let at = test.steps.iter().position(|s| s.state == StepState::Failed);
    let at = at.unwrap_or_else(|| panic!("{test:?}"));
    assert!(
        test.steps[at + 1..]
            .iter()
            .all(|s| s.state == StepState::Waiting)
    );
    assert_eq!(test.verdict, None);
    let problem = test.steps[at].problem.clone().unwrap();
    assert_eq!(problem.next.len(), 1, "one fix");
    let text = format!("{} {} {}", problem.what, problem.why, problem.next[0].text);
    (test.steps[at].name.clone(), problem.code, text)
}

fn assert_failed(test: &ConnectionTest, step: &str, code: &str, words: &str) {
    let (found, found_code, text) = failed(test);
    assert_eq!((&*found, &*found_code), (step, code), "{text}");
    assert!(text.contains(words), "{text}");
}

#[tokio::test]
async fn a_server_that_is_well_is_told_in_seven_steps() {
    let postgres = postgres::fresh();
    postgres.sql("CREATE TABLE boats (id int PRIMARY KEY)");
    let mysql = mysql::fresh();
    for (address, name, rights) in [
        (postgres.address(), "PostgreSQL ", 6),
        (mysql.address(), "MariaDB ", 5),
    ] {
        let test = tested(form_of(&address), PasswordChoice::Nothing).await;
        assert_eq!(test.verdict.as_deref(), Some("Ready"), "{test:?}");
        let names: Vec<&str> = test.steps.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, super::super::test::SERVER_STEPS);
        let text = |at: usize| test.steps[at].text.as_str();
        assert_eq!(text(0), "127.0.0.1, as the address says");
        assert_eq!(text(2), "Not encrypted, but on this machine");
        assert!(text(4).starts_with(name), "{}", text(4));
        assert!(text(6).starts_with("In step"), "{}", text(6));
        assert_eq!(test.may.len(), rights);
        assert!(test.may.iter().all(|(_, may)| *may), "{:?}", test.may);
        let untimed = test.steps.iter().filter(|s| s.took_ms.is_none());
        assert_eq!(untimed.map(|s| &*s.name).collect::<Vec<_>>(), ["Sign in"]);
    }
}

#[tokio::test]
async fn each_way_to_be_out_of_reach_has_its_step_cause_and_fix() {
    let there = postgres::fresh();
    let here = form_of(&there.address());
    let nothing = || PasswordChoice::Nothing;

    let unknown = ServerForm {
        host: "nobody.invalid".into(),
        ..here.clone()
    };
    let test = tested(unknown, nothing()).await;
    assert_failed(
        &test,
        "Find the server",
        "DRY-1001",
        "nobody.invalid is not known",
    );

    let closed = ServerForm {
        port: Some(free_port().unwrap()),
        ..here.clone()
    };
    let test = tested(closed, nothing()).await;
    assert_failed(&test, "Reach the port", "DRY-1001", "Nobody listens");

    let encrypted = ServerForm {
        tls: Tls::VerifyFull,
        ..here.clone()
    };
    let test = tested(encrypted, nothing()).await;
    assert_failed(
        &test,
        "Secure connection",
        "DRY-1007",
        "offers no encrypted line",
    );

    let absent = ServerForm {
        database: "nowhere".into(),
        ..here.clone()
    };
    let test = tested(absent, nothing()).await;
    assert_failed(&test, "Sign in", "DRY-1002", "nowhere");

    let schema = ServerForm {
        schema: "nowhere".into(),
        ..here.clone()
    };
    let test = tested(schema, nothing()).await;
    assert_failed(&test, "Sign in", "DRY-1002", "no schema nowhere");

    // Another program at the port.
    let mysql = mysql::fresh();
    let encrypted = ServerForm {
        tls: Tls::VerifyFull,
        ..form_of(&mysql.address())
    };
    let test = tested(encrypted, nothing()).await;
    assert_failed(
        &test,
        "Secure connection",
        "DRY-1007",
        "offers no encrypted line",
    );
    let absent = ServerForm {
        database: "nowhere".into(),
        ..form_of(&mysql.address())
    };
    let test = tested(absent, nothing()).await;
    assert_failed(&test, "Sign in", "DRY-1002", "nowhere");
}

#[tokio::test]
async fn a_wrong_password_is_told_apart_and_the_right_one_is_found_again() {
    let there = postgres::fresh();
    there.sql(&format!(
        "DO $$ BEGIN CREATE ROLE {NEEDS_PASSWORD} LOGIN PASSWORD 'r/i:g@h t'; EXCEPTION WHEN OTHERS THEN NULL; END $$;
         ALTER ROLE {NEEDS_PASSWORD} PASSWORD 'r/i:g@h t'"
    ));
    let postgres = form_of(&there.address_as(NEEDS_PASSWORD));
    let mysql = mysql::fresh();
    mysql.sql(
        "CREATE OR REPLACE USER ann@'%' IDENTIFIED BY 'r/i:g@h t'; GRANT SELECT ON *.* TO ann@'%'",
    );
    for form in [postgres, form_of(&mysql.address_as("ann"))] {
        for wrong in [PasswordChoice::Nothing, typed("wrong")] {
            let test = tested(form.clone(), wrong).await;
            assert_failed(&test, "Sign in", "DRY-1004", "replace the password");
        }
        let test = tested(form.clone(), typed("r/i:g@h t")).await;
        assert_eq!(
            test.verdict.as_deref(),
            Some("Ready, with 1 thing to know"),
            "{test:?}"
        );
        // Saved, it is asked for by name, and as what a changed form still has.
        let desk = Desk::new(Secrets::for_tests()).await;
        let saved = ConnectionWish {
            form: Some(form.clone()),
            ..wish("shop", typed("r/i:g@h t"))
        };
        desk.studio.connection_save(saved).await.unwrap();
        let test = ended(desk.studio.connection_test("shop").await.unwrap()).await;
        assert!(test.verdict.is_some(), "{test:?}");
        let last = desk
            .studio
            .connections(None)
            .await
            .unwrap()
            .remove(0)
            .last_test;
        assert!(last.is_some_and(|last| last.good));
        let unchanged =
            desk.studio
                .connection_test_draft(form, PasswordChoice::Unchanged, Some("shop"));
        assert!(ended(unchanged.await.unwrap()).await.verdict.is_some());
    }
}

#[tokio::test]
async fn what_an_account_may_do_is_asked_and_not_tried() {
    let there = postgres::fresh();
    there.sql(
        "CREATE TABLE boats (id int); CREATE TABLE berths (id int);
         DROP ROLE IF EXISTS drydock_reader; CREATE ROLE drydock_reader LOGIN;
         GRANT SELECT ON ALL TABLES IN SCHEMA public TO drydock_reader",
    );
    let may = |test: &ConnectionTest| {
        let granted = test.may.iter().filter(|(_, may)| *may);
        granted.map(|(what, _)| what.clone()).collect::<Vec<_>>()
    };
    let reader = form_of(&there.address_as("drydock_reader"));
    let test = tested(reader.clone(), PasswordChoice::Nothing).await;
    assert_eq!(may(&test), ["Read tables"]);
    assert_eq!(test.steps[5].text, "It can be a source, not a target");
    there.sql("REVOKE SELECT ON berths FROM drydock_reader");
    let test = tested(reader, PasswordChoice::Nothing).await;
    assert_eq!(may(&test), Vec::<String>::new());
    there.sql("DROP OWNED BY drydock_reader; DROP ROLE drydock_reader");

    let mysql = mysql::fresh();
    mysql.sql("CREATE TABLE boats (id int); CREATE OR REPLACE USER reader@'%'");
    let name = &mysql.name;
    mysql.sql(&format!("GRANT SELECT ON `{name}`.boats TO reader@'%'"));
    let reader = form_of(&mysql.address_as("reader"));
    let test = tested(reader.clone(), PasswordChoice::Nothing).await;
    assert_eq!(may(&test), ["Read tables"]);
    let pattern = name.replace('_', "\\_");
    mysql.sql(&format!(
        "GRANT SELECT, INSERT, UPDATE, CREATE, DROP ON `{pattern}`.* TO reader@'%'"
    ));
    let test = tested(reader, PasswordChoice::Nothing).await;
    assert_eq!(test.steps[5].state, StepState::Good, "{test:?}");
    assert_eq!(may(&test).len(), 4);
}

#[tokio::test]
async fn a_test_that_hangs_is_stopped_by_a_person() {
    let there = postgres::fresh();
    let proxy = Proxy::to(&there.server.host, there.server.port);
    proxy.stall();
    let silent = ServerForm {
        port: Some(proxy.port),
        ..form_of(&there.address())
    };
    let desk = Desk::new(Secrets::absent()).await;
    let nothing = PasswordChoice::Nothing;
    let mut seen = desk
        .studio
        .connection_test_draft(silent, nothing, None)
        .await
        .unwrap();
    let waits = |test: &ConnectionTest| test.steps[2].state == StepState::Running;
    seen.wait_for(waits).await.unwrap();
    desk.studio.connection_test_cancel(None);
    let ended = tokio::time::timeout(Duration::from_secs(2), ended(seen));
    let test = ended.await.expect("it ends at once");
    assert!(test.stopped && test.verdict.is_none());
    assert_eq!(test.steps[1].state, StepState::Good);
    assert_eq!(test.steps[2].state, StepState::Waiting);
}

#[tokio::test]
async fn a_form_that_cannot_be_an_address_is_told_before_anything_is_tried() {
    let desk = Desk::new(Secrets::absent()).await;
    let empty = ServerForm {
        host: String::new(),
        ..form()
    };
    let nothing = PasswordChoice::Nothing;
    let refused = desk
        .studio
        .connection_test_draft(empty, nothing, None)
        .await;
    assert_eq!(refused.unwrap_err().code, "DRY-1011");
}
