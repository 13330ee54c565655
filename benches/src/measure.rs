//! Wall time and peak memory of a command.

use std::error::Error;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[derive(Debug, Clone, Copy)]
pub struct Measured {
    pub wall: Duration,
    /// Highest resident memory seen, in kB; 0 where the system does not tell.
    pub peak_kb: u64,
}

pub fn command(command: &mut Command) -> Result<(Measured, String), Box<dyn Error>> {
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()?;
    let pid = child.id();
    let mut out = child.stdout.take().ok_or("no output")?;
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut out, &mut text).map(|_| text)
    });
    let mut peak_kb = 0;
    let status = loop {
        peak_kb = peak_kb.max(high_water(pid));
        match child.try_wait()? {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    let wall = started.elapsed();
    let text = reader
        .join()
        .map_err(|_| "the reader of its output ended badly")??;
    if !status.success() {
        return Err(format!("{command:?} ended with {status}: {text}").into());
    }
    Ok((Measured { wall, peak_kb }, text))
}

fn high_water(pid: u32) -> u64 {
    std::fs::read_to_string(format!("/proc/{pid}/status"))
        .ok()
        .and_then(|text| {
            text.lines()
                .find_map(|l| l.strip_prefix("VmHWM:"))
                .and_then(|l| l.split_whitespace().next()?.parse().ok())
        })
        .unwrap_or(0)
}

/// The median, so that one busy moment of the machine does not decide.
pub fn middle(mut walls: Vec<Duration>) -> Duration {
    walls.sort();
    walls.get(walls.len() / 2).copied().unwrap_or_default()
}
