import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { RunView, Status } from "../../ipc/bindings";
import { useDoor, type Door } from "../../ipc/door";
import { keys, useRefreshProject } from "../frame/queries";
import { workProblem } from "../work/workProblem";
import { hasEnded, runFeed } from "./runFeed";

export function useRuns(project: string) {
  const door = useDoor();
  return useQuery({ queryKey: keys.of(project, "runs"), queryFn: () => door.runs(project) });
}

export function useGate(project: string) {
  const door = useDoor();
  return useQuery({
    queryKey: keys.of(project, "gate"),
    queryFn: () => door.gate(project),
    // What clears by itself does so without anybody asking.
    refetchInterval: ({ state }) =>
      state.data?.blockers.some((blocker) => blocker.kind === "wait") === true ? 2000 : false,
  });
}

export function useStartRun(project: string) {
  const door = useDoor();
  const refresh = useRefreshProject();
  return useMutation({
    mutationFn: (typed: string | null) => door.runStart(project, typed),
    onSuccess: (view) => {
      runFeed(door, view.state.run).put(view);
      void refresh(project);
    },
    onError: (caught) => {
      workProblem(caught);
      void refresh(project);
    },
  });
}

type Act = "pause" | "goOn" | "stop" | "resume" | "keep";

const acts: Record<Act, (door: Door, run: string) => Promise<RunView>> = {
  pause: (door, run) => door.runPause(run),
  goOn: (door, run) => door.runGoOn(run),
  stop: (door, run) => door.runStop(run),
  resume: (door, run) => door.runResume(run),
  keep: (door, run) => door.runKeep(run),
};

/** What can be done to a run; each answers with its state, which the feed takes over. */
export function useRunActs(project: string, run: string) {
  const door = useDoor();
  const refresh = useRefreshProject();
  const act = useMutation({
    mutationFn: (what: Act) => acts[what](door, run),
    onSuccess: (view) => {
      runFeed(door, run).put(view);
      void refresh(project);
    },
    onError: workProblem,
  });
  return { act, pending: act.isPending ? act.variables : null };
}

/** Once a run ends, everything that is drawn from its result is read again. */
export function useRefreshAtEnd(project: string | null, status: Status | undefined): void {
  const refresh = useRefreshProject();
  const over = status !== undefined && hasEnded(status);
  useEffect(() => {
    if (over && project !== null) void refresh(project);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once at the end, not on each render
  }, [over, project]);
}
