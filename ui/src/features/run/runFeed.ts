/**
 * The state of a run as it arrives, outside of React: whole states replace each other, so a missed one
 * costs nothing. Watching begins with the first who looks and ends with the last. The speeds seen so far
 * are kept beside it, one a second, for the curve.
 */
import { useMemo, useSyncExternalStore } from "react";
import type { Problem, RunState, RunView, Status } from "../../ipc/bindings";
import { useDoor, type Door, type Unwatch } from "../../ipc/door";

export interface Speeds {
  /** Seconds since 1970. */
  times: readonly number[];
  rowsPerSecond: readonly number[];
}

export interface RunSeen {
  view: RunView | null;
  problem: Problem | null;
  speeds: Speeds;
}

export interface RunFeed {
  subscribe: (changed: () => void) => Unwatch;
  seen: () => RunSeen;
  /** A state that an act answered with. An ended run that goes on again is watched again. */
  put: (view: RunView) => void;
  /** Asks once more after the watch was lost. */
  retry: () => void;
}

/** Ten minutes, one point a second. */
const kept = 600;
const ended: readonly Status[] = ["finished", "finished_with_losses", "stopped", "failed", "rolled_back"];

export function hasEnded(status: Status): boolean {
  return ended.includes(status);
}

/**
 * States may overtake each other on their way. Within one sitting the sequence tells; what a run ended with
 * is read from the journal, which counts no sequence and has the last word.
 */
function isNewer(state: RunState, known: RunState): boolean {
  if (state.resumed !== known.resumed) return state.resumed > known.resumed;
  if (hasEnded(state.status)) return true;
  if (hasEnded(known.status)) return state.phase === "roll_back";
  return state.seq >= known.seq;
}

export function createRunFeed(door: Door, run: string, now: () => number = () => Date.now()): RunFeed {
  let seen: RunSeen = { view: null, problem: null, speeds: { times: [], rowsPerSecond: [] } };
  let end: Unwatch | null = null;
  /** Counts the watches: what an earlier one still sends is not listened to. */
  let turn = 0;
  const listeners = new Set<() => void>();

  const replace = (next: RunSeen) => {
    seen = next;
    for (const changed of listeners) changed();
  };
  const put = (view: RunView) => {
    const known = seen.view;
    if (known !== null && !isNewer(view.state, known.state)) return;
    replace({ view, problem: null, speeds: withSpeed(seen.speeds, view, now()) });
    // A run that stands is only watched again once it goes on.
    if (hasEnded(view.state.status)) unwatch();
    else if (listeners.size > 0) watch();
  };
  const watch = () => {
    if (end !== null) return;
    turn += 1;
    const mine = turn;
    end = () => undefined;
    const unwatchRun = door.watchRun(
      run,
      (view) => {
        if (mine === turn) put(view);
      },
      (problem) => {
        if (mine !== turn) return;
        unwatch();
        replace({ ...seen, problem });
      },
    );
    // The first state may have come at once, and ended the watch.
    if (mine === turn) end = unwatchRun;
    else unwatchRun();
  };
  const unwatch = () => {
    turn += 1;
    end?.();
    end = null;
  };

  return {
    subscribe: (changed) => {
      listeners.add(changed);
      watch();
      return () => {
        listeners.delete(changed);
        if (listeners.size === 0) unwatch();
      };
    },
    seen: () => seen,
    put,
    retry: () => {
      unwatch();
      replace({ ...seen, problem: null });
      watch();
    },
  };
}

function withSpeed(speeds: Speeds, view: RunView, at: number): Speeds {
  const { status, phase, rows_per_second } = view.state;
  if (status !== "running" || phase !== "migrate") return speeds;
  const second = Math.floor(at / 1000);
  if (speeds.times[speeds.times.length - 1] === second) return speeds;
  return {
    times: [...speeds.times, second].slice(-kept),
    rowsPerSecond: [...speeds.rowsPerSecond, rows_per_second].slice(-kept),
  };
}

const feeds = new WeakMap<Door, Map<string, RunFeed>>();

/** One feed a run, however many parts of the screen look at it. */
export function runFeed(door: Door, run: string): RunFeed {
  const known = feeds.get(door) ?? new Map<string, RunFeed>();
  feeds.set(door, known);
  const feed = known.get(run) ?? createRunFeed(door, run);
  known.set(run, feed);
  return feed;
}

const nobody = { subscribe: () => () => undefined, seen: () => null };

/** How far a run is, where there may be none to look at. */
export function useRunState(run: string | null): RunState | undefined {
  const door = useDoor();
  const feed = useMemo(() => (run === null ? nobody : runFeed(door, run)), [door, run]);
  return useSyncExternalStore(feed.subscribe, feed.seen)?.view?.state;
}

export function useRunFeed(run: string): RunSeen & { feed: RunFeed } {
  const door = useDoor();
  const feed = useMemo(() => runFeed(door, run), [door, run]);
  const seen = useSyncExternalStore(feed.subscribe, feed.seen);
  return { ...seen, feed };
}
