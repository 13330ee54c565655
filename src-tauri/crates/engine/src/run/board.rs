//! The state of the run on show: every change is made here, and the whole state is sent, not the change.
//!
//! Counts go out at most ten times a second; a change of phase or status goes out at once.

use super::pace::Pace;
use drydock_model::{LaneState, LogLine, Problem, Receipt, RunPhase, RunState, Status, Undo};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::task::JoinHandle;

const EVERY: Duration = Duration::from_millis(100);
/// Time goes on visibly even when nothing else does.
const AT_LEAST: Duration = Duration::from_millis(500);
const LOG_LINES: usize = 100;

#[derive(Clone)]
pub(super) struct Board {
    shared: Arc<Mutex<Shown>>,
    sender: watch::Sender<RunState>,
}

struct Shown {
    state: RunState,
    began: Instant,
    /// What earlier sittings of this run took.
    earlier: Duration,
    /// What the slice under way has added so far; taken back when its load is dropped.
    live: Receipt,
    pace: Pace,
    paced: (Instant, u64),
    dirty: bool,
    sent: Instant,
}

/// Ends the ticking when the run ends, however that is.
pub(super) struct Ticking(JoinHandle<()>);

impl Drop for Ticking {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Board {
    pub fn new(state: RunState, worked_ms: u64, sender: watch::Sender<RunState>) -> Board {
        let now = Instant::now();
        let rows = state.rows_read;
        let board = Board {
            shared: Arc::new(Mutex::new(Shown {
                state,
                began: now,
                earlier: Duration::from_millis(worked_ms),
                live: Receipt::default(),
                pace: Pace::default(),
                paced: (now, rows),
                dirty: false,
                sent: now,
            })),
            sender,
        };
        board.at_once(|_| {});
        board
    }

    pub fn ticking(&self) -> Ticking {
        let board = self.clone();
        Ticking(tokio::spawn(async move {
            loop {
                tokio::time::sleep(EVERY).await;
                let mut shown = board.lock();
                let waited = shown.sent.elapsed();
                if (shown.dirty && waited >= EVERY) || waited >= AT_LEAST {
                    shown.send(&board.sender);
                }
            }
        }))
    }

    pub fn state(&self) -> RunState {
        self.lock().state.clone()
    }

    pub fn worked_ms(&self) -> u64 {
        self.lock().elapsed_ms()
    }

    /// A change that goes out with the next tick.
    pub fn change(&self, change: impl FnOnce(&mut RunState)) {
        let mut shown = self.lock();
        change(&mut shown.state);
        shown.dirty = true;
    }

    pub fn at_once(&self, change: impl FnOnce(&mut RunState)) {
        let mut shown = self.lock();
        change(&mut shown.state);
        shown.send(&self.sender);
    }

    pub fn phase(&self, phase: RunPhase, status: Status) {
        self.at_once(|s| {
            s.phase = phase;
            s.status = status;
        });
    }

    pub fn status(&self, status: Status) {
        self.at_once(|s| s.status = status);
    }

    pub fn line(&self, line: LogLine) {
        self.change(|s| {
            s.log.push(line);
            let over = s.log.len().saturating_sub(LOG_LINES);
            s.log.drain(..over);
        });
    }

    pub fn undo(&self, undo: Undo) {
        self.at_once(|s| s.undo = Some(undo));
    }

    pub fn lane(&self, lane: u32, change: impl FnOnce(&mut LaneState)) {
        self.change(|s| {
            if let Some(lane) = s.lanes.iter_mut().find(|l| l.lane == lane) {
                change(lane);
            }
        });
    }

    /// A batch of the slice under way.
    pub fn batch(&self, lane: u32, part: &Receipt) {
        let mut shown = self.lock();
        shown.live.add(part);
        count(&mut shown.state, lane, part, true);
        shown.dirty = true;
    }

    /// Rows and receipt are in.
    pub fn landed(&self, lane: u32) {
        let mut shown = self.lock();
        shown.live = Receipt::default();
        if let Some(lane) = shown.state.lanes.iter_mut().find(|l| l.lane == lane) {
            lane.slices_done += 1;
        }
        shown.dirty = true;
    }

    /// The load was dropped: what it had counted is not in.
    pub fn dropped(&self, lane: u32) {
        let mut shown = self.lock();
        let live = std::mem::take(&mut shown.live);
        count(&mut shown.state, lane, &live, false);
        shown.dirty = true;
    }

    pub fn ended(&self, status: Status, problem: Option<Problem>, at: String) -> RunState {
        let mut shown = self.lock();
        shown.state.status = status;
        shown.state.problem = problem;
        shown.state.ended_at = Some(at);
        if status.ended() {
            for lane in &mut shown.state.lanes {
                if matches!(lane.status, Status::Running | Status::Waiting) {
                    lane.status = match status {
                        Status::Failed if lane.status == Status::Running => Status::Failed,
                        _ => Status::Stopped,
                    };
                }
            }
        }
        shown.send(&self.sender);
        shown.state.clone()
    }

    fn lock(&self) -> MutexGuard<'_, Shown> {
        // Counts stay right whatever panicked beside them.
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shown {
    fn elapsed_ms(&self) -> u64 {
        (self.earlier + self.began.elapsed()).as_millis() as u64
    }

    fn fresh(&mut self) -> RunState {
        self.state.elapsed_ms = self.elapsed_ms();
        let (at, rows) = self.paced;
        let copying = self.state.phase == RunPhase::Migrate;
        if copying && self.state.status == Status::Running {
            self.pace
                .saw(self.state.rows_read.saturating_sub(rows), at.elapsed());
        }
        self.paced = (Instant::now(), self.state.rows_read);
        let to_go = self.state.rows_total.saturating_sub(self.state.rows_read);
        self.state.rows_per_second = self.pace.rows_per_second();
        // Lanes go one after the other, so the speed of the run is that of the one at work.
        let speed = self.state.rows_per_second;
        let at_work = |l: &&mut LaneState| l.status == Status::Running;
        if let Some(lane) = self.state.lanes.iter_mut().find(at_work) {
            lane.rows_per_second = speed;
        }
        self.state.eta_ms = if copying && !self.state.status.ended() {
            self.pace.left(to_go).map(|t| t.as_millis() as u64)
        } else {
            None
        };
        self.state.clone()
    }

    fn send(&mut self, sender: &watch::Sender<RunState>) {
        self.state.seq += 1;
        self.dirty = false;
        self.sent = Instant::now();
        let state = self.fresh();
        sender.send_replace(state);
    }
}

fn count(state: &mut RunState, lane: u32, part: &Receipt, up: bool) {
    let step = |sum: &mut u64, by: u64| {
        *sum = if up {
            *sum + by
        } else {
            sum.saturating_sub(by)
        };
    };
    step(&mut state.rows_read, part.rows_read);
    step(&mut state.rows_written, part.rows_written);
    step(&mut state.left_behind, part.left_behind);
    step(&mut state.filtered, part.filtered);
    step(&mut state.changed, part.changed);
    step(&mut state.bytes, part.bytes);
    if let Some(lane) = state.lanes.iter_mut().find(|l| l.lane == lane) {
        step(&mut lane.rows_read, part.rows_read);
        step(&mut lane.rows_written, part.rows_written);
        step(&mut lane.left_behind, part.left_behind);
        step(&mut lane.bytes, part.bytes);
    }
}
