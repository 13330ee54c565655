import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocation, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { create } from "zustand";
import type { ProjectView, Screen } from "../../ipc/bindings";
import { useDoor } from "../../ipc/door";
import { screenPath, type Wanted } from "./routes";

/**
 * The names under which answers of the door are kept. Everything about one project starts with
 * `keys.project(id)`, so that one call makes all of it be read again.
 */
export const keys = {
  info: ["info"] as const,
  projects: ["projects"] as const,
  studio: (what: string) => ["studio", what] as const,
  project: (id: string) => ["project", id] as const,
  of: (id: string, what: string, ...rest: readonly unknown[]) => ["project", id, what, ...rest] as const,
};

export function useStudioInfo() {
  const door = useDoor();
  return useQuery({ queryKey: keys.info, queryFn: () => door.studioInfo() });
}

export function useProjects() {
  const door = useDoor();
  return useQuery({ queryKey: keys.projects, queryFn: () => door.projects() });
}

const underWay = new Set(["checking", "running", "waiting"]);

/** The open project as the frame shows it; while a run is under way its figures are read each second. */
export function useProject(id: string | null) {
  const door = useDoor();
  return useQuery({
    queryKey: keys.of(id ?? "", "view"),
    queryFn: () => door.projectOpen(id ?? ""),
    enabled: id !== null,
    refetchInterval: ({ state }) => {
      const status = state.data?.run?.status;
      return status !== undefined && underWay.has(status) ? 1000 : false;
    },
  });
}

/** Call after anything that changes a project: its screens, the frame and the list are read again. */
export function useRefreshProject() {
  const client = useQueryClient();
  return async (id: string) => {
    await Promise.all([
      client.invalidateQueries({ queryKey: keys.project(id) }),
      client.invalidateQueries({ queryKey: keys.projects }),
      client.invalidateQueries({ queryKey: ["studio"] }),
    ]);
  };
}

/** The project in the address, or null on a screen of the studio. */
function projectInPath(path: string): string | null {
  const match = /^\/p\/([^/]+)/.exec(path);
  return match?.[1] === undefined ? null : decodeURIComponent(match[1]);
}

const useLastProject = create<{ id: string | null }>(() => ({ id: null }));

/** Called by the frame on each change of the address: Settings belongs to whatever was open before. */
export function rememberProject(path: string): void {
  if (path === "/settings") return;
  const id = projectInPath(path);
  if (useLastProject.getState().id !== id) useLastProject.setState({ id });
}

/** The project whose side list and band are shown. On Settings it is the one that was open before. */
export function useOpenProject(): string | null {
  const path = useLocation({ select: (location) => location.pathname });
  const last = useLastProject((state) => state.id);
  return projectInPath(path) ?? (path === "/settings" ? last : null);
}

/**
 * The id of this screen's project, for screens below /p/. From the route and not from the address: on the way
 * out of a project the address changes before its screens are gone.
 */
export function useProjectId(): string {
  const id = useParams({ strict: false, select: (params) => params.project });
  if (id === undefined) throw new Error("this screen belongs to a project");
  return id;
}

/** Goes to a screen of the open project, or of the studio, and there to what is wanted of it. */
export function useGoTo() {
  const navigate = useNavigate();
  return (screen: Screen, project: string | null, wanted: Wanted = {}) =>
    void navigate({ to: screenPath(project, screen), search: wanted });
}

/** What of this screen is looked at, and a way to look at something else on it. */
export function useWanted(): [wanted: Wanted, want: (next: Wanted) => void] {
  const wanted = useSearch({ strict: false });
  const navigate = useNavigate();
  return [wanted, (next) => void navigate({ to: ".", search: next, replace: true })];
}

/**
 * A row that the address asks for is selected once, and then the address is plain again: so it can be asked for
 * a second time, and moving through a list with the arrows writes no history (WebKit allows a hundred in 30 s).
 */
export function useAsked(what: "point" | "row", select: (id: string) => void): void {
  const [wanted, want] = useWanted();
  const id = wanted[what];
  useEffect(() => {
    if (id === undefined) return;
    select(id);
    want({});
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each time it is asked for
  }, [id]);
}

/** After a project was made or opened: shows it where its next step is. */
export function useShowProject() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async (view: ProjectView) => {
    client.setQueryData(keys.of(view.id, "view"), view);
    await client.invalidateQueries({ queryKey: keys.projects });
    await navigate({ to: screenPath(view.id, view.next.screen) });
  };
}
