import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { ConnectionTest, LastTest } from "../../ipc/bindings";
import { useDoor, type Seen } from "../../ipc/door";
import { type Edited, toForm } from "./fields";
import { connectionsKey } from "./useConnections";

export interface TestRun {
  running: boolean;
  test: ConnectionTest | null;
  /** What was thrown when the test itself could not be carried out. */
  failure: unknown;
}

/** A saved connection by its name; null is the one that is not saved yet. */
type Of = string | null;

/** The latest test of each connection, kept while the screen is open. */
export function useConnectionTests(project: string | null) {
  const door = useDoor();
  const client = useQueryClient();
  const [runs, setRuns] = useState<ReadonlyMap<Of, TestRun>>(new Map());
  const latest = useRef(new Map<Of, number>());

  /** What an older turn still has to tell is not listened to. */
  const turnOf = (of: Of) => {
    const turn = (latest.current.get(of) ?? 0) + 1;
    latest.current.set(of, turn);
    return turn;
  };
  const run = (of: Of, test: (seen: Seen<ConnectionTest>) => Promise<ConnectionTest>) => {
    const turn = turnOf(of);
    const put = (state: TestRun) => {
      if (latest.current.get(of) === turn) setRuns((now) => new Map(now).set(of, state));
    };
    // The last step may be told after the answer has arrived; the answer holds it already.
    let over = false;
    const end = (state: TestRun) => {
      over = true;
      put(state);
      // The list keeps the last test of each, and it has just changed.
      if (of !== null) void client.invalidateQueries({ queryKey: connectionsKey(project) });
    };
    put({ running: true, test: null, failure: null });
    test((state) => {
      if (!over) put({ running: true, test: state, failure: null });
    }).then(
      (state) => end({ running: false, test: state, failure: null }),
      (failure: unknown) => end({ running: false, test: null, failure }),
    );
  };

  return {
    runs,
    start: (name: string) => run(name, (seen) => door.connectionTest(name, seen)),
    /** Of what the form holds now; `of` is the saved connection that it changes. */
    startDraft: ({ fields, password }: Edited, of: string | null) => {
      if (fields !== null) run(null, (seen) => door.connectionTestDraft(toForm(fields), password, of, seen));
    },
    cancel: (of: Of) => void door.connectionTestCancel(of),
    /** The form has changed since: what the test said is no longer about it. */
    drop: () => {
      const before = runs.get(null);
      if (before === undefined) return;
      turnOf(null);
      if (before.running) void door.connectionTestCancel(null);
      setRuns((now) => new Map([...now].filter(([of]) => of !== null)));
    },
    /** What was tested is saved now, under this name and without a change. */
    adopt: (name: string) => {
      const tested = runs.get(null);
      turnOf(null);
      turnOf(name);
      if (tested?.running === true) void door.connectionTestCancel(null);
      setRuns((now) => {
        const next = new Map([...now].filter(([of]) => of !== null && of !== name));
        return tested === undefined || tested.running ? next : next.set(name, tested);
      });
    },
  };
}

export const tookMs = (test: ConnectionTest | null): number =>
  (test?.steps ?? []).reduce((sum, step) => sum + (step.took_ms ?? 0), 0);

/** How a test ended in two words; none where it runs still, or was stopped. */
export function endOf(run: TestRun | undefined): LastTest | null {
  if (run === undefined || run.running || run.test?.stopped === true) return null;
  return { good: run.test?.verdict != null, took_ms: tookMs(run.test) };
}
