//! One lane: its unfinished slices copied one after the other, each landing whole with its receipt or not at all.
//!
//! A fault that can pass by itself is tried again a few times. Before a slice is copied again the target is asked for its
//! receipt, because a commit may have come through whose answer was lost.

use super::RunError;
use super::allowance::Allowance;
use super::broken::Broken;
use super::left::{self, LeftFile};
use super::note::Notes;
use super::pipe::{Pipe, Prepared, Ready};
use super::work::Work;
use crate::Lane;
use crate::control::Want;
use crate::convert::{Converter, in_words, leaving_accepted, left_row};
use crate::words::number;
use drydock_connector::{Batch, Cell, Fault, FaultKind, Landing, Load, Refusal, RowHasher, Target};
use drydock_model::{Digest, LogLevel, Receipt, Slice, Status, WriteMode};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

/// A slice that waits longer than this lets its transaction go, so that others can use the target meanwhile.
const HOLDS_OPEN: Duration = Duration::from_secs(30);

pub(super) struct LaneCopy<'a> {
    pub work: &'a Work,
    pub target: &'a Arc<dyn Target>,
    pub lane: Arc<Lane>,
    pub notes: Notes,
    pub allowance: &'a Allowance,
}

/// The slice whose load is open.
struct Open {
    load: Box<dyn Load>,
    sum: Receipt,
    left: LeftFile,
    /// Of the rows left behind, those that the plan does not expect.
    unexpected: u64,
}

enum Cut {
    Broken(Broken),
    /// A store failed at the slice with this place in the list.
    Fault(Fault),
    /// The pause was long; the slice begins again when it goes on.
    LetGo,
}

impl<E: Into<Broken>> From<E> for Cut {
    fn from(error: E) -> Cut {
        Cut::Broken(error.into())
    }
}

