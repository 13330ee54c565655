//! The main window: where it may go, what colour it has before the first paint, what happens to it, and how a second
//! start finds it.

use crate::drops::{self, Dropped, Drops};
use crate::leaving;
use crate::settings::Settings;
use std::path::Path;
use tauri::utils::config::{Color, WindowConfig};
use tauri::{
    AppHandle, DragDropEvent, Manager, Runtime, Theme, WebviewWindow, WebviewWindowBuilder, Window,
    WindowEvent,
};

pub const MAIN: &str = "main";

/// The application's surface in both themes (`--bg-app` of the style sheet), so that nothing flashes while it loads.
const DARK: Color = Color(0x0d, 0x11, 0x17, 0xff);
const LIGHT: Color = Color(0xf4, 0xf5, 0xf7, 0xff);

/// Opens the main window as the configuration describes it.
pub fn open<R: Runtime>(app: &AppHandle<R>, home: &Path) -> tauri::Result<WebviewWindow<R>> {
    let described = app.config().app.windows.iter().find(|w| w.label == MAIN);
    let described = described.cloned().unwrap_or_else(|| WindowConfig {
        label: MAIN.into(),
        ..WindowConfig::default()
    });
    let chosen = chosen_theme(app.state::<Box<dyn Settings>>().as_ref());
    let window = WebviewWindowBuilder::from_config(app, &described)?
        .background_color(surface(chosen.unwrap_or(Theme::Dark)))
        .theme(chosen)
        // What the web side keeps moves with the rest of Drydock's own files.
        .data_directory(home.join("webview"))
        .on_navigation(stays_inside)
        .build()?;
    if chosen.is_none() {
        window.set_background_color(Some(surface(window.theme()?)))?;
    }
    Ok(window)
}

pub fn event<R: Runtime>(window: &Window<R>, event: &WindowEvent) {
    let app = window.app_handle();
    match event {
        WindowEvent::DragDrop(DragDropEvent::Enter { .. }) => {
            app.state::<Drops>().tell(Dropped::Over)
        }
        WindowEvent::DragDrop(DragDropEvent::Leave) => app.state::<Drops>().tell(Dropped::Left),
        WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) => {
            app.state::<Drops>().tell(Dropped::Left);
            drops::look(app, paths.clone());
        }
        WindowEvent::CloseRequested { api, .. } => leaving::requested(app, api),
        _ => {}
    }
}

/// Brings the window to the front, for a second start of the program.
pub fn show<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = app.get_webview_window(MAIN) else {
        return;
    };
    let shown = window
        .unminimize()
        .and_then(|()| window.show())
        .and_then(|()| window.set_focus());
    if let Err(error) = shown {
        tracing::warn!(%error, "The window could not be brought to the front.");
    }
}

/// The theme that the person chose; none when Drydock follows the system.
fn chosen_theme(settings: &dyn Settings) -> Option<Theme> {
    match settings.get("preferences")?.get("theme")?.as_str()? {
        "light" => Some(Theme::Light),
        "dark" => Some(Theme::Dark),
        _ => None,
    }
}

fn surface(theme: Theme) -> Color {
    match theme {
        Theme::Light => LIGHT,
        _ => DARK,
    }
}

/// The window shows Drydock's own pages and nothing else: no link or script can take it to another place.
fn stays_inside(url: &tauri::Url) -> bool {
    let own = match url.scheme() {
        "tauri" => true,
        "http" | "https" => matches!(url.host_str(), Some("tauri.localhost")) || is_dev_server(url),
        _ => false,
    };
    if !own {
        tracing::warn!(host = url.host_str(), "The window was kept from leaving.");
    }
    own
}

fn is_dev_server(url: &tauri::Url) -> bool {
    tauri::is_dev() && url.host_str() == Some("localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_pages_open() {
        for (url, own) in [
            ("tauri://localhost/index.html#/projects", true),
            ("http://tauri.localhost/", true),
            ("https://example.org/", false),
            ("https://tauri.localhost.example.org/", false),
            ("file:///etc/passwd", false),
            ("data:text/html,hello", false),
            ("javascript:alert(1)", false),
        ] {
            assert_eq!(stays_inside(&url.parse().unwrap()), own, "{url}");
        }
    }
}
