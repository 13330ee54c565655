//! From the start of the process to an open window. Whatever fails on the way is told in words, on the screen and on
//! standard error.

use crate::{configure, drops, init, log, webkit, window};
use drydock_app::Studio;
use drydock_model::{Code, Explain, Next, Problem};
use std::path::Path;
use std::process::ExitCode;
use tauri::async_runtime::block_on;
use tauri_plugin_window_state::StateFlags;

#[derive(Debug, thiserror::Error)]
#[error("the window could not be opened")]
struct NoWindow(#[from] tauri::Error);

impl Explain for NoWindow {
    fn code(&self) -> Code {
        Code::INTERNAL
    }

    fn why(&self) -> String {
        self.0.to_string()
    }

    fn data(&self) -> String {
        "Safe. Nothing was read or written.".into()
    }

    fn next(&self) -> Vec<Next> {
        vec![Next::advice(
            "Start Drydock from a desktop session, or use the `drydock` command.",
        )]
    }
}

impl From<NoWindow> for Problem {
    fn from(error: NoWindow) -> Problem {
        error.problem()
    }
}

pub fn run() -> ExitCode {
    webkit::prepare();
    match open() {
        Ok(code) => code,
        Err(problem) => {
            tell(&problem);
            ExitCode::FAILURE
        }
    }
}

fn open() -> Result<ExitCode, Problem> {
    let studio = block_on(Studio::open(drydock_app::home()?))?;
    let home = studio.home().root().to_owned();
    let _log = log::start(&home.join("logs"))
        .map_err(|error| eprintln!("There is no log: {error}"))
        .ok();
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "Drydock starts.");

    let places = tauri_plugin_window_state::Builder::default()
        .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
        .with_filename(home.join("window.json").to_string_lossy())
        .build();
    let builder = tauri::Builder::default()
        // First, so that a second start ends before it opens anything.
        .plugin(tauri_plugin_single_instance::init(
            |app, arguments, folder| {
                window::show(app);
                drops::look(app, drops::paths(arguments, Path::new(&folder)));
            },
        ))
        .plugin(places);
    let app = configure(builder)
        .build(tauri::generate_context!())
        .map_err(NoWindow)?;
    init(app.handle(), studio)?;
    window::open(app.handle(), &home).map_err(NoWindow)?;
    if let Ok(folder) = std::env::current_dir() {
        drops::look(app.handle(), drops::paths(std::env::args_os(), &folder));
    }
    app.run(|_, _| {});
    Ok(ExitCode::SUCCESS)
}

fn tell(problem: &Problem) {
    let next: Vec<&str> = problem.next.iter().map(|next| next.text.as_str()).collect();
    let text = format!("{}\n\n{}\n\n{}", problem.why, problem.data, next.join("\n"));
    eprintln!(
        "{} ({})\n{text}\n{}",
        problem.what, problem.code, problem.detail
    );
    rfd::MessageDialog::new()
        .set_level(rfd::MessageLevel::Error)
        .set_title(&problem.what)
        .set_description(text)
        .show();
}
