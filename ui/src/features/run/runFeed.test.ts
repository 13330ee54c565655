import { expect, test, vi } from "vitest";
import type { Problem, RunView } from "../../ipc/bindings";
import type { Door } from "../../ipc/door";
import { baseDoor } from "../../ipc/fake/base";
import { finished, running, runView } from "../../ipc/fake/data/run";
import { createRunFeed } from "./runFeed";

/** A door whose watches are in the test's hands. */
function handDoor() {
  const watches: { tell: (view: RunView) => void; fail: (problem: Problem) => void; ended: boolean }[] = [];
  const door: Door = {
    ...baseDoor(),
    watchRun: (_run, tell, fail) => {
      const watch = { tell, fail, ended: false };
      watches.push(watch);
      return () => {
        watch.ended = true;
      };
    },
  };
  return { door, watches };
}
const at = (seq: number, rows: number) => runView({ status: "running", phase: "migrate", rows, seq });

test("watching begins with the first who looks and ends with the last", () => {
  const { door, watches } = handDoor();
  const feed = createRunFeed(door, "run-7");
  expect(watches).toHaveLength(0);
  const [first, second] = [feed.subscribe(vi.fn()), feed.subscribe(vi.fn())];
  expect(watches).toHaveLength(1);
  first();
  expect(watches[0]?.ended).toBe(false);
  second();
  expect(watches[0]?.ended).toBe(true);
});

test("an older state never takes the place of a newer one", () => {
  const { door, watches } = handDoor();
  const feed = createRunFeed(door, "run-7");
  feed.subscribe(vi.fn());
  watches[0]?.tell(at(5, 5_000));
  watches[0]?.tell(at(4, 4_000));
  expect(feed.seen().view?.state.rows_written).toBe(5_000);
});

test("each state is a new value and everybody hears of it", () => {
  const { door, watches } = handDoor();
  const feed = createRunFeed(door, "run-7");
  const heard = vi.fn();
  feed.subscribe(heard);
  watches[0]?.tell(at(1, 1));
  const before = feed.seen();
  watches[0]?.tell(at(2, 2));
  expect(feed.seen()).not.toBe(before);
  expect(heard).toHaveBeenCalledTimes(2);
});

test("an ended run is left alone until it goes on", () => {
  const { door, watches } = handDoor();
  const feed = createRunFeed(door, "run-7");
  feed.subscribe(vi.fn());
  watches[0]?.tell({ ...finished, state: { ...finished.state, seq: 9 } });
  expect(watches[0]?.ended).toBe(true);
  const again = at(1, 400_000);
  feed.put({ ...again, state: { ...again.state, resumed: 1 } });
  expect(watches).toHaveLength(2);
});

test("what a run ended with has the last word, though the journal counts no sequence", () => {
  const { door, watches } = handDoor();
  const feed = createRunFeed(door, "run-7");
  feed.subscribe(vi.fn());
  watches[0]?.tell(at(41, 400_000));
  watches[0]?.tell({ ...finished, state: { ...finished.state, seq: 0 } });
  expect(feed.seen().view?.state.status).toBe(finished.state.status);
});

test("a watch that answers with an ended run at once is closed", () => {
  const ended = vi.fn();
  const door: Door = {
    ...baseDoor(),
    watchRun: (_run, tell) => {
      tell(finished);
      return ended;
    },
  };
  createRunFeed(door, "run-7").subscribe(vi.fn());
  expect(ended).toHaveBeenCalledOnce();
});

test("what an earlier watch still sends is not listened to", () => {
  const { door, watches } = handDoor();
  const feed = createRunFeed(door, "run-7");
  feed.subscribe(vi.fn())();
  feed.subscribe(vi.fn());
  watches[0]?.tell(at(3, 3));
  expect(feed.seen().view).toBeNull();
});

test("a lost watch says why, and can be taken up again", () => {
  const { door, watches } = handDoor();
  const feed = createRunFeed(door, "run-7");
  feed.subscribe(vi.fn());
  const problem: Problem = {
    code: "DRY-2401",
    what: "Nothing is known of it",
    why: "",
    data: "",
    next: [],
    detail: "",
  };
  watches[0]?.fail(problem);
  expect(feed.seen().problem).toBe(problem);
  feed.retry();
  expect(feed.seen().problem).toBeNull();
  expect(watches).toHaveLength(2);
});

test("speeds are kept one a second, and only while rows move", () => {
  const { door, watches } = handDoor();
  let now = 1_000_000;
  const feed = createRunFeed(door, "run-7", () => now);
  feed.subscribe(vi.fn());
  for (let seq = 1; seq <= 25; seq += 1) {
    watches[0]?.tell(at(seq, seq * 200));
    now += 100;
  }
  expect(feed.seen().speeds.times).toEqual([1_000, 1_001, 1_002]);
  watches[0]?.tell({ ...running, state: { ...running.state, seq: 99, phase: "validate" } });
  expect(feed.seen().speeds.times).toHaveLength(3);
});
