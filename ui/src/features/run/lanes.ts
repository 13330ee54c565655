import type { LaneState, RunState, Status } from "../../ipc/bindings";

const order: Record<Status, number> = {
  failed: 0,
  running: 1,
  checking: 1,
  paused: 2,
  stopped: 2,
  waiting: 3,
  not_started: 3,
  finished_with_losses: 4,
  finished: 4,
  rolled_back: 5,
};

/** A paused run leaves the table it was at as running: nothing moves in it until the run goes on. */
export function laneStatus(lane: LaneState, run: Status): Status {
  return run === "paused" && lane.status === "running" ? "paused" : lane.status;
}

/** Failed first, then running, waiting, finished; within each in the plan's order. */
export function sortLanes(lanes: readonly LaneState[]): LaneState[] {
  return [...lanes].sort((a, b) => order[a.status] - order[b.status] || a.lane - b.lane);
}

/** Rows that have come to an end of any kind, of all rows: 0 to 1, and 1 where there are none to move. */
export function shareDone(state: RunState): number {
  if (state.rows_total === 0) return state.phase === "done" || state.phase === "validate" ? 1 : 0;
  return Math.min(1, (state.rows_written + state.left_behind + state.filtered) / state.rows_total);
}

export function laneShare(lane: LaneState): number {
  if (lane.rows_total === 0)
    return lane.status === "finished" || lane.status === "finished_with_losses" ? 1 : 0;
  return Math.min(1, (lane.rows_written + lane.left_behind) / lane.rows_total);
}

/** What a table still needs at its present speed; null while that cannot be said. */
export function laneLeft(lane: LaneState, speed: number | null): number | null {
  return speed === null ? null : ((lane.rows_total - lane.rows_read) / speed) * 1000;
}
