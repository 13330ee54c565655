//! The system's own file dialogs, opened from this side so that the web side never hands over a path.
//!
//! Native dialogs cannot be driven by a test. With `DRYDOCK_TEST_PICKS` set to a file, each dialog takes the first
//! line of that file as its answer (several paths with tabs between) instead of opening; no line left means Cancel.

use drydock_app::views::{FilePurpose, Pick};
use rfd::{AsyncFileDialog, AsyncMessageDialog, MessageButtons, MessageDialogResult, MessageLevel};
use std::path::{Path, PathBuf};
use tauri::{AppHandle, Manager, Runtime};

const TEST_PICKS: &str = "DRYDOCK_TEST_PICKS";
const DATABASES: &[&str] = &["db", "db3", "sqlite", "sqlite3", "s3db", "sl3"];

/// Opens dialogs above the main window. Commands cannot be generic over Tauri's runtime, so what is, hides in `new`.
pub struct Dialogs {
    dialog: Box<dyn Fn() -> AsyncFileDialog + Send + Sync>,
}

impl Dialogs {
    pub fn new<R: Runtime>(app: &AppHandle<R>) -> Dialogs {
        let app = app.clone();
        Dialogs {
            dialog: Box::new(move || match app.get_webview_window(crate::window::MAIN) {
                Some(window) => AsyncFileDialog::new().set_parent(&window),
                None => AsyncFileDialog::new(),
            }),
        }
    }

    /// What the person chose; nothing when they cancelled.
    pub async fn pick(&self, what: Pick) -> Vec<PathBuf> {
        if let Some(answers) = std::env::var_os(TEST_PICKS) {
            return next_answer(Path::new(&answers));
        }
        let dialog = (self.dialog)();
        let one = match what {
            Pick::Folder => dialog.set_title("Open a folder").pick_folder().await,
            Pick::Files => {
                let files = databases(dialog.set_title("Open databases"))
                    .pick_files()
                    .await;
                return files
                    .unwrap_or_default()
                    .iter()
                    .map(|f| f.path().to_owned())
                    .collect();
            }
            Pick::Target => {
                databases(dialog.set_title("Choose the target"))
                    .pick_file()
                    .await
            }
            Pick::NewTarget => {
                databases(dialog.set_title("New target file"))
                    .set_file_name("unified.sqlite")
                    .save_file()
                    .await
            }
            Pick::Plan => {
                dialog
                    .set_title("Open a plan")
                    .add_filter("Plans", &["toml"])
                    .pick_file()
                    .await
            }
        };
        one.iter().map(|f| f.path().to_owned()).collect()
    }

    /// A project's file of settings. Its name begins with a dot, and dialogs may hide those: Ctrl+H shows them.
    pub async fn pick_env(&self) -> Option<PathBuf> {
        self.pick_one("Choose a .env file", false).await
    }

    /// A file that the way to a server needs.
    pub async fn pick_for_server(&self, purpose: FilePurpose, folder: bool) -> Option<PathBuf> {
        let title = match purpose {
            FilePurpose::Ca => "Choose the authority's certificate",
            FilePurpose::Cert => "Choose your certificate",
            FilePurpose::Key => "Choose the key of your certificate",
            FilePurpose::Socket => "Choose the server's socket",
        };
        self.pick_one(title, folder).await
    }

    async fn pick_one(&self, title: &str, folder: bool) -> Option<PathBuf> {
        if let Some(answers) = std::env::var_os(TEST_PICKS) {
            return next_answer(Path::new(&answers)).into_iter().next();
        }
        let dialog = (self.dialog)().set_title(title);
        let picked = match folder {
            true => dialog.pick_folder().await,
            false => dialog.pick_file().await,
        };
        picked.map(|f| f.path().to_owned())
    }

    /// Whether the person wants to leave although a run is under way.
    pub async fn leave(&self) -> bool {
        if let Some(answers) = std::env::var_os(TEST_PICKS) {
            return !next_answer(Path::new(&answers)).is_empty();
        }
        let leave = "Pause after this batch and quit".to_owned();
        let stay = "Keep running".to_owned();
        let answer = AsyncMessageDialog::new()
            .set_level(MessageLevel::Warning)
            .set_title("A run is under way")
            .set_description(
                "It can pause after this batch and go on where it stopped when you resume it.",
            )
            .set_buttons(MessageButtons::OkCancelCustom(leave.clone(), stay))
            .show()
            .await;
        matches!(answer, MessageDialogResult::Ok) || answer == MessageDialogResult::Custom(leave)
    }
}

/// A database is told by its content, so every file may be chosen.
fn databases(dialog: AsyncFileDialog) -> AsyncFileDialog {
    dialog
        .add_filter("Databases", DATABASES)
        .add_filter("All files", &["*"])
}

fn next_answer(answers: &Path) -> Vec<PathBuf> {
    let text = std::fs::read_to_string(answers).unwrap_or_default();
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    if let Err(error) = std::fs::write(answers, rest) {
        tracing::warn!(%error, "The answers for dialogs could not be written back.");
    }
    first
        .split('\t')
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_taken_line_by_line_until_none_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let answers = folder.path().join("answers");
        std::fs::write(&answers, "/a/one.db\t/a/two words.db\n\n/b\n").unwrap();
        let two: Vec<PathBuf> = vec!["/a/one.db".into(), "/a/two words.db".into()];
        assert_eq!(next_answer(&answers), two);
        assert_eq!(next_answer(&answers), Vec::<PathBuf>::new());
        assert_eq!(next_answer(&answers), vec![PathBuf::from("/b")]);
        assert_eq!(next_answer(&answers), Vec::<PathBuf>::new());
        assert_eq!(
            next_answer(&folder.path().join("absent")),
            Vec::<PathBuf>::new()
        );
    }
}
