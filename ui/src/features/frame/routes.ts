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
