//! Commands through the real IPC layer, on Tauri's mock runtime: no window and no display is needed.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

use drydock_app::Studio;
use serde_json::{Value, json};
use tauri::async_runtime::block_on;
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{
    INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder, mock_context, noop_assets,
};
use tauri::webview::InvokeRequest;
use tauri::{App, WebviewWindow, WebviewWindowBuilder};
use tempfile::TempDir;

/// A window over a home of its own.
struct Desk {
    window: WebviewWindow<MockRuntime>,
    _app: App<MockRuntime>,
    home: TempDir,
}

impl Desk {
    fn new() -> Desk {
        Desk::at(tempfile::tempdir().unwrap())
    }

    fn at(home: TempDir) -> Desk {
        let mut context = mock_context(noop_assets());
        // Empty in the mock, and then plugins would write beside the folders of other programs.
        context.config_mut().identifier = "app.drydock.tests".into();
        let app = drydock_desktop::configure(mock_builder())
            .build(context)
            .unwrap();
        let studio = block_on(Studio::open(home.path().to_owned())).unwrap();
        drydock_desktop::init(app.handle(), studio).unwrap();
        let window = WebviewWindowBuilder::new(&app, "main", Default::default())
            .build()
            .unwrap();
        Desk {
            window,
            _app: app,
            home,
        }
    }

    fn call(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        let request = InvokeRequest {
            cmd: command.into(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: "tauri://localhost".parse().unwrap(),
            body: InvokeBody::Json(arguments),
            headers: Default::default(),
            invoke_key: INVOKE_KEY.to_string(),
        };
        get_ipc_response(&self.window, request).map(|body| body.deserialize().unwrap())
    }
}

#[test]
fn settings_are_kept_when_the_window_is_opened_again() {
    let desk = Desk::new();
    assert_eq!(
        desk.call("settings_get", json!({ "key": "appearance" })),
        Ok(Value::Null)
    );
    let saved = json!({ "key": "appearance", "json": r#"{"theme":"dark"}"# });
    assert_eq!(desk.call("settings_set", saved), Ok(Value::Null));

    let again = Desk::at(desk.home);
    assert_eq!(
        again.call("settings_get", json!({ "key": "appearance" })),
        Ok(json!(r#"{"theme":"dark"}"#))
    );
    assert!(again.home.path().join("settings.json").is_file());
}

#[test]
fn a_setting_that_is_not_json_is_a_problem_and_changes_nothing() {
    let desk = Desk::new();
    let refused = desk.call("settings_set", json!({ "key": "x", "json": "{" }));
    assert_eq!(refused.unwrap_err()["code"], "DRY-9001");
    assert_eq!(
        desk.call("settings_get", json!({ "key": "x" })),
        Ok(Value::Null)
    );
}

#[test]
fn a_project_is_named_by_its_id_and_never_by_a_path() {
    let desk = Desk::new();
    let unknown = desk.call("project_open", json!({ "id": "nobody" }));
    assert_eq!(unknown.unwrap_err()["code"], "DRY-1002");
    for id in ["at:/etc/plan.toml", "../nobody", "/etc/plan.toml"] {
        let refused = desk.call("map", json!({ "project": id })).unwrap_err();
        assert!(
            refused
                .as_str()
                .unwrap_or_default()
                .contains("not the id of a project")
        );
    }
}

#[test]
fn the_sample_is_opened_read_and_rehearsed() {
    let desk = Desk::new();
    assert_eq!(desk.call("projects", json!({})), Ok(json!([])));
    let sample = desk.call("sample_open", json!({})).unwrap();
    let project = sample["id"].as_str().unwrap();
    let projects = desk.call("projects", json!({})).unwrap();
    assert_eq!(projects[0]["id"], project);

    let map = desk.call("map", json!({ "project": project })).unwrap();
    assert!(!map["tables"].as_array().unwrap().is_empty());

    // The channel of the mock goes nowhere; the answer comes when the dry run has ended.
    let watched = json!({ "project": project, "channel": "__CHANNEL__:1" });
    assert_eq!(desk.call("rehearse_start", watched), Ok(Value::Null));
    let rehearsal = desk
        .call("rehearsal", json!({ "project": project }))
        .unwrap();
    assert_eq!(rehearsal["running"], false);
    assert_eq!(rehearsal["problem"], Value::Null);
    assert!(
        rehearsal["report"]["figures"]["rows_read"]
            .as_u64()
            .unwrap()
            > 0
    );
}
