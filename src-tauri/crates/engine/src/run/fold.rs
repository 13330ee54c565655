//! The state of a run, folded from the journal: what a window shows that was not there while the run went, and where a
//! resumed run begins to count.

use super::{RunError, SoFar, under_way};
use crate::Resolved;
use crate::journal::{Journal, RunBrief, RunRecord, Tally, now};
use crate::undo::UndoError;
use drydock_model::{Explain, LaneState, Problem, RunPhase, RunState, Status};
use std::path::Path;

const LOG_LINES: u32 = 100;

/// What there is to show before anything happened.
pub fn first_state(run: &str, resolved: &Resolved) -> RunState {
    RunState {
        run: run.to_owned(),
        plan_name: resolved.plan.name.clone(),
        plan: resolved.fingerprint.clone(),
        seq: 0,
        status: Status::Checking,
        phase: RunPhase::Checking,
        started_at: now(),
        ended_at: None,
        elapsed_ms: 0,
        rows_total: 0,
        rows_read: 0,
        rows_written: 0,
        left_behind: 0,
        filtered: 0,
        changed: 0,
        bytes: 0,
        retried: 0,
        rows_per_second: 0,
        eta_ms: None,
        lanes: resolved
            .lanes
            .iter()
            .map(|lane| LaneState {
                lane: lane.index,
                from: lane.from.clone(),
                to: lane.target.name.clone(),
                status: Status::NotStarted,
                rows_total: 0,
                rows_read: 0,
                rows_written: 0,
                left_behind: 0,
                bytes: 0,
                slices: 0,
                slices_done: 0,
                rows_per_second: 0,
                took_ms: 0,
            })
            .collect(),
        undo: None,
        log: Vec::new(),
        problem: None,
        proved: None,
        kept: false,
        resumed: 0,
    }
}

/// The run as the journal and its lock tell it now.
pub async fn state(journal: &Journal, run_folder: &Path, run: &str) -> Result<RunState, RunError> {
    let record = journal.run(run).await?;
    let record = record.ok_or_else(|| RunError::Unknown(run.to_owned()))?;
    folded(journal, &record, under_way(run_folder)).await
}

pub(super) async fn folded(
    journal: &Journal,
    record: &RunRecord,
    under_way: bool,
) -> Result<RunState, RunError> {
    let brief = &record.brief;
    let mut state = RunState {
        status: brief.status(under_way),
        phase: brief.phase,
        started_at: brief.started_at.clone(),
        ended_at: brief.ended_at.clone(),
        elapsed_ms: record.worked_ms,
        undo: brief.undo.clone(),
        log: journal.log_tail(&brief.run, LOG_LINES).await?,
        problem: brief.problem.clone(),
        proved: brief.proved,
        kept: brief.kept,
        resumed: brief.resumed,
        ..first_state(&brief.run, &record.resolved)
    };
    tallied(&mut state, &journal.tallies(&brief.run).await?);
    if brief.was_cut_off(under_way) {
        state.problem = Some(cut_off(brief, &state));
    }
    if state.status.ended() {
        for lane in &mut state.lanes {
            if matches!(lane.status, Status::Running | Status::Waiting) {
                lane.status = Status::Stopped;
            }
        }
    }
    Ok(state)
}

fn cut_off(brief: &RunBrief, state: &RunState) -> Problem {
    let target = short(&brief.target);
    if brief.phase == RunPhase::RollBack {
        return UndoError::CutOff { target }.problem();
    }
    let at = state.lanes.iter().find(|l| l.status == Status::Running);
    let so_far = SoFar {
        target,
        wrote: brief.phase >= RunPhase::Create,
        undo: brief.undo.is_some(),
    };
    let at = at.map(|l| l.to.clone());
    RunError::CutOff { at, so_far }.problem()
}

/// Counts from what is noted, and where each lane stands.
pub(super) fn tallied(state: &mut RunState, tallies: &[Tally]) {
    let sum = |figure: fn(&Tally) -> u64| tallies.iter().map(figure).sum::<u64>();
    state.rows_total = sum(|t| t.rows_total);
    state.rows_read = sum(|t| t.rows_read);
    state.rows_written = sum(|t| t.rows_written);
    state.left_behind = sum(|t| t.left_behind);
    state.filtered = sum(|t| t.filtered);
    state.changed = sum(|t| t.changed);
    state.bytes = sum(|t| t.bytes);
    state.retried = sum(|t| t.retried);
    let mut earlier_done = true;
    for lane in &mut state.lanes {
        let Some(tally) = tallies.iter().find(|t| t.lane == lane.lane) else {
            continue;
        };
        lane.rows_total = tally.rows_total;
        lane.rows_read = tally.rows_read;
        lane.rows_written = tally.rows_written;
        lane.left_behind = tally.left_behind;
        lane.bytes = tally.bytes;
        lane.slices = tally.slices;
        lane.slices_done = tally.slices_done;
        lane.took_ms = tally.took_ms;
        lane.rows_per_second = (tally.rows_read * 1000)
            .checked_div(tally.took_ms)
            .unwrap_or(0);
        let done = tally.is_cut && tally.slices == tally.slices_done;
        lane.status = match () {
            () if !tally.is_cut => Status::NotStarted,
            () if done && tally.left_behind + tally.changed > 0 => Status::FinishedWithLosses,
            () if done => Status::Finished,
            // Lanes go one after the other: the first that is not done is the one at work.
            () if earlier_done => Status::Running,
            () => Status::Waiting,
        };
        earlier_done &= done;
    }
}

/// The last part of an address, as people call the store.
fn short(address: &str) -> String {
    let (_, body) = address.split_once(':').unwrap_or(("", address));
    body.rsplit(['/', '\\']).next().unwrap_or(body).to_owned()
}
