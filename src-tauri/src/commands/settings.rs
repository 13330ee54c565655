//! What a person prefers. Values are JSON text that only the screens understand.

use crate::settings::Settings;
use drydock_model::Problem;
use tauri::State;

#[tauri::command]
#[specta::specta]
pub fn settings_get(settings: State<'_, Box<dyn Settings>>, key: String) -> Option<String> {
    settings.get(&key).map(|value| value.to_string())
}

#[tauri::command]
#[specta::specta]
pub fn settings_set(
    settings: State<'_, Box<dyn Settings>>,
    key: String,
    json: String,
) -> Result<(), Problem> {
    Ok(crate::settings::set(settings.inner().as_ref(), key, &json)?)
}
