//! The stages of a run in their order. Each can be entered again: what is done already is found done.

use super::allowance::Allowance;
use super::broken::Broken;
use super::copy::LaneCopy;
use super::note::Notes;
use super::work::Work;
use super::{RunError, fold, left};
use crate::journal::Tally;
use crate::prove;
use crate::words::{count, number};
use drydock_connector::Target;
use drydock_model::proof::{Proof, ProofCheck};
use drydock_model::{LogLevel, Phase, RunPhase, Status};
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

impl Work {
    pub(super) async fn stages(&self) -> Result<Proof, Broken> {
        self.step().await?;
        if self.wrote.load(Ordering::Relaxed) {
            if let Some(way_back) = &self.way_back {
                self.board.undo(way_back.undo.clone());
            }
        } else {
            self.enter(RunPhase::BackUp).await?;
            self.back_up().await?;
            self.step().await?;
        }
        // Noted before the target is opened for writing: from here on "nothing was written" is no longer said.
        self.enter(RunPhase::Create).await?;
        self.wrote.store(true, Ordering::Relaxed);
        let target = self.open_target().await?;
        if self.resumed {
            self.reconcile(&target).await?;
        }
        self.statements(&target, true).await?;
        self.enter(RunPhase::Migrate).await?;
        self.cut().await?;
        self.migrate(&target).await?;
        self.enter(RunPhase::Complete).await?;
        self.statements(&target, false).await?;
        self.enter(RunPhase::Validate).await?;
        let began = Instant::now();
        let checks = self.own_checks(&target).await?;
        // Let go of, so that the proof reads what a stranger would read.
        drop(target);
        self.validate(checks, began).await
    }

    async fn enter(&self, phase: RunPhase) -> Result<(), Broken> {
        self.board.phase(phase, Status::Running);
        let worked = self.board.worked_ms();
        self.journal
            .stands_at(&self.run, Status::Running, phase, worked)
            .await?;
        tracing::info!(run = %self.run, ?phase, "Phase begins.");
        Ok(())
    }

    async fn open_target(&self) -> Result<Arc<dyn Target>, Broken> {
        let (place, mut tries) = (self.target_name(), 0);
        let end = &self.stores.target;
        loop {
            let opened = match end.connector.open_target(&end.address).await {
                Ok(target) => target.begin(&self.run).await.map(|()| target),
                Err(fault) => Err(fault),
            };
            match opened {
                Ok(target) => return Ok(Arc::from(target)),
                Err(fault) => self.again(&place, "", fault, &mut tries).await?,
            }
        }
    }

    /// What landed is what has a receipt in the target. The journal may lack notes of it, but never the other way round.
    async fn reconcile(&self, target: &Arc<dyn Target>) -> Result<(), Broken> {
        let (place, mut tries) = (self.target_name(), 0);
        let receipts = loop {
            match target.receipts(&self.run).await {
                Ok(receipts) => break receipts,
                Err(fault) => self.again(&place, "", fault, &mut tries).await?,
            }
        };
        let there: HashSet<(u32, u32)> = receipts.iter().map(|r| (r.lane, r.slice)).collect();
        for lane in &self.resolved.lanes {
            let notes = self
                .journal
                .slices(&self.run, lane.index)
                .await?
                .unwrap_or_default();
            for note in notes.iter().filter_map(|n| n.receipt.as_ref()) {
                if !there.contains(&(note.lane, note.slice)) {
                    return Err(RunError::TargetLost {
                        target: self.target_name(),
                        table: lane.to_name(),
                    }
                    .into());
                }
            }
        }
        self.journal.finished(&receipts).await?;
        let tallies = self.journal.tallies(&self.run).await?;
        self.board.at_once(|state| fold::tallied(state, &tallies));
        let words = format!(
            "Resumed. {} landed before and are not copied again.",
            count(receipts.len() as u64, "slice", "slices")
        );
        self.say(LogLevel::Info, "", words).await?;
        Ok(())
    }

    async fn statements(&self, target: &Arc<dyn Target>, before_rows: bool) -> Result<(), Broken> {
        let statements = self.resolved.statements.iter();
        let mut done = 0;
        for statement in statements.filter(|s| (s.phase == Phase::Tables) == before_rows) {
            self.step().await?;
            let mut tries = 0;
            loop {
                let apply = target.apply(&self.run, statement);
                match self.stoppable(target, apply).await? {
                    Ok(()) => break,
                    Err(fault) => {
                        self.again(&statement.object, &statement.object, fault, &mut tries)
                            .await?
                    }
                }
            }
            done += 1;
        }
        if done > 0 {
            let when = if before_rows {
                "before the rows"
            } else {
                "after the rows"
            };
            let words = format!("{} {when}.", count(done, "statement", "statements"));
            self.say(LogLevel::Info, "", words).await?;
        }
        Ok(())
    }

    /// Every lane is cut before the first row is copied: then all totals are exact.
    async fn cut(&self) -> Result<(), Broken> {
        for lane in &self.resolved.lanes {
            if self.journal.slices(&self.run, lane.index).await?.is_some() {
                continue;
            }
            self.step().await?;
            let source = self.source(&lane.source)?;
            let mut tries = 0;
            let slices = loop {
                let cut = source.slices(&lane.dataset.name, &lane.key, self.options.rows_each);
                match self.unless_stopped(cut).await? {
                    Ok(slices) => break slices,
                    Err(fault) => {
                        self.again(&lane.from, &lane.to_name(), fault, &mut tries)
                            .await?
                    }
                }
            };
            self.journal
                .slices_cut(&self.run, lane.index, &slices)
                .await?;
        }
        let tallies = self.journal.tallies(&self.run).await?;
        self.board.at_once(|state| {
            fold::tallied(state, &tallies);
            for lane in &mut state.lanes {
                if lane.status == Status::Running {
                    lane.status = Status::Waiting;
                }
            }
        });
        Ok(())
    }

