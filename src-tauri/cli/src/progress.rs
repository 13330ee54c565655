//! How far the work is, on standard error: a bar where a person looks, plain lines where a log does, nothing beside
//! JSON unless a person looks.

use crate::out::{Out, print};
use drydock_app::words::{duration, number};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

const REST: Duration = Duration::from_secs(10);

pub enum Progress {
    Bar(ProgressBar),
    Lines {
        label: String,
        said: Option<Instant>,
    },
    Silent,
}

impl Progress {
    pub fn new(out: Out) -> Progress {
        if stderr().is_terminal() {
            let bar =
                ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(10));
            let style = "{prefix:<12} {bar:28} {percent:>3} %  {msg}";
            if let Ok(style) = ProgressStyle::with_template(style) {
                bar.set_style(style.progress_chars("━━ "));
            }
            Progress::Bar(bar)
        } else if out.json {
            Progress::Silent
        } else {
            Progress::Lines {
                label: String::new(),
                said: None,
            }
        }
    }

    /// `label` is what is being done, as `Migrating`.
    pub fn show(&mut self, label: &str, rows: u64, of: u64, per_second: u64, eta_ms: Option<u64>) {
        let mut words = match of {
            0 => String::new(),
            _ => format!("{} of {} rows", number(rows), number(of)),
        };
        if per_second > 0 {
            words = format!("{words}, {} a second", number(per_second));
        }
        if let Some(ms) = eta_ms {
            words = format!("{words}, about {} left", duration(ms));
        }
        match self {
            Progress::Bar(bar) => {
                bar.set_prefix(label.to_owned());
                bar.set_length(of.max(rows));
                bar.set_position(rows);
                bar.set_message(words);
            }
            Progress::Lines { label: last, said } => {
                let rested = said.is_none_or(|at| at.elapsed() >= REST);
                if last != label || rested {
                    print(
                        &mut stderr().lock(),
                        &format!("{label}{}{words}", if words.is_empty() { "" } else { ": " }),
                    );
                    label.clone_into(last);
                    *said = Some(Instant::now());
                }
            }
            Progress::Silent => {}
        }
    }

    /// Takes the bar off the screen; what follows is the result.
    pub fn end(self) {
        if let Progress::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}
