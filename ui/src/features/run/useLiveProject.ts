import { useLocation } from "@tanstack/react-router";
import { useMemo, useSyncExternalStore } from "react";
import type { ProjectView } from "../../ipc/bindings";
import { useDoor } from "../../ipc/door";
import { useProject } from "../frame/queries";
import { screenPath } from "../frame/routes";
import { asOfRun } from "./liveStops";
import { hasEnded, runFeed } from "./runFeed";

const nobody = { subscribe: () => () => undefined, seen: () => null };

/** The open project for the frame around it: on the screen of a run under way, at one with that screen. */
export function useLiveProject(id: string | null): ProjectView | undefined {
  const door = useDoor();
  const view = useProject(id).data;
  const onRun = useLocation({ select: ({ pathname }) => id !== null && pathname === screenPath(id, "run") });
  const run = onRun && view?.run != null && !hasEnded(view.run.status) ? view.run.run : null;
  const feed = useMemo(() => (run === null ? nobody : runFeed(door, run)), [door, run]);
  const state = useSyncExternalStore(feed.subscribe, feed.seen)?.view?.state;
  return useMemo(
    () => (view === undefined || state === undefined ? view : asOfRun(view, state)),
    [view, state],
  );
}
