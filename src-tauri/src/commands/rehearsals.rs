//! Dry runs: started, watched, read, and answered with decisions.

use super::project_id::ProjectId;
use super::{Answer, Studio};
use crate::stream::send_latest;
use drydock_app::views::RehearsalView;
use drydock_model::finding::PlanEdit;
use drydock_model::rehearsal::Rehearsal;
use tauri::ipc::Channel;

#[tauri::command]
#[specta::specta]
pub async fn rehearsal(studio: Studio<'_>, project: ProjectId) -> Answer<RehearsalView> {
    studio.rehearsal(&project).await
}

/// Sends the state until the dry run has ended.
#[tauri::command]
#[specta::specta]
pub async fn rehearse_start(
    studio: Studio<'_>,
    project: ProjectId,
    channel: Channel<RehearsalView>,
) -> Answer<()> {
    send_latest(studio.rehearse_start(&project).await?, &channel).await;
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub async fn rehearse_cancel(studio: Studio<'_>, project: ProjectId) -> Answer<()> {
    studio.rehearse_cancel(&project).await
}

#[tauri::command]
#[specta::specta]
pub async fn rehearsal_report(
    studio: Studio<'_>,
    project: ProjectId,
    id: String,
) -> Answer<Rehearsal> {
    studio.rehearsal_report(&project, &id).await
}

#[tauri::command]
#[specta::specta]
pub async fn finding_choose(
    studio: Studio<'_>,
    project: ProjectId,
    edit: PlanEdit,
) -> Answer<RehearsalView> {
    studio.finding_choose(&project, edit).await
}
