//! The words of the command line. Only their shape is decided here; what they mean is in `commands`.

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Parser)]
#[command(
    name = "drydock",
    version,
    about = "Move data between databases: see what would happen, move it, prove it arrived, take it back",
    after_help = "\
STORE is the name of a saved connection, the path of a file, or an address: sqlite:app.db,
postgres://user@host/database?schema=public, mysql://user@host/database; env:NAME reads one from the environment.
RUN is a run's id as `drydock runs` shows it; its first letters do.

Exit codes: 0 done, 1 failed, 2 wrong use, 3 a proof or dry run found differences,
4 stopped and resumable, 5 refused by a guard.
DRYDOCK_HOME moves everything that Drydock keeps."
)]
pub struct Cli {
    /// Print JSON instead of text for people
    #[arg(long, global = true)]
    pub json: bool,
    /// Where the password of a server is that the keychain does not hold: env:NAME or file:PATH
    #[arg(long, global = true, value_name = "WHERE")]
    pub password_from: Option<String>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show what a store holds
    Inspect(Inspect),
    /// Show how two stores differ, and the statements that make the second like the first
    Compare(Compare),
    /// Propose a plan that moves everything from the sources into the target
    Plan(Plan),
    /// Carry out a plan on every row without writing to the target: the dry run
    Rehearse(Rehearse),
    /// Carry out a plan
    Run(Run),
    /// Compare source and target, value for value
    Prove(Prove),
    /// List the runs on this computer
    Runs,
    /// Put a target back as it was before a run
    Undo(Undo),
}

#[derive(Debug, Args)]
pub struct Inspect {
    /// A saved connection's name, an address, or a file
    pub store: String,
    /// Read every row, and show what really is in each field
    #[arg(long)]
    pub profile: bool,
}

#[derive(Debug, Args)]
pub struct Compare {
    /// How it should be
    #[arg(value_name = "STORE")]
    pub left: String,
    /// How it is
    #[arg(value_name = "STORE")]
    pub right: String,
}

#[derive(Debug, Args)]
pub struct Plan {
    /// One or more sources, then the target, which need not be there yet
    #[arg(value_name = "STORE", required = true, num_args = 2..)]
    pub stores: Vec<String>,
    /// The plan file to write; `-` prints it
    #[arg(short, long, value_name = "FILE", default_value = "plan.toml")]
    pub output: PathBuf,
    /// The plan's name
    #[arg(long)]
    pub name: Option<String>,
    /// Replace the plan file if it is there
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub struct Rehearse {
    /// The plan file
    #[arg(value_name = "PLAN")]
    pub plan: PathBuf,
}

#[derive(Debug, Args)]
pub struct Run {
    /// The plan file
    #[arg(value_name = "PLAN", required_unless_present = "resume")]
    pub plan: Option<PathBuf>,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
    /// The name of the target, where its environment asks for it
    #[arg(long, value_name = "NAME")]
    pub confirm: Option<String>,
    /// Go on with a run that was stopped
    #[arg(long, value_name = "RUN", conflicts_with_all = ["strict", "confirm"])]
    pub resume: Option<String>,
    /// Stop at the first row that the target refuses
    #[arg(long)]
    pub strict: bool,
    /// Keep the result at once when the proof holds; there is no way back then
    #[arg(long)]
    pub keep: bool,
}

#[derive(Debug, Args)]
pub struct Prove {
    /// A plan file or a run
    #[arg(value_name = "PLAN|RUN")]
    pub what: String,
}

#[derive(Debug, Args)]
pub struct Undo {
    /// The run to take back
    #[arg(value_name = "RUN")]
    pub run: String,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
    /// The name of the target, where its environment asks for it
    #[arg(long, value_name = "NAME")]
    pub confirm: Option<String>,
    /// Set aside what else was written to the target since
    #[arg(long)]
    pub even_if_changed: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_words_hold_together() {
        Cli::command().debug_assert();
    }
}
