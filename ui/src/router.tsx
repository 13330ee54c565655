import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Navigate,
  redirect,
} from "@tanstack/react-router";
import { Frame } from "./features/frame/Frame";
import { ProjectLayout } from "./features/frame/ProjectLayout";
import { wantedIn } from "./features/frame/routes";
import { ScreenError } from "./features/frame/ScreenError";
import { Drops } from "./features/projects/Drops";
import { StartDialog } from "./features/projects/StartDialog";
import ActivityScreen from "./screens/ActivityScreen";
import BackupsScreen from "./screens/BackupsScreen";
import CompareScreen from "./screens/CompareScreen";
import ConnectionsScreen from "./screens/ConnectionsScreen";
import DryRunScreen from "./screens/DryRunScreen";
import MapScreen from "./screens/MapScreen";
import ProjectsScreen from "./screens/ProjectsScreen";
import RunScreen from "./screens/RunScreen";
import SettingsScreen from "./screens/SettingsScreen";
import ValidateScreen from "./screens/ValidateScreen";

// All screens are in the one file that the window reads at its start: reading it is cheap, and no change of screen waits.
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
  component: ProjectsScreen,
});
const connections = createRoute({
  getParentRoute: () => root,
  path: "/connections",
  component: ConnectionsScreen,
});
const backups = createRoute({
  getParentRoute: () => root,
  path: "/backups",
  component: BackupsScreen,
});
const activity = createRoute({
  getParentRoute: () => root,
  path: "/activity",
  component: ActivityScreen,
});
const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: SettingsScreen,
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
  component: ConnectionsScreen,
});
const map = createRoute({
  getParentRoute: () => project,
  path: "/map",
  component: MapScreen,
});
const compare = createRoute({
  getParentRoute: () => project,
  path: "/compare",
  component: CompareScreen,
});
const dryRun = createRoute({
  getParentRoute: () => project,
  path: "/dry-run",
  component: DryRunScreen,
});
const run = createRoute({
  getParentRoute: () => project,
  path: "/run",
  component: RunScreen,
});
const validate = createRoute({
  getParentRoute: () => project,
  path: "/validate",
  component: ValidateScreen,
});
const projectBackups = createRoute({
  getParentRoute: () => project,
  path: "/backups",
  component: BackupsScreen,
});
const projectActivity = createRoute({
  getParentRoute: () => project,
  path: "/activity",
  component: ActivityScreen,
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
  defaultErrorComponent: ScreenError,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
