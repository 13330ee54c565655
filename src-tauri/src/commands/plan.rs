//! The plan: where everything goes, each change of it, and what it is made from.

use super::project_id::ProjectId;
use super::{Answer, Studio};
use drydock_app::views::{CompareView, MapView};
use drydock_model::finding::PlanEdit;
use drydock_model::profile::FieldProfile;

#[tauri::command]
#[specta::specta]
pub async fn map(studio: Studio<'_>, project: ProjectId) -> Answer<MapView> {
    studio.map(&project).await
}

#[tauri::command]
#[specta::specta]
pub async fn plan_edit(studio: Studio<'_>, project: ProjectId, edit: PlanEdit) -> Answer<MapView> {
    studio.plan_edit(&project, edit).await
}

#[tauri::command]
#[specta::specta]
pub async fn plan_undo(studio: Studio<'_>, project: ProjectId) -> Answer<MapView> {
    studio.plan_undo(&project).await
}

#[tauri::command]
#[specta::specta]
pub async fn plan_redo(studio: Studio<'_>, project: ProjectId) -> Answer<MapView> {
    studio.plan_redo(&project).await
}

#[tauri::command]
#[specta::specta]
pub async fn field_profile(
    studio: Studio<'_>,
    project: ProjectId,
    from: String,
    field: String,
) -> Answer<FieldProfile> {
    studio.field_profile(&project, &from, &field).await
}

#[tauri::command]
#[specta::specta]
pub fn field_profile_cancel(studio: Studio<'_>) {
    studio.field_profile_cancel();
}

#[tauri::command]
#[specta::specta]
pub async fn compare(
    studio: Studio<'_>,
    project: ProjectId,
    left: String,
    right: String,
) -> Answer<CompareView> {
    studio.compare(&project, &left, &right).await
}
