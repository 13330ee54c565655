//! Saved addresses of stores, and whether they answer.

use super::project_id::ProjectId;
use super::{Answer, Studio};
use crate::dialogs::Dialogs;
use crate::stream::send_latest;
use drydock_app::views::{
    ConnectionDetails, ConnectionDraft, ConnectionTest, ConnectionView, ConnectionWish, EnvFile,
    Environment, FilePurpose, KeptFile, PasswordChoice, ServerForm, ServerKind,
};
use tauri::State;
use tauri::ipc::Channel;

#[tauri::command]
#[specta::specta]
pub async fn connections(
    studio: Studio<'_>,
    project: Option<ProjectId>,
) -> Answer<Vec<ConnectionView>> {
    studio.connections(project.as_deref()).await
}

#[tauri::command]
#[specta::specta]
pub async fn connection_test(
    studio: Studio<'_>,
    name: String,
    channel: Channel<ConnectionTest>,
) -> Answer<ConnectionTest> {
    let state = studio.connection_test(&name).await?;
    send_latest(state.clone(), &channel).await;
    Ok(state.borrow().clone())
}

#[tauri::command]
#[specta::specta]
pub async fn connection_set_environment(
    studio: Studio<'_>,
    name: String,
    environment: Environment,
) -> Answer<ConnectionView> {
    studio.connection_set_environment(&name, environment).await
}

#[tauri::command]
#[specta::specta]
pub async fn connection_forget(studio: Studio<'_>, name: String) -> Answer<()> {
    studio.connection_forget(&name).await
}

#[tauri::command]
#[specta::specta]
pub async fn connection_add(
    studio: Studio<'_>,
    token: String,
    name: String,
    environment: Environment,
) -> Answer<ConnectionView> {
    studio.connection_add(&token, &name, environment).await
}

/// What a form can be filled for.
#[tauri::command]
#[specta::specta]
pub fn connection_kinds(studio: Studio<'_>) -> Vec<ServerKind> {
    studio.connection_kinds()
}

#[tauri::command]
#[specta::specta]
pub async fn connection_details(studio: Studio<'_>, name: String) -> Answer<ConnectionDetails> {
    studio.connection_details(&name).await
}

#[tauri::command]
#[specta::specta]
pub async fn connection_read_address(studio: Studio<'_>, text: String) -> Answer<ConnectionDraft> {
    studio.connection_read_address(&text)
}

/// Opens the system's dialog and reads what was chosen; nothing when the person cancels.
#[tauri::command]
#[specta::specta]
pub async fn connection_read_env(
    studio: Studio<'_>,
    dialogs: State<'_, Dialogs>,
) -> Answer<Option<EnvFile>> {
    match dialogs.pick_env().await {
        Some(path) => studio.connection_read_env(path).await.map(Some),
        None => Ok(None),
    }
}

/// Opens the system's dialog; nothing when the person cancels.
#[tauri::command]
#[specta::specta]
pub async fn connection_pick_file(
    studio: Studio<'_>,
    dialogs: State<'_, Dialogs>,
    kind: String,
    purpose: FilePurpose,
) -> Answer<Option<KeptFile>> {
    let folder = studio.is_kept_in_a_folder(&kind, purpose)?;
    let picked = dialogs.pick_for_server(purpose, folder).await;
    Ok(picked.map(|path| studio.connection_keep_file(path)))
}

#[tauri::command]
#[specta::specta]
pub async fn connection_save(studio: Studio<'_>, wish: ConnectionWish) -> Answer<ConnectionView> {
    studio.connection_save(wish).await
}

#[tauri::command]
#[specta::specta]
pub async fn connection_change(
    studio: Studio<'_>,
    name: String,
    wish: ConnectionWish,
) -> Answer<ConnectionView> {
    studio.connection_change(&name, wish).await
}

/// Of what is not saved yet; `of` names the saved connection that is being changed.
#[tauri::command]
#[specta::specta]
pub async fn connection_test_draft(
    studio: Studio<'_>,
    form: ServerForm,
    password: PasswordChoice,
    of: Option<String>,
    channel: Channel<ConnectionTest>,
) -> Answer<ConnectionTest> {
    let state = studio
        .connection_test_draft(form, password, of.as_deref())
        .await?;
    send_latest(state.clone(), &channel).await;
    Ok(state.borrow().clone())
}

/// Of a saved connection, or of the draft where none is named.
#[tauri::command]
#[specta::specta]
pub fn connection_test_cancel(studio: Studio<'_>, name: Option<String>) {
    studio.connection_test_cancel(name.as_deref());
}
