//! What went wrong, as a person reads it in a terminal and as a script reads it, and the exit code for it.

use crate::out::{colour, json, print};
use drydock_app::model::{Code, Problem};
use serde::Serialize;
use std::fmt::Write;

pub const DONE: u8 = 0;
pub const FAILED: u8 = 1;
pub const WRONG_USE: u8 = 2;
pub const DIFFERENCES: u8 = 3;
pub const RESUMABLE: u8 = 4;
pub const REFUSED: u8 = 5;

#[derive(Serialize)]
struct Told<'a> {
    problem: &'a Problem,
}

pub fn tell(problem: &Problem, as_json: bool) {
    let printed = match as_json {
        true => json("problem", Told { problem }),
        false => text(problem, colour()),
    };
    print(&mut std::io::stderr().lock(), &printed);
}

pub fn exit_code(problem: &Problem) -> u8 {
    let is = |codes: &[Code]| codes.iter().any(|c| c.to_string() == problem.code);
    if is(&[Code::GUARD, Code::PLAN_BLOCKED, Code::UNDO_CHANGED]) {
        REFUSED
    } else if is(&[
        Code::USAGE,
        Code::ADDRESS,
        Code::UNKNOWN_CONNECTION,
        Code::RUN_UNKNOWN,
    ]) {
        WRONG_USE
    } else if is(&[Code::PROOF_DIFFERS]) {
        DIFFERENCES
    } else {
        FAILED
    }
}

pub fn text(problem: &Problem, colour: bool) -> String {
    let (bold, red, end) = if colour {
        ("\x1b[1m", "\x1b[31m", "\x1b[0m")
    } else {
        ("", "", "")
    };
    let mut out = String::new();
    let mut line = |label: &str, text: &str| {
        if !text.is_empty() {
            let _ = writeln!(
                out,
                "  {bold}{label:<10}{end}{}",
                text.replace('\n', "\n            ")
            );
        }
    };
    line("Why", &problem.why);
    line("Your data", &problem.data);
    for (i, next) in problem.next.iter().enumerate() {
        line(if i == 0 { "Next" } else { "" }, &next.text);
    }
    line("Detail", &problem.detail);
    format!(
        "{red}{}{end} {bold}{}{end}\n{out}",
        problem.code, problem.what
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use drydock_app::model::Next;

    #[test]
    fn a_problem_answers_all_questions() {
        let problem = Problem {
            code: "DRY-1202".into(),
            what: "A.db is an empty file".into(),
            why: "It holds no byte".into(),
            data: "Safe.".into(),
            next: vec![
                Next::advice("Choose another file."),
                Next::advice("Or none."),
            ],
            detail: String::new(),
        };
        let expected = "\
DRY-1202 A.db is an empty file
  Why       It holds no byte
  Your data Safe.
  Next      Choose another file.
            Or none.
";
        assert_eq!(text(&problem, false), expected);
        assert_eq!(exit_code(&problem), FAILED);
    }
}
