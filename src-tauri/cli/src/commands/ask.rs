//! Questions before something is written. Only a terminal is asked; a pipeline says `--yes` beforehand.

use drydock_app::model::{Code, Next, Problem};
use std::io::{BufRead, IsTerminal, Write, stderr, stdin};

pub enum Answer {
    Yes,
    /// The person said no, or there was nobody to ask.
    No(Problem),
}

/// `y` or `yes`.
pub fn yes(question: &str, yes_already: bool) -> Answer {
    if yes_already {
        return Answer::Yes;
    }
    match line(&format!("{question} [y/N] ")) {
        None => Answer::No(refused(
            "This needs a yes",
            "There is no terminal to ask.",
            "Say `--yes` when it is meant.",
        )),
        Some(text) if ["y", "yes"].contains(&text.to_lowercase().as_str()) => Answer::Yes,
        Some(_) => Answer::No(refused(
            "Not confirmed",
            "The answer was not yes.",
            "Start it again when you like.",
        )),
    }
}

/// The name as it was typed; none without a terminal.
pub fn name(question: &str) -> Option<String> {
    line(question)
}

fn line(question: &str) -> Option<String> {
    if !stdin().is_terminal() {
        return None;
    }
    // Without the question on screen there is no answer to wait for.
    write!(stderr(), "{question}")
        .and_then(|()| stderr().flush())
        .ok()?;
    let mut text = String::new();
    stdin().lock().read_line(&mut text).ok()?;
    Some(text.trim_end_matches(['\r', '\n']).to_owned())
}

fn refused(what: &str, why: &str, next: &str) -> Problem {
    Problem {
        code: Code::GUARD.to_string(),
        what: what.into(),
        why: why.into(),
        data: "Safe. Nothing was written.".into(),
        next: vec![Next::advice(next)],
        detail: String::new(),
    }
}
