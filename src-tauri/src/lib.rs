//! The desktop shell: commands, state and bindings; the only Rust here that knows Tauri.
//!
//! It translates and does not think: whatever a button does is a use-case of `drydock-app`, where the command line
//! finds it too. What is left for this side is the window, the system's dialogs, drops, preferences and the log.
#![cfg(feature = "desktop")]

mod commands;
mod dialogs;
mod drops;
mod leaving;
mod log;
mod redact;
mod settings;
mod start;
mod stream;
mod webkit;
mod window;

pub use commands::bindings;
pub use start::run;

use drydock_app::Studio;
use drydock_model::Problem;
use tauri::{AppHandle, Manager, Runtime};

/// What every window of Drydock needs, on a screen or in a test.
pub fn configure<R: Runtime>(builder: tauri::Builder<R>) -> tauri::Builder<R> {
    builder
        .plugin(tauri_plugin_store::Builder::new().build())
        .invoke_handler(bindings::<R>().invoke_handler())
        .on_window_event(window::event)
}

/// The state behind the commands. Apart from `configure`, because the mock runtime never calls a setup.
pub fn init<R: Runtime>(app: &AppHandle<R>, studio: Studio) -> Result<(), Problem> {
    app.manage(settings::open(app, studio.home().root())?);
    app.manage(dialogs::Dialogs::new(app));
    app.manage(drops::Drops::default());
    app.manage(leaving::Leaving::default());
    app.manage(studio);
    Ok(())
}
