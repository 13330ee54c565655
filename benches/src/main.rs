//! Promises about speed and memory, measured as ratios in one run against a floor and a peer on the same machine.
//!
//! `cargo run --release -p drydock-benches -- spine` prints the figures that README names. Nothing here is a test: a slow
//! machine must not turn a build red.

mod chat;
mod floor;
mod measure;
mod spine;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
struct Command {
    #[command(subcommand)]
    bench: Bench,
}

#[derive(Subcommand)]
enum Bench {
    /// SQLite to SQLite: copy, proof and memory, beside the sqlite3 shell.
    Spine {
        #[arg(long, default_value_t = 1_000_000)]
        rows: u64,
        /// Where to work; a temporary folder by default.
        #[arg(long)]
        folder: Option<PathBuf>,
        /// The command under test; the release build beside this one by default.
        #[arg(long)]
        drydock: Option<PathBuf>,
        #[arg(long, default_value_t = 3)]
        rounds: u32,
    },
    /// Writes a chat-like database, for tests and trials.
    Chat {
        file: PathBuf,
        #[arg(long, default_value_t = 300_000)]
        rows: u64,
    },
    /// Reads every value of a database once: the floor of a proof.
    Read { file: PathBuf },
}

fn main() -> ExitCode {
    let done = match Command::parse().bench {
        Bench::Spine {
            rows,
            folder,
            drydock,
            rounds,
        } => spine::run(rows, folder, drydock, rounds),
        Bench::Chat { file, rows } => chat::write(&file, rows).map_err(Into::into),
        Bench::Read { file } => floor::read(&file).map(|(rows, bytes)| {
            println!("{rows} rows, {bytes} bytes of values");
        }),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
