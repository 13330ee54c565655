//! SQLite to SQLite beside what the sqlite3 shell does with `ATTACH` and `INSERT .. SELECT` and the same indexes, and
//! the proof beside a plain full read of both files. Rounds alternate, so that both sides meet the same machine.

use crate::measure::{self, Measured};
use crate::{chat, floor};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

pub fn run(
    rows: u64,
    folder: Option<PathBuf>,
    drydock: Option<PathBuf>,
    rounds: u32,
) -> Result<(), Box<dyn Error>> {
    let own = tempfile::tempdir()?;
    let folder = folder.unwrap_or_else(|| own.path().to_owned());
    std::fs::create_dir_all(&folder)?;
    let drydock = drydock.map_or_else(beside, Ok)?;
    let source = folder.join(format!("chat-{rows}.db"));
    if !source.exists() {
        chat::write(&source, rows)?;
    }
    let size = std::fs::metadata(&source)?.len();
    println!(
        "{rows} messages, {:.0} MB, {rounds} rounds",
        size as f64 / 1e6
    );

    let (mut peer, mut ours, mut full, mut proof) = (vec![], vec![], vec![], vec![]);
    let (mut pragma, mut validated) = (vec![], vec![]);
    let mut peak = 0;
    for round in 0..rounds {
        let attached = folder.join("attached.db");
        peer.push(attach(&source, &attached)?.wall);
        let target = folder.join("ours.db");
        let (copied, run) = copy(&drydock, &folder, &source, &target)?;
        ours.push(copied.copy);
        validated.push(copied.validated);
        peak = peak.max(copied.peak_kb);
        pragma.push(integrity(&target)?.wall);

        let started = Instant::now();
        floor::read(&source)?;
        floor::read(&target)?;
        full.push(started.elapsed());
        let (measured, _) = measure::command(
            Command::new(&drydock)
                .args(["prove", &run, "--json"])
                .env("DRYDOCK_HOME", folder.join("home")),
        )?;
        proof.push(measured.wall);
        peak = peak.max(measured.peak_kb);
        println!(
            "round {}: sqlite3 {:.2} s, drydock {:.2} s; full read {:.2} s, proof {:.2} s",
            round + 1,
            peer[peer.len() - 1].as_secs_f64(),
            ours[ours.len() - 1].as_secs_f64(),
            full[full.len() - 1].as_secs_f64(),
            proof[proof.len() - 1].as_secs_f64()
        );
    }
    report(
        "copy / ATTACH + INSERT .. SELECT + indexes",
        &ours,
        &peer,
        2.0,
    );
    report("proof / plain full read of both files", &proof, &full, 1.5);
    // Before its proof a run has SQLite check the whole file; nobody asked the peer to, so it is shown beside the same.
    let both: Vec<Duration> = pragma.iter().zip(&proof).map(|(a, b)| *a + *b).collect();
    println!(
        "validation within the run: {:.2} s; integrity and foreign keys in the shell {:.2} s, with the proof {:.2} s",
        measure::middle(validated).as_secs_f64(),
        measure::middle(pragma).as_secs_f64(),
        measure::middle(both).as_secs_f64()
    );
    println!("peak memory: {:.0} MB (at most 300)", peak as f64 / 1024.0);
    Ok(())
}

fn report(what: &str, ours: &[Duration], floor: &[Duration], bound: f64) {
    let (a, b) = (
        measure::middle(ours.to_vec()).as_secs_f64(),
        measure::middle(floor.to_vec()).as_secs_f64(),
    );
    println!(
        "{what}: {a:.2} s / {b:.2} s = {:.2} (at most {bound})",
        a / b
    );
}

fn attach(source: &Path, target: &Path) -> Result<Measured, Box<dyn Error>> {
    remove(target)?;
    let script = format!(
        "{schema} ATTACH '{source}' AS s; BEGIN; INSERT INTO conversations SELECT * FROM s.conversations; \
         INSERT INTO messages SELECT * FROM s.messages; COMMIT; {indexes}",
        schema = chat::SCHEMA,
        indexes = chat::INDEXES,
        source = source.display()
    );
    Ok(measure::command(Command::new("sqlite3").arg(target).arg(script))?.0)
}

/// What SQLite takes to look at a whole file by itself.
fn integrity(file: &Path) -> Result<Measured, Box<dyn Error>> {
    let script = "PRAGMA integrity_check; PRAGMA foreign_key_check";
    Ok(measure::command(Command::new("sqlite3").arg(file).arg(script))?.0)
}

struct Copied {
    /// Without the validation that a run ends with: the peer makes none, and it is measured on its own.
    copy: Duration,
    validated: Duration,
    peak_kb: u64,
}

fn copy(
    drydock: &Path,
    folder: &Path,
    source: &Path,
    target: &Path,
) -> Result<(Copied, String), Box<dyn Error>> {
    remove(target)?;
    let home = folder.join("home");
    let plan = folder.join("plan.toml");
    let _ = std::fs::remove_file(&plan);
    measure::command(
        Command::new(drydock)
            .arg("plan")
            .arg(format!("sqlite:{}", source.display()))
            .arg(format!("sqlite:{}", target.display()))
            .arg("-o")
            .arg(&plan)
            .env("DRYDOCK_HOME", &home),
    )?;
    let (measured, text) = measure::command(
        Command::new(drydock)
            .arg("run")
            .arg(&plan)
            .args(["--yes", "--json"])
            .env("DRYDOCK_HOME", &home),
    )?;
    let report: serde_json::Value = serde_json::from_str(&text)?;
    let run = report["run"]["run"].as_str().ok_or("the run has no id")?;
    let proof_ms = report["proof"]["took_ms"]
        .as_u64()
        .ok_or("the run has no proof")?;
    let validated = Duration::from_millis(proof_ms);
    let copied = Copied {
        copy: measured.wall.saturating_sub(validated),
        validated,
        peak_kb: measured.peak_kb,
    };
    Ok((copied, run.to_owned()))
}

fn remove(file: &Path) -> Result<(), Box<dyn Error>> {
    match std::fs::remove_file(file) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(e.into()),
        _ => Ok(()),
    }
}

fn beside() -> Result<PathBuf, Box<dyn Error>> {
    let path = std::env::current_exe()?.with_file_name("drydock");
    if path.exists() {
        Ok(path)
    } else {
        Err("build it first: cargo build --release -p drydock-cli".into())
    }
}
