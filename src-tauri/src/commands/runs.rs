//! Runs: the gate before them, their state while they go, what they left behind, and their proof.

use super::project_id::ProjectId;
use super::{Answer, Studio};
use crate::stream::send_latest;
use drydock_app::views::{Gate, LeftPage, RunLine, RunView, ValidateView};
use tauri::ipc::Channel;

#[tauri::command]
#[specta::specta]
pub async fn gate(studio: Studio<'_>, project: ProjectId) -> Answer<Gate> {
    studio.gate(&project).await
}

#[tauri::command]
#[specta::specta]
pub async fn run_start(
    studio: Studio<'_>,
    project: ProjectId,
    typed: Option<String>,
) -> Answer<RunView> {
    studio.run_start(&project, typed.as_deref()).await
}

/// Sends the present state at once, then every newer one until the run has ended.
#[tauri::command]
#[specta::specta]
pub async fn run_watch(studio: Studio<'_>, run: String, channel: Channel<RunView>) -> Answer<()> {
    send_latest(studio.run_watch(&run).await?, &channel).await;
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub async fn run_state(studio: Studio<'_>, run: String) -> Answer<RunView> {
    studio.run_state(&run).await
}

#[tauri::command]
#[specta::specta]
pub async fn run_pause(studio: Studio<'_>, run: String) -> Answer<RunView> {
    studio.run_pause(&run).await
}

#[tauri::command]
#[specta::specta]
pub async fn run_go_on(studio: Studio<'_>, run: String) -> Answer<RunView> {
    studio.run_go_on(&run).await
}

#[tauri::command]
#[specta::specta]
pub async fn run_stop(studio: Studio<'_>, run: String) -> Answer<RunView> {
    studio.run_stop(&run).await
}

#[tauri::command]
#[specta::specta]
pub async fn run_resume(studio: Studio<'_>, run: String) -> Answer<RunView> {
    studio.run_resume(&run).await
}

#[tauri::command]
#[specta::specta]
pub async fn run_keep(studio: Studio<'_>, run: String) -> Answer<RunView> {
    studio.run_keep(&run).await
}

#[tauri::command]
#[specta::specta]
pub async fn runs(studio: Studio<'_>, project: Option<ProjectId>) -> Answer<Vec<RunLine>> {
    studio.runs(project.as_deref()).await
}

#[tauri::command]
#[specta::specta]
pub async fn left_behind(
    studio: Studio<'_>,
    run: String,
    offset: u32,
    limit: u32,
) -> Answer<LeftPage> {
    studio.left_behind(&run, offset, limit).await
}

#[tauri::command]
#[specta::specta]
pub async fn validate(studio: Studio<'_>, project: ProjectId) -> Answer<ValidateView> {
    studio.validate(&project).await
}

#[tauri::command]
#[specta::specta]
pub async fn prove_start(
    studio: Studio<'_>,
    run: String,
    channel: Channel<ValidateView>,
) -> Answer<()> {
    send_latest(studio.prove_start(&run).await?, &channel).await;
    Ok(())
}
