//! Projects: the list, opening, making, and the places they are made from.

use super::project_id::ProjectId;
use super::{Answer, Studio};
use crate::dialogs::Dialogs;
use drydock_app::views::{Found, NewProject, Pick, PlantedView, ProjectCard, ProjectView};
use tauri::State;

#[tauri::command]
#[specta::specta]
pub async fn projects(studio: Studio<'_>) -> Answer<Vec<ProjectCard>> {
    studio.projects().await
}

#[tauri::command]
#[specta::specta]
pub async fn project_open(studio: Studio<'_>, id: ProjectId) -> Answer<ProjectView> {
    studio.project_open(&id).await
}

#[tauri::command]
#[specta::specta]
pub async fn project_forget(studio: Studio<'_>, id: ProjectId) -> Answer<()> {
    studio.project_forget(&id).await
}

#[tauri::command]
#[specta::specta]
pub async fn project_pin(studio: Studio<'_>, id: ProjectId, pinned: bool) -> Answer<()> {
    studio.project_pin(&id, pinned).await
}

#[tauri::command]
#[specta::specta]
pub async fn project_rename(
    studio: Studio<'_>,
    id: ProjectId,
    name: String,
) -> Answer<ProjectView> {
    studio.project_rename(&id, &name).await
}

#[tauri::command]
#[specta::specta]
pub async fn sample_open(studio: Studio<'_>) -> Answer<ProjectView> {
    studio.sample_open().await
}

#[tauri::command]
#[specta::specta]
pub async fn sample_reset(studio: Studio<'_>) -> Answer<ProjectView> {
    studio.sample_reset().await
}

#[tauri::command]
#[specta::specta]
pub async fn sample_problems(studio: Studio<'_>) -> Answer<Vec<PlantedView>> {
    studio.sample_problems().await
}

/// Opens the system's dialog and looks into what was chosen; nothing when the person cancels.
#[tauri::command]
#[specta::specta]
pub async fn pick(
    studio: Studio<'_>,
    dialogs: State<'_, Dialogs>,
    what: Pick,
) -> Answer<Option<Found>> {
    let paths = dialogs.pick(what).await;
    match (what, paths.first()) {
        (_, None) => Ok(None),
        (Pick::Target | Pick::NewTarget, Some(path)) => {
            studio.look_for_target(path.clone()).await.map(Some)
        }
        _ => studio.look(paths).await.map(Some),
    }
}

#[tauri::command]
#[specta::specta]
pub async fn project_create(studio: Studio<'_>, project: NewProject) -> Answer<ProjectView> {
    studio.project_create(project).await
}

#[tauri::command]
#[specta::specta]
pub async fn project_from_plan(studio: Studio<'_>, token: String) -> Answer<ProjectView> {
    studio.project_from_plan(&token).await
}