    async fn migrate(&self, target: &Arc<dyn Target>) -> Result<(), Broken> {
        let allowance = self.allowance().await?;
        for lane in &self.resolved.lanes {
            self.step().await?;
            let slices = self.journal.unfinished(&self.run, lane.index).await?;
            if slices.is_empty() {
                continue;
            }
            let (name, began) = (lane.to_name(), Instant::now());
            let rows = slices.iter().map(|s| s.rows).sum();
            let words = format!(
                "{} in {} to go.",
                count(rows, "row", "rows"),
                count(slices.len() as u64, "slice", "slices")
            );
            self.say(LogLevel::Info, &name, words).await?;
            self.board.lane(lane.index, |l| l.status = Status::Running);
            let copy = LaneCopy {
                work: self,
                target,
                lane: Arc::new(lane.clone()),
                notes: Notes::start(self.journal.clone()),
                allowance: &allowance,
            };
            copy.copy(slices).await?;
            self.lane_done(lane.index, &name, began).await?;
        }
        Ok(())
    }

    /// What landed in earlier sittings counts as well.
    async fn allowance(&self) -> Result<Allowance, Broken> {
        let tallies = self.journal.tallies(&self.run).await?;
        let total = tallies.iter().map(|t| t.rows_total).sum();
        let mut used = 0;
        for lane in &self.resolved.lanes {
            let notes = self.journal.slices(&self.run, lane.index).await?;
            let receipts = notes.iter().flatten().filter_map(|n| n.receipt.as_ref());
            for receipt in receipts.filter(|r| r.left_behind > 0) {
                used += left::unexpected(&self.folder, lane, receipt.slice)?;
            }
        }
        Ok(Allowance::new(self.options.too_many.limit(total), used))
    }

    async fn lane_done(&self, lane: u32, name: &str, began: Instant) -> Result<(), Broken> {
        let tallies = self.journal.tallies(&self.run).await?;
        let tally = tallies
            .into_iter()
            .find(|t| t.lane == lane)
            .unwrap_or_default();
        let took_ms = tally.took_ms + began.elapsed().as_millis() as u64;
        self.journal.lane_took(&self.run, lane, took_ms).await?;
        let lossy = tally.left_behind + tally.changed > 0;
        self.board.lane(lane, |l| {
            l.status = if lossy {
                Status::FinishedWithLosses
            } else {
                Status::Finished
            };
            l.took_ms = took_ms;
            l.rows_per_second = (l.rows_read * 1000).checked_div(took_ms).unwrap_or(0);
        });
        self.say(
            if tally.left_behind > 0 {
                LogLevel::Warn
            } else {
                LogLevel::Info
            },
            name,
            done_words(&tally),
        )
        .await?;
        Ok(())
    }

    async fn own_checks(&self, target: &Arc<dyn Target>) -> Result<Vec<ProofCheck>, Broken> {
        let mut tries = 0;
        loop {
            match self.stoppable(target, target.check()).await? {
                Ok(checks) => return Ok(checks),
                Err(fault) => {
                    let place = format!("the checks of {}", self.target_name());
                    self.again(&place, "", fault, &mut tries).await?;
                }
            }
        }
    }

    async fn validate(&self, checks: Vec<ProofCheck>, began: Instant) -> Result<Proof, Broken> {
        self.step().await?;
        self.say(
            LogLevel::Info,
            "",
            "Reading the target and comparing it with what was read.",
        )
        .await?;
        let record = self.journal.run(&self.run).await?;
        let record = record.ok_or_else(|| RunError::Unknown(self.run.clone()))?;
        let ran = prove::Ran::of(&self.journal, &record, &self.folder).await?;
        let order = prove::ProofOrder {
            resolved: &self.resolved,
            stores: &self.stores,
            ran: Some(ran),
            checks,
            rows_each: self.options.rows_each,
            control: &self.control,
        };
        let mut proof = prove::prove(order, &|_| {}).await?;
        // What the target checked by itself is part of the proof and of its time.
        proof.took_ms = began.elapsed().as_millis() as u64;
        self.journal.proved(&self.run, &proof).await?;
        self.board.at_once(|s| s.proved = Some(proof.equal));
        let rows: u64 = proof.datasets.iter().map(|d| d.rows_found).sum();
        let words = if proof.equal {
            format!(
                "{} compared: every value is as it was read.",
                count(rows, "row", "rows")
            )
        } else {
            "The target is not what it should be.".to_owned()
        };
        self.say(
            if proof.equal {
                LogLevel::Info
            } else {
                LogLevel::Error
            },
            "",
            words,
        )
        .await?;
        for index in prove::stayed_out_of_step(&proof) {
            let words = "This full-text index did not agree with its table in the source, and is as it was. \
                         Searches miss rows until it is rebuilt.";
            self.say(LogLevel::Warn, index, words).await?;
        }
        Ok(proof)
    }
}

fn done_words(tally: &Tally) -> String {
    let mut words = format!("{} written", count(tally.rows_written, "row", "rows"));
    if tally.left_behind > 0 {
        words += &format!(", {} left behind", number(tally.left_behind));
    }
    if tally.filtered > 0 {
        words += &format!(", {} filtered out by the plan", number(tally.filtered));
    }
    if tally.changed > 0 {
        words += &format!(
            ", {} changed as the plan accepts",
            count(tally.changed, "value", "values")
        );
    }
    words + "."
}
