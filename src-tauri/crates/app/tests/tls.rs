//! A line is only as good as the certificate at its other end: each way in which one can be wrong is told apart. The
//! certificates in `data/tls` are for these tests alone.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

use drydock_app::Studio;
use drydock_app::views::{ConnectionTest, PasswordChoice, ServerForm, StepState, Tls};
use drydock_testkit::servers::postgres::{Database, fresh};
use std::path::PathBuf;

fn data(name: &str) -> PathBuf {
    let tests = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests");
    tests.join("data/tls").join(name)
}

/// The server writes its own files: it reads a key only when nobody else can.
fn offers(server: &Database, certificate: &str) {
    for (name, file) in [("server.crt", certificate), ("server.key", "server.key")] {
        let text = std::fs::read_to_string(data(file)).unwrap();
        server.sql(&format!(
            "COPY (SELECT line FROM regexp_split_to_table('{}', '\\n') AS line)
             TO PROGRAM 'umask 077; cat > {name}'",
            text.trim_end()
        ));
    }
    server.sql("ALTER SYSTEM SET ssl = on");
    server.sql("SELECT pg_reload_conf()");
}

async fn tested(studio: &Studio, form: ServerForm) -> ConnectionTest {
    let tried = studio.connection_test_draft(form, PasswordChoice::Nothing, None);
    let mut seen = tried.await.unwrap();
    while seen.changed().await.is_ok() {}
    seen.borrow().clone()
}

fn why(test: &ConnectionTest) -> &str {
    let step = &test.steps[2];
    assert_eq!(step.state, StepState::Failed, "{test:?}");
    let problem = step.problem.as_ref().unwrap();
    assert_eq!(problem.code, "DRY-1007");
    &problem.why
}

#[tokio::test]
async fn each_wrong_certificate_is_told_apart() {
    if std::env::var_os("DRYDOCK_TEST_POSTGRES").is_some() {
        println!("not applicable: the settings of that server are not ours to change");
        return;
    }
    let server = fresh();
    let home = tempfile::tempdir().unwrap();
    let studio = Studio::open(home.path().join("home")).await.unwrap();
    let checked = ServerForm {
        kind: "postgres".into(),
        host: "localhost".into(),
        port: Some(server.server.port),
        database: server.name.clone(),
        user: server.server.user.clone(),
        tls: Tls::VerifyFull,
        ca: Some(studio.connection_keep_file(data("authority.pem"))),
        ..ServerForm::default()
    };
    let by_number = ServerForm {
        host: "127.0.0.1".into(),
        ..checked.clone()
    };
    let unknown = ServerForm {
        ca: None,
        ..checked.clone()
    };

    offers(&server, "server.pem");
    let good = tested(&studio, checked.clone()).await;
    assert_eq!(good.verdict.as_deref(), Some("Ready"), "{good:?}");
    assert_eq!(
        good.steps[2].text,
        "TLS 1.3, and the certificate is that of localhost"
    );
    assert!(why(&tested(&studio, by_number.clone()).await).contains("another name"));
    assert!(why(&tested(&studio, unknown).await).contains("vouches"));
    // An authority that is enough, whatever the name; and none at all, on this machine.
    let any_name = ServerForm {
        tls: Tls::VerifyCa,
        ..by_number.clone()
    };
    assert_eq!(
        tested(&studio, any_name).await.verdict.as_deref(),
        Some("Ready")
    );
    let usual = ServerForm {
        tls: Tls::Usual,
        ca: None,
        ..by_number
    };
    assert_eq!(tested(&studio, usual).await.steps[2].text, "TLS 1.3");

    offers(&server, "expired.pem");
    assert!(why(&tested(&studio, checked.clone()).await).contains("expired"));
    let gone = ServerForm {
        ca: Some(studio.connection_keep_file("/nowhere/authority.pem".into())),
        ..checked
    };
    let gone = tested(&studio, gone).await;
    let problem = gone.steps[2].problem.as_ref().unwrap();
    assert!(
        problem.what.contains("/nowhere/authority.pem"),
        "{problem:?}"
    );
}
