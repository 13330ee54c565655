//! The steps of a test as they are told: each waits, runs, and ends well, with something to know, or not at all.

use crate::views::{ConnectionTest, StepState, TestStep};
use crate::words::count;
use drydock_model::Problem;
use std::time::Instant;
use tokio::sync::watch;

/// A step failed; its problem is with it already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failed;

/// What a step found: for the steps after it, and in words for people.
pub type Step<T> = Result<(T, StepState, String), Problem>;

pub struct Steps {
    state: watch::Sender<ConnectionTest>,
    at: usize,
}

impl Steps {
    pub fn new(connection: &str, names: &[&str]) -> (Steps, watch::Receiver<ConnectionTest>) {
        let waiting = |name: &&str| TestStep {
            name: (*name).into(),
            state: StepState::Waiting,
            text: String::new(),
            took_ms: None,
            problem: None,
        };
        let (state, seen) = watch::channel(ConnectionTest {
            connection: connection.to_owned(),
            steps: names.iter().map(waiting).collect(),
            verdict: None,
            may: Vec::new(),
            stopped: false,
        });
        (Steps { state, at: 0 }, seen)
    }

    pub async fn step<T>(&mut self, work: impl Future<Output = Step<T>>) -> Result<T, Failed> {
        self.begin();
        let began = Instant::now();
        let done = work.await;
        self.finish(done, Some(began.elapsed().as_millis() as u64))
    }

    pub fn begin(&mut self) {
        let at = self.at;
        self.state
            .send_modify(|test| test.steps[at].state = StepState::Running);
    }

    /// Of the step that was begun; `took_ms` is none where it cannot be told apart from the one before.
    pub fn finish<T>(&mut self, done: Step<T>, took_ms: Option<u64>) -> Result<T, Failed> {
        let at = self.at;
        self.at += 1;
        let ((state, text, problem), value) = match done {
            Ok((value, state, text)) => ((state, text, None), Ok(value)),
            Err(problem) => (
                (StepState::Failed, problem.what.clone(), Some(problem)),
                Err(Failed),
            ),
        };
        self.state.send_modify(|test| {
            let shown = &mut test.steps[at];
            (shown.state, shown.text, shown.problem) = (state, text, problem);
            shown.took_ms = took_ms;
        });
        value
    }

    pub fn skip_to(&mut self, step: usize, text: &str) {
        let at = self.at;
        self.state.send_modify(|test| {
            for skipped in &mut test.steps[at..step] {
                skipped.state = StepState::Note;
                skipped.text = text.into();
            }
        });
        self.at = step;
    }

    pub fn may(&self, what: impl IntoIterator<Item = (String, bool)>) {
        self.state.send_modify(|test| test.may.extend(what));
    }

    /// None where a person stopped it.
    pub fn end(self, done: Option<Result<(), Failed>>) {
        self.state.send_modify(|test| {
            let is_note = |step: &&TestStep| step.state == StepState::Note;
            let notes = test.steps.iter().filter(is_note).count() as u64;
            match done {
                None => {
                    test.stopped = true;
                    for step in &mut test.steps {
                        if step.state == StepState::Running {
                            step.state = StepState::Waiting;
                        }
                    }
                }
                Some(Err(Failed)) => {}
                Some(Ok(())) if notes == 0 => test.verdict = Some("Ready".into()),
                Some(Ok(())) => {
                    let things = count(notes, "thing", "things");
                    test.verdict = Some(format!("Ready, with {things} to know"));
                }
            }
        });
    }
}
