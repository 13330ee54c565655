//! The `drydock` command: everything that the window does, for terminals and pipelines. It parses, calls `drydock-app`
//! and prints; what may be done and what happens is decided there.

mod args;
mod commands;
mod out;
mod problems;
mod progress;
mod signals;
mod table;

use args::{Cli, Command};
use clap::Parser;
use clap::error::ErrorKind;
use drydock_app::Studio;
use drydock_app::model::Problem;
use out::Out;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// What every command needs.
pub struct Desk {
    pub studio: Studio,
    pub out: Out,
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(e) => return usage(&e),
    };
    log();
    let out = Out { json: cli.json };
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(e) => {
            out::print(
                &mut std::io::stderr(),
                &format!("drydock could not start: {e}"),
            );
            return ExitCode::from(problems::FAILED);
        }
    };
    let code = match runtime.block_on(carry_out(cli, out)) {
        Ok(code) => code,
        Err(problem) => {
            problems::tell(&problem, out.json);
            problems::exit_code(&problem)
        }
    };
    ExitCode::from(code)
}

async fn carry_out(cli: Cli, out: Out) -> Result<u8, Problem> {
    let studio = Studio::open(drydock_app::home()?).await?;
    if let Some(from) = &cli.password_from {
        studio.give_password(from)?;
    }
    let desk = Desk { studio, out };
    match cli.command {
        Command::Inspect(a) => commands::inspect::carry_out(&desk, a).await,
        Command::Compare(a) => commands::compare::carry_out(&desk, a).await,
        Command::Plan(a) => commands::plan::carry_out(&desk, a).await,
        Command::Rehearse(a) => commands::rehearse::carry_out(&desk, a).await,
        Command::Run(a) => commands::run::carry_out(&desk, a).await,
        Command::Prove(a) => commands::prove::carry_out(&desk, a).await,
        Command::Runs => commands::runs::carry_out(&desk).await,
        Command::Undo(a) => commands::undo::carry_out(&desk, a).await,
    }
}

/// Help and version are answers; everything else that clap says is wrong use.
fn usage(error: &clap::Error) -> ExitCode {
    let answer = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    let text = error.render();
    let text = match out::colour() {
        true => text.ansi().to_string(),
        false => text.to_string(),
    };
    if answer {
        out::print(&mut std::io::stdout(), &text);
        ExitCode::from(problems::DONE)
    } else {
        out::print(&mut std::io::stderr(), &text);
        ExitCode::from(problems::WRONG_USE)
    }
}

/// Silent unless asked for with DRYDOCK_LOG, as `DRYDOCK_LOG=info`.
fn log() {
    if let Ok(filter) = EnvFilter::try_from_env("DRYDOCK_LOG") {
        let written = tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(std::io::stderr)
            .with_ansi(out::colour())
            .try_init();
        if let Err(e) = written {
            out::print(&mut std::io::stderr(), &format!("No log: {e}"));
        }
    }
}
