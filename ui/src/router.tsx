import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  redirect,
} from "@tanstack/react-router";
import { Frame } from "./features/frame/Frame";
import { ProjectLayout } from "./features/frame/ProjectLayout";
import { wantedIn } from "./features/frame/routes";
import { Drops } from "./features/projects/Drops";
import { StartDialog } from "./features/projects/StartDialog";

const root = createRootRoute({
  validateSearch: wantedIn,
  component: () => (
    <>
      <Frame />
      <StartDialog />
      <Drops />
    </>
  ),
  // An address nobody knows: the list of projects is always a way on.
  notFoundComponent: () => <Navigate to="/" replace />,
});

const projects = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("./screens/ProjectsScreen")),
});
const connections = createRoute({
  getParentRoute: () => root,
  path: "/connections",
  component: lazyRouteComponent(() => import("./screens/ConnectionsScreen")),
});
const backups = createRoute({
  getParentRoute: () => root,
  path: "/backups",
  component: lazyRouteComponent(() => import("./screens/BackupsScreen")),
});
const activity = createRoute({
  getParentRoute: () => root,
  path: "/activity",
  component: lazyRouteComponent(() => import("./screens/ActivityScreen")),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: lazyRouteComponent(() => import("./screens/SettingsScreen")),
});

const project = createRoute({ getParentRoute: () => root, path: "/p/$project", component: ProjectLayout });

const projectStart = createRoute({
  getParentRoute: () => project,
  path: "/",
  beforeLoad: ({ params }) => {
    redirect({ to: "/p/$project/connections", params, throw: true });
  },
});
const projectConnections = createRoute({
  getParentRoute: () => project,
  path: "/connections",
  component: lazyRouteComponent(() => import("./screens/ConnectionsScreen")),
});
const map = createRoute({
  getParentRoute: () => project,
  path: "/map",
  component: lazyRouteComponent(() => import("./screens/MapScreen")),
});
const compare = createRoute({
  getParentRoute: () => project,
  path: "/compare",
  component: lazyRouteComponent(() => import("./screens/CompareScreen")),
});
const dryRun = createRoute({
  getParentRoute: () => project,
  path: "/dry-run",
  component: lazyRouteComponent(() => import("./screens/DryRunScreen")),
});
const run = createRoute({
  getParentRoute: () => project,
  path: "/run",
  component: lazyRouteComponent(() => import("./screens/RunScreen")),
});
const validate = createRoute({
  getParentRoute: () => project,
  path: "/validate",
  component: lazyRouteComponent(() => import("./screens/ValidateScreen")),
});
const projectBackups = createRoute({
  getParentRoute: () => project,
  path: "/backups",
  component: lazyRouteComponent(() => import("./screens/BackupsScreen")),
});
const projectActivity = createRoute({
  getParentRoute: () => project,
  path: "/activity",
  component: lazyRouteComponent(() => import("./screens/ActivityScreen")),
});

export const router = createRouter({
  routeTree: root.addChildren([
    projects,
    connections,
    backups,
    activity,
    settings,
    project.addChildren([
      projectStart,
      projectConnections,
      map,
      compare,
      dryRun,
      run,
      validate,
      projectBackups,
      projectActivity,
    ]),
  ]),
  history: createHashHistory(),
  defaultPreload: "intent",
  // A screen's file is read from the program itself: nothing needs to stand there meanwhile.
  defaultPendingMs: 400,
});

/** Reads the files of all screens, so that a change of screen waits for none. */
export function readScreens(): void {
  const screens = [projects, connections, map, compare, dryRun, run, validate, backups, activity, settings];
  for (const screen of screens) void screen.options.component?.preload?.();
}

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
