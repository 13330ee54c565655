import { useLocation } from "@tanstack/react-router";
import { useMemo } from "react";
import type { ProjectView } from "../../ipc/bindings";
import { useProject } from "../frame/queries";
import { screenPath } from "../frame/routes";
import { asOfRun } from "./liveStops";
import { hasEnded, useRunState } from "./runFeed";

/** The open project for the frame around it: on the screen of a run under way, at one with that screen. */
export function useLiveProject(id: string | null): ProjectView | undefined {
  const view = useProject(id).data;
  const onRun = useLocation({ select: ({ pathname }) => id !== null && pathname === screenPath(id, "run") });
  const run = onRun && view?.run != null && !hasEnded(view.run.status) ? view.run.run : null;
  const state = useRunState(run);
  return useMemo(
    () => (view === undefined || state === undefined ? view : asOfRun(view, state)),
    [view, state],
  );
}
