import type { Screen } from "../../ipc/bindings";

/** The screens a project has of its own; the others belong to the studio. */
export const projectScreens = [
  "connections",
  "map",
  "compare",
  "dry-run",
  "run",
  "validate",
  "backups",
  "activity",
] as const satisfies readonly Screen[];

const studioPaths: Partial<Record<Screen, string>> = {
  projects: "/",
  connections: "/connections",
  backups: "/backups",
  activity: "/activity",
  settings: "/settings",
};

/** Where a screen is: of a project, or of the studio when `project` is null. */
export function screenPath(project: string | null, screen: Screen): string {
  const own = (projectScreens as readonly Screen[]).includes(screen);
  if (project !== null && own) return `/p/${encodeURIComponent(project)}/${screen}`;
  return studioPaths[screen] ?? "/";
}

/** What of a screen is looked at. It stands in the address, so that a link, the palette and a reload agree. */
export interface Wanted {
  /** A run of the project, or `nextRun`. */
  run?: string;
  /** The run whose way back is looked at. */
  point?: string;
  /** A table or field of the plan, as the map names its rows. */
  row?: string;
}

/** On Run, in place of a run's id: the one that could be started. */
export const nextRun = "next";

export function wantedIn(search: Record<string, unknown>): Wanted {
  const { run, point, row } = search;
  return {
    ...(typeof run === "string" && { run }),
    ...(typeof point === "string" && { point }),
    ...(typeof row === "string" && { row }),
  };
}
