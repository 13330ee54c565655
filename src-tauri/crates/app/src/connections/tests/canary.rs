//! A password that is planted on every way in is in the keychain, and nowhere else: in no file, view, problem or log.

use super::{Desk, ended, typed, wish};
use crate::secrets::Secrets;
use crate::views::{ConnectionWish, PasswordChoice, PasswordPlace, ServerForm};
use drydock_testkit::servers::guard::free_port;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tracing_subscriber::fmt::MakeWriter;

const CANARY: &str = "canary-7c2e";
/// As it stands in an address.
const WRITTEN: &str = "canary-7c2e%40p/s?s";

fn holds_canary(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(holds_canary(&path));
        } else {
            let bytes = fs::read(&path).unwrap();
            let mut windows = bytes.windows(CANARY.len());
            if windows.any(|w| w == CANARY.as_bytes()) {
                found.push(path);
            }
        }
    }
    found
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Log;

    fn make_writer(&'a self) -> Log {
        self.clone()
    }
}

#[tokio::test]
async fn a_password_on_any_way_in_goes_to_the_keychain_alone() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    let _listening = tracing::subscriber::set_default(subscriber);

    let desk = Desk::new(Secrets::for_tests()).await;
    let studio = &desk.studio;
    let mut seen = String::new();
    let mut tell = |what: &dyn std::fmt::Debug, json: String| {
        seen.push_str(&format!("{what:?}\n{json}\n"));
    };
    let port = free_port().unwrap();
    let address = format!("postgres://ann:{WRITTEN}@127.0.0.1:{port}/shop");

    // Pasted, in good order and not.
    let draft = studio.connection_read_address(&address).unwrap();
    tell(&draft, serde_json::to_string(&draft).unwrap());
    for wrong in [
        format!("{address}:x@a,b"),
        format!("mongodb://ann:{CANARY}@db/x"),
        format!("{CANARY}://x"),
        CANARY.to_owned(),
        format!("postgres://ann:{CANARY}@db:port/x"),
    ] {
        if let Err(problem) = studio.connection_read_address(&wrong) {
            tell(&problem, serde_json::to_string(&problem).unwrap());
        }
    }
    let token = draft.password.clone().unwrap();
    let pasted = ConnectionWish {
        form: Some(draft.form.clone()),
        ..wish("pasted", PasswordChoice::Draft { token })
    };
    tell(&pasted, String::new());
    let view = studio.connection_save(pasted).await.unwrap();
    tell(&view, serde_json::to_string(&view).unwrap());

    // Typed into the form; tested, saved, kept until closed, refused.
    let choice = typed(CANARY);
    tell(&choice, String::new());
    let form = ServerForm {
        host: "127.0.0.1".into(),
        port: Some(port),
        ..super::form()
    };
    let test = studio
        .connection_test_draft(form.clone(), choice, None)
        .await;
    let test = ended(test.unwrap()).await;
    tell(&test, serde_json::to_string(&test).unwrap());
    for (name, keep) in [
        ("typed", PasswordPlace::Keychain),
        ("here", PasswordPlace::UntilClosed),
    ] {
        let typed = ConnectionWish {
            form: Some(form.clone()),
            keep,
            ..wish(name, typed(CANARY))
        };
        let view = studio.connection_save(typed).await.unwrap();
        tell(&view, serde_json::to_string(&view).unwrap());
    }
    let taken = studio.connection_save(wish("typed", typed(CANARY))).await;
    tell(&taken, String::new());
    let absent = Desk::new(Secrets::absent()).await;
    let refused = absent
        .studio
        .connection_save(wish("typed", typed(CANARY)))
        .await;
    tell(
        &refused,
        serde_json::to_string(&refused.clone().unwrap_err()).unwrap(),
    );

    // From a file of settings, which lies outside of Drydock's own.
    let elsewhere = tempfile::tempdir().unwrap();
    let env = elsewhere.path().join(".env");
    fs::write(
        &env,
        format!("DATABASE_URL={address}\nB_URL=postgres://x:{CANARY}@a,b/c"),
    )
    .unwrap();
    let file = studio.connection_read_env(env).await.unwrap();
    tell(&file, serde_json::to_string(&file).unwrap());
    let found = studio
        .look(vec![elsewhere.path().to_owned()])
        .await
        .unwrap();
    tell(&found, serde_json::to_string(&found).unwrap());
    let token = file.found[0].draft.password.clone().unwrap();
    let env_wish = ConnectionWish {
        form: Some(file.found[0].draft.form.clone()),
        ..wish("env", PasswordChoice::Draft { token })
    };
    studio.connection_save(env_wish).await.unwrap();

    // In a variable that a command names, in a plan or on a command line; and all that looks at what is saved.
    let of_variable = studio.take_address(&format!("{address}?pgbouncer=true"));
    assert_eq!(of_variable, format!("postgres://ann@127.0.0.1:{port}/shop"));
    for store in [address.as_str(), &of_variable, "pasted", "typed", "here"] {
        let inspected = studio.inspect(store, false).await;
        tell(&inspected.unwrap_err(), String::new());
    }
    let all = studio.connections(None).await.unwrap();
    tell(&all, serde_json::to_string(&all).unwrap());
    for view in &all {
        let details = studio.connection_details(&view.name).await.unwrap();
        tell(&details, serde_json::to_string(&details).unwrap());
        let test = ended(studio.connection_test(&view.name).await.unwrap()).await;
        tell(&test, serde_json::to_string(&test).unwrap());
    }
    let activity = studio.activity(None, 0, 100).await.unwrap();
    tell(&activity, serde_json::to_string(&activity).unwrap());

    for name in ["pasted", "env"] {
        let secret = studio.secrets().get(name).await.unwrap();
        assert_eq!(secret.as_deref(), Some("canary-7c2e@p/s?s"), "{name}");
    }
    assert_eq!(
        studio.secrets().get("typed").await.unwrap().as_deref(),
        Some(CANARY)
    );
    assert!(!seen.contains(CANARY), "{seen}");
    assert_eq!(holds_canary(desk.folder.path()), Vec::<PathBuf>::new());
    assert_eq!(holds_canary(absent.folder.path()), Vec::<PathBuf>::new());
    let log = log.0.lock().unwrap_or_else(PoisonError::into_inner);
    assert!(!String::from_utf8_lossy(&log).contains(CANARY));
}
