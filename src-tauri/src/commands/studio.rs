//! The studio as a whole: what it is, what happened in it, what is dropped on it.

use super::project_id::ProjectId;
use super::{Answer, Studio};
use crate::drops::{Dropped, Drops};
use drydock_app::views::{ActivityPage, StudioInfo};
use tauri::State;
use tauri::ipc::Channel;

#[tauri::command]
#[specta::specta]
pub async fn studio_info(studio: Studio<'_>) -> Answer<StudioInfo> {
    studio.studio_info().await
}

#[tauri::command]
#[specta::specta]
pub async fn activity(
    studio: Studio<'_>,
    project: Option<ProjectId>,
    offset: u32,
    limit: u32,
) -> Answer<ActivityPage> {
    studio.activity(project.as_deref(), offset, limit).await
}

/// From now on this screen hears of everything that is dropped.
#[tauri::command]
#[specta::specta]
pub fn dropped(drops: State<'_, Drops>, channel: Channel<Dropped>) {
    drops.tell_to(channel);
}
