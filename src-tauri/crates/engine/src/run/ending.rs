//! How a run ends: what its outcome means, noted in the journal and shown, whatever it is.

use super::broken::Broken;
use super::work::Work;
use super::{Moment, RunError, check, keep};
use crate::journal::{RunEnd, now};
use crate::prove;
use drydock_model::proof::{Proof, ProofCheck};
use drydock_model::{Explain, LogLevel, Problem, RunPhase, RunState, Status};
use std::sync::atomic::Ordering;

impl Work {
    /// From wherever the run stands to its end, which is noted and shown whatever it is.
    pub async fn carry_out(self) -> Result<RunState, RunError> {
        self.to_its_end().await.map_err(|error| self.placed(error))
    }

    /// A full disk is told with the file that it is full for, and with how far the run had come.
    fn placed(&self, error: RunError) -> RunError {
        match error {
            RunError::Journal(cause) if cause.is_full() => RunError::NoRoom {
                path: self.journal.path().to_owned(),
                so_far: self.so_far(),
                cause,
            },
            other => other,
        }
    }

    async fn to_its_end(&self) -> Result<RunState, RunError> {
        let ticking = self.board.ticking();
        let outcome = self.stages().await;
        drop(ticking);
        let state = self.board.state();
        let (status, problem, resumable) = match outcome {
            Ok(proof) => self.judged(&proof, &state),
            Err(Broken::Stopped) => (Status::Stopped, None, true),
            Err(Broken::Failed(error)) => {
                let error = self.placed(*error);
                let words = format!("{}.", error.problem().what);
                tracing::error!(run = %self.run, code = %error.code(), "The run failed.");
                // The journal may be what failed; the end below says so then.
                let _ = self.say(LogLevel::Error, "", words).await;
                (Status::Failed, Some(error.problem()), error.resumable())
            }
        };
        if status == Status::Stopped {
            self.say(LogLevel::Info, "", "Stopped. What landed stays.")
                .await?;
        }
        let target = &self.stores.target;
        let target_after = if self.wrote.load(Ordering::Relaxed) {
            let connector = target.connector.as_ref();
            let mark = check::result_mark(connector, &target.address, &self.resolved).await;
            mark.unwrap_or_default()
        } else {
            None
        };
        let end = RunEnd {
            status,
            phase: if problem.is_none() && status != Status::Stopped {
                RunPhase::Done
            } else {
                state.phase
            },
            resumable,
            problem,
            target_after,
            worked_ms: self.board.worked_ms(),
            at: now(),
        };
        self.journal.ended(&self.run, &end).await?;
        if self.options.keep && end.phase == RunPhase::Done {
            let connector = target.connector.as_ref();
            match keep::carry_out(
                &self.journal,
                &self.run,
                connector,
                &target.address,
                &self.folder,
            )
            .await
            {
                Ok(()) => self.board.change(|s| s.kept = true),
                // The run itself is done; it can be kept later.
                Err(error) => {
                    self.say(LogLevel::Warn, "", format!("Not kept yet: {error}."))
                        .await?
                }
            }
        }
        self.board.change(|s| s.phase = end.phase);
        Ok(self.board.ended(end.status, end.problem, end.at))
    }

    fn judged(&self, proof: &Proof, state: &RunState) -> (Status, Option<Problem>, bool) {
        if proof.equal {
            let status = if state.left_behind + state.changed > 0 {
                Status::FinishedWithLosses
            } else {
                Status::Finished
            };
            return (status, None, false);
        }
        let failing: Vec<&ProofCheck> = proof.checks.iter().filter(|c| !c.holds).collect();
        let equal = proof.datasets.iter().all(|d| d.equal);
        let changed = failing.iter().find(|c| c.kind == prove::SOURCE_UNCHANGED);
        let error = match changed {
            Some(check) if equal && failing.iter().all(|c| c.kind == prove::SOURCE_UNCHANGED) => {
                RunError::SourceChanged {
                    source_name: check.object.clone(),
                    moment: Moment::During,
                    so_far: self.so_far(),
                }
            }
            _ => {
                let differing = proof.datasets.iter().filter(|d| !d.equal);
                let mut places: Vec<String> = differing.map(|d| d.to.clone()).collect();
                if places.is_empty() {
                    places = failing.iter().map(|c| c.object.clone()).collect();
                    places.dedup();
                }
                RunError::Differs {
                    places,
                    rows: proof.datasets.iter().map(|d| d.differences_total).sum(),
                    // Rows that differ are counted already; two digests would say no more.
                    checks: failing
                        .iter()
                        .filter(|c| equal || c.kind != prove::VALUES)
                        .map(|c| {
                            format!(
                                "{} of {}: expected {}, found {}",
                                c.kind.replace('_', " "),
                                c.object,
                                c.expected,
                                c.found
                            )
                        })
                        .collect(),
                    so_far: self.so_far(),
                }
            }
        };
        (Status::Failed, Some(error.problem()), false)
    }
}