impl LaneCopy<'_> {
    pub async fn copy(self, slices: Vec<Slice>) -> Result<(), Broken> {
        let copied = self.all(&slices).await;
        self.notes.flush().await.and(copied)
    }

    async fn all(&self, slices: &[Slice]) -> Result<(), Broken> {
        let (mut next, mut tries) = (0, 0);
        while let Some(slice) = slices.get(next) {
            let before = next;
            let cut = self.stream(slices, &mut next).await;
            self.work.board.dropped(self.lane.index);
            if next > before {
                tries = 0;
            }
            match cut {
                Ok(()) => {}
                Err(Cut::Broken(broken)) => return Err(broken),
                Err(Cut::LetGo) => self.work.step().await?,
                Err(Cut::Fault(fault)) => {
                    let slice = slices.get(next).unwrap_or(slice);
                    let place = self.place(slice);
                    self.work
                        .again(&place, &self.lane.to_name(), fault, &mut tries)
                        .await?;
                    if self.landed_after_all(slice).await? {
                        next += 1;
                        tries = 0;
                    } else {
                        self.tried_again(slice).await?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Copies from the slice at `next` on; `next` moves with every slice that landed.
    async fn stream(&self, slices: &[Slice], next: &mut usize) -> Result<(), Cut> {
        let source = self.work.source(&self.lane.source)?;
        let connector = self.work.stores.target.connector.clone();
        let first = *next;
        let mut pipe = Pipe::start(
            source,
            connector,
            self.lane.clone(),
            slices[first..].to_vec(),
        );
        let mut open: Option<Open> = None;
        while let Some(slice) = slices.get(*next) {
            let ready = tokio::select! {
                ready = pipe.next() => ready,
                () = self.work.stop_wanted() => return Err(Broken::Stopped.into()),
            };
            match ready {
                None => return Err(self.lost(slice).into()),
                Some(Ready::Failed(fault)) => return Err(Cut::Fault(fault)),
                // The stages keep the order of slices; a batch of another one would be counted wrongly.
                Some(Ready::Rows(at, _) | Ready::End(at, _)) if first + at != *next => {
                    return Err(self.lost(slice).into());
                }
                Some(Ready::Rows(_, prepared)) => {
                    self.hold().await?;
                    let at_work = match &mut open {
                        Some(at_work) => at_work,
                        None => open.insert(self.open(slice).await?),
                    };
                    self.batch(slice, at_work, &prepared).await?;
                    pipe.give_back(prepared);
                }
                Some(Ready::End(_, rows)) => {
                    let at_work = match open.take() {
                        Some(at_work) => at_work,
                        None => self.open(slice).await?,
                    };
                    self.land(slice, at_work, rows).await?;
                    *next += 1;
                }
            }
        }
        Ok(())
    }

    async fn open(&self, slice: &Slice) -> Result<Open, Cut> {
        let landing = self.landing();
        let load = self
            .work
            .stoppable(self.target, self.target.load(&landing))
            .await?;
        Ok(Open {
            load: load.map_err(Cut::Fault)?,
            sum: Receipt {
                run: self.work.run.clone(),
                plan: self.work.resolved.fingerprint.clone(),
                lane: self.lane.index,
                slice: slice.ordinal,
                ..Receipt::default()
            },
            left: LeftFile::new(&self.work.folder, self.lane.index, slice.ordinal),
            unexpected: 0,
        })
    }

    fn landing(&self) -> Landing {
        let key = match (self.lane.write, &self.lane.target.key) {
            (WriteMode::Upsert, Some(key)) => key.fields.clone(),
            (WriteMode::Upsert, None) => self.lane.to_key.clone(),
            _ => Vec::new(),
        };
        Landing {
            run: self.work.run.clone(),
            dataset: self.lane.target.name.clone(),
            fields: self.lane.to_fields(),
            write: self.lane.write,
            key,
        }
    }

    async fn batch(&self, slice: &Slice, open: &mut Open, prepared: &Prepared) -> Result<(), Cut> {
        let lane = self.lane.as_ref();
        let mut part = prepared.part.clone();
        let mut reason = None;
        for left in &prepared.left {
            let row = prepared.raw().row(left.row);
            let row = left_row(lane, row, left.field, left.reason, &left.rule);
            open.left.add(row, None)?;
            if !leaving_accepted(lane, left.field, left.reason) {
                open.unexpected += 1;
                reason.get_or_insert(left.reason);
            }
        }
        if !prepared.batch().is_empty() {
            let write = open.load.write(prepared.batch());
            let refused = self
                .work
                .stoppable(self.target, write)
                .await?
                .map_err(Cut::Fault)?;
            let unexpected = self.refused(open, prepared, &refused, &mut part)?;
            reason = reason.or(unexpected);
        }
        open.sum.add(&part);
        self.work.board.batch(lane.index, &part);
        self.judge(slice, open, reason).await
    }

    /// Takes the rows that the target refused out of the sum and into the file of rows left behind. Tells the reason of
    /// the first one that the plan does not expect.
    fn refused(
        &self,
        open: &mut Open,
        prepared: &Prepared,
        refused: &[Refusal],
        part: &mut Receipt,
    ) -> Result<Option<&'static str>, Cut> {
        let lane = self.lane.as_ref();
        let (batch, mut hasher, mut seen) =
            (prepared.batch(), RowHasher::default(), HashSet::new());
        let mut reason = None;
        for refusal in refused {
            if refusal.row >= batch.rows() || !seen.insert(refusal.row) {
                let words = "it refused a row that it was not given, or one twice";
                return Err(Cut::Fault(Fault::new(
                    FaultKind::Internal,
                    lane.to_name(),
                    words,
                )));
            }
            let row = batch.row(refusal.row);
            let digest = hasher.row(row);
            let raw = prepared.raw().row(prepared.origin(refusal.row));
            part.digest = part.digest.minus(Digest(digest));
            part.bytes -= row.cells().map(|c| c.size() as u64).sum::<u64>();
            part.rows_written -= 1;
            part.left_behind += 1;
            if part.changed > 0 {
                part.changed -= self.changed_in(raw.cells().collect());
            }
            let field = lane
                .fields
                .iter()
                .position(|f| names(&refusal.rule, &f.to.name));
            let row = left_row(lane, raw, field, refusal.reason, &refusal.rule);
            open.left.add(row, Some(Digest(digest)))?;
            if !leaving_accepted(lane, field, refusal.reason) {
                open.unexpected += 1;
                reason.get_or_insert(refusal.reason);
            }
        }
        Ok(reason)
    }

    /// How many values the conversion changed in one row.
    fn changed_in(&self, cells: Vec<Cell<'_>>) -> u64 {
        let mut alone = Batch::new(cells.len());
        cells.into_iter().for_each(|c| alone.push(c));
        let dialect = self.work.stores.target.connector.dialect();
        Converter::new(&self.lane, dialect)
            .convert(&alone, &mut Batch::new(0), &mut Vec::new())
            .changed
    }

    /// Rows left behind that nobody expects are fine up to a point. Past it the file is finished all the same, so that
    /// they can be looked at.
    async fn judge(
        &self,
        slice: &Slice,
        open: &mut Open,
        reason: Option<&'static str>,
    ) -> Result<(), Cut> {
        if open.unexpected == 0 {
            return Ok(());
        }
        let (table, so_far) = (self.lane.to_name(), self.work.so_far());
        let (left, limit) = (
            self.allowance.used() + open.unexpected,
            self.allowance.limit,
        );
        let error = match reason {
            Some(reason) if self.work.options.strict => RunError::Strict {
                table,
                reason: in_words(reason),
                so_far,
            },
            _ if left > limit => RunError::TooManyLeft {
                table,
                left,
                limit,
                so_far,
            },
            _ => return Ok(()),
        };
        open.left.finish().await?;
        tracing::warn!(lane = %self.lane.from, slice = slice.ordinal, left, "Too many rows left behind.");
        Err(error.into())
    }

    async fn land(&self, slice: &Slice, mut open: Open, read: u64) -> Result<(), Cut> {
        let receipt = open.sum;
        let sum = if receipt.rows_read != read || read != slice.rows {
            Some(format!(
                "{} rows were counted when the slices were cut, {} were read, {} came through",
                number(slice.rows),
                number(read),
                number(receipt.rows_read),
            ))
        } else if !receipt.balances() {
            Some(format!(
                "{} rows were read, but {} written, {} left behind and {} filtered out",
                number(receipt.rows_read),
                number(receipt.rows_written),
                number(receipt.left_behind),
                number(receipt.filtered),
            ))
        } else {
            None
        };
        if let Some(sum) = sum {
            return Err(RunError::Sum {
                table: self.lane.to_name(),
                slice: slice.ordinal,
                sum,
                so_far: self.work.so_far(),
            }
            .into());
        }
        open.left.finish().await?;
        let commit = open.load.commit(receipt.clone());
        self.work
            .stoppable(self.target, commit)
            .await?
            .map_err(Cut::Fault)?;
        self.work.board.landed(self.lane.index);
        self.allowance.take(open.unexpected);
        tracing::info!(lane = %self.lane.from, slice = slice.ordinal, rows = receipt.rows_written, "Slice landed.");
        self.notes.landed(receipt).await;
        Ok(())
    }

    async fn landed_after_all(&self, slice: &Slice) -> Result<bool, Broken> {
        let (lane, mut tries) = (self.lane.index, 0);
        let receipt = loop {
            match self
                .target
                .receipt(&self.work.run, lane, slice.ordinal)
                .await
            {
                Ok(receipt) => break receipt,
                Err(fault) => {
                    let place = self.place(slice);
                    self.work
                        .again(&place, &self.lane.to_name(), fault, &mut tries)
                        .await?;
                }
            }
        };
        let Some(receipt) = receipt else {
            return Ok(false);
        };
        self.work.board.batch(lane, &receipt);
        self.work.board.landed(lane);
        let unexpected = left::unexpected(&self.work.folder, &self.lane, slice.ordinal)?;
        self.allowance.take(unexpected);
        self.notes.landed(receipt).await;
        Ok(true)
    }

    async fn tried_again(&self, slice: &Slice) -> Result<(), Broken> {
        self.work.board.change(|s| s.retried += 1);
        let journal = &self.work.journal;
        journal
            .tried_again(&self.work.run, self.lane.index, slice.ordinal)
            .await?;
        Ok(())
    }

    /// Between batches: goes on, waits while paused, or stops. A long pause lets the slice go.
    async fn hold(&self) -> Result<(), Cut> {
        match self.work.control.wanted() {
            Want::Go => return Ok(()),
            Want::Stop => return Err(Broken::Stopped.into()),
            Want::Pause => {}
        }
        let name = self.lane.to_name();
        self.work.board.status(Status::Paused);
        self.work
            .say(LogLevel::Info, &name, "Paused after a batch.")
            .await?;
        match tokio::time::timeout(HOLDS_OPEN, self.work.control.step()).await {
            Ok(stepped) => {
                stepped?;
                self.work.board.status(Status::Running);
                self.work.say(LogLevel::Info, &name, "Going on.").await?;
                Ok(())
            }
            Err(_) => {
                let words =
                    "The pause is long: the slice under way is let go and begins again later.";
                self.work.say(LogLevel::Info, &name, words).await?;
                Err(Cut::LetGo)
            }
        }
    }

    fn place(&self, slice: &Slice) -> String {
        format!("{}, slice {}", self.lane.to_name(), slice.ordinal)
    }

    fn lost(&self, slice: &Slice) -> RunError {
        RunError::Lost {
            place: self.place(slice),
            so_far: self.work.so_far(),
        }
    }
}

/// Rules name a field alone or after its table.
fn names(rule: &str, field: &str) -> bool {
    rule == field
        || rule
            .strip_suffix(field)
            .is_some_and(|table| table.ends_with('.'))
}
