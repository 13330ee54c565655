//! Saved addresses of stores, and whether they answer.

use super::project_id::ProjectId;
use super::{Answer, Studio};
use crate::stream::send_latest;
use drydock_app::views::{ConnectionTest, ConnectionView, Environment};
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
