import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { ConnectionTest, ConnectionView, Environment } from "../../ipc/bindings";
import { useDoor } from "../../ipc/door";
import { keys } from "../frame/queries";

/** Those of a project, or all of them when no project is open. */
const connectionsKey = (project: string | null) =>
  project === null ? keys.studio("connections") : keys.of(project, "connections");

export function useConnections(project: string | null) {
  const door = useDoor();
  return useQuery({ queryKey: connectionsKey(project), queryFn: () => door.connections(project) });
}

export interface TestRun {
  running: boolean;
  test: ConnectionTest | null;
  /** What was thrown when the test itself could not be carried out. */
  failure: unknown;
}

/** The latest test of each connection, kept while the screen is open. */
export function useConnectionTests() {
  const door = useDoor();
  const [runs, setRuns] = useState<ReadonlyMap<string, TestRun>>(new Map());
  const latest = useRef(new Map<string, number>());

  const start = (name: string) => {
    const turn = (latest.current.get(name) ?? 0) + 1;
    latest.current.set(name, turn);
    const put = (run: TestRun) => {
      if (latest.current.get(name) === turn) setRuns((now) => new Map(now).set(name, run));
    };
    // The last step may be told after the answer has arrived; the answer holds it already.
    let over = false;
    const end = (run: TestRun) => {
      over = true;
      put(run);
    };
    put({ running: true, test: null, failure: null });
    door
      .connectionTest(name, (test) => {
        if (!over) put({ running: true, test, failure: null });
      })
      .then(
        (test) => end({ running: false, test, failure: null }),
        (failure: unknown) => end({ running: false, test: null, failure }),
      );
  };
  return { runs, start };
}

export function useConnectionChanges(project: string | null) {
  const door = useDoor();
  const client = useQueryClient();
  const changed = () => client.invalidateQueries();
  const replace = (view: ConnectionView) => {
    client.setQueryData<ConnectionView[]>(connectionsKey(project), (now) =>
      now?.map((each) => (each.name === view.name ? { ...each, ...view } : each)),
    );
    return changed();
  };
  return {
    setEnvironment: useMutation({
      mutationFn: ({ name, environment }: { name: string; environment: Environment }) =>
        door.connectionSetEnvironment(name, environment),
      onSuccess: replace,
    }),
    forget: useMutation({ mutationFn: (name: string) => door.connectionForget(name), onSuccess: changed }),
    add: useMutation({
      mutationFn: ({ token, name, environment }: { token: string; name: string; environment: Environment }) =>
        door.connectionAdd(token, name, environment),
      onSuccess: changed,
    }),
  };
}
