//! The ways back that are kept.

use super::project_id::ProjectId;
use super::{Answer, Studio};
use drydock_app::views::{RunView, UndoPoint, UndoPreview};

#[tauri::command]
#[specta::specta]
pub async fn undo_points(studio: Studio<'_>, project: Option<ProjectId>) -> Answer<Vec<UndoPoint>> {
    studio.undo_points(project.as_deref()).await
}

#[tauri::command]
#[specta::specta]
pub async fn undo_preview(studio: Studio<'_>, run: String) -> Answer<UndoPreview> {
    studio.undo_preview(&run).await
}

#[tauri::command]
#[specta::specta]
pub async fn undo_start(
    studio: Studio<'_>,
    run: String,
    typed: Option<String>,
    even_if_changed: bool,
) -> Answer<RunView> {
    studio
        .undo_start(&run, typed.as_deref(), even_if_changed)
        .await
}
