//! What is dropped on the window, or named when the program is started: paths arrive here and stay here. The web side
//! hears that something hangs over the window, and what was found in it.

use drydock_app::Studio;
use drydock_app::views::Found;
use drydock_model::Problem;
use serde::Serialize;
use specta::Type;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager, Runtime};

#[derive(Debug, Clone, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Dropped {
    /// Something is held over the window.
    Over,
    /// It was taken away again, or let go.
    Left,
    Found {
        found: Found,
    },
    Problem {
        problem: Problem,
    },
}

/// Passes drops on to the screen. There is one window, and a reloaded one asks again: the latest asker is told.
#[derive(Default)]
pub struct Drops {
    telling: Mutex<Telling>,
}

#[derive(Default)]
struct Telling {
    screen: Option<Channel<Dropped>>,
    /// What was found before a screen asked, as when a folder was named at the start.
    kept: Option<Dropped>,
}

impl Drops {
    pub fn tell_to(&self, screen: Channel<Dropped>) {
        let mut telling = self.telling.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = telling.kept.take() {
            let _gone = screen.send(kept);
        }
        telling.screen = Some(screen);
    }

    pub fn tell(&self, news: Dropped) {
        let mut telling = self.telling.lock().unwrap_or_else(PoisonError::into_inner);
        match &telling.screen {
            Some(screen) => {
                let _gone = screen.send(news);
            }
            None if matches!(news, Dropped::Found { .. } | Dropped::Problem { .. }) => {
                telling.kept = Some(news);
            }
            None => {}
        }
    }
}

/// Looks into what was dropped and tells the screen.
pub fn look<R: Runtime>(app: &AppHandle<R>, paths: Vec<PathBuf>) {
    if paths.is_empty() {
        return;
    }
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let drops = app.state::<Drops>();
        drops.tell(match app.state::<Studio>().look(paths).await {
            Ok(found) => Dropped::Found { found },
            Err(problem) => Dropped::Problem { problem },
        });
    });
}

/// The paths among a program's arguments, seen from the folder it was started in.
pub fn paths<A: Into<OsString>>(
    arguments: impl IntoIterator<Item = A>,
    folder: &Path,
) -> Vec<PathBuf> {
    arguments
        .into_iter()
        .skip(1)
        .map(Into::into)
        .filter(|argument| !argument.is_empty() && !argument.as_encoded_bytes().starts_with(b"-"))
        .map(|argument| folder.join(argument))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use tauri::ipc::InvokeResponseBody;

    fn problem() -> Dropped {
        Dropped::Problem {
            problem: Problem {
                code: "DRY-1202".into(),
                what: String::new(),
                why: String::new(),
                data: String::new(),
                next: Vec::new(),
                detail: String::new(),
            },
        }
    }

    #[test]
    fn a_screen_that_asks_late_hears_what_was_found() {
        let drops = Drops::default();
        drops.tell(problem());
        drops.tell(Dropped::Over);
        let heard = Arc::new(Mutex::new(Vec::new()));
        let sink = heard.clone();
        drops.tell_to(Channel::new(move |body| {
            if let InvokeResponseBody::Json(text) = body {
                sink.lock().unwrap().push(text);
            }
            Ok(())
        }));
        drops.tell(Dropped::Left);
        let heard = heard.lock().unwrap();
        assert!(heard[0].contains("DRY-1202"));
        assert_eq!(heard[1..], [r#"{"kind":"left"}"#]);
    }

    #[test]
    fn arguments_are_seen_from_where_the_program_was_started() {
        let words = ["drydock-studio", "data", "--flag", "/abs/x.db"].map(String::from);
        let expected: Vec<PathBuf> = vec!["/home/ann/data".into(), "/abs/x.db".into()];
        assert_eq!(paths(words, "/home/ann".as_ref()), expected);
    }
}
