import {
  CirclePlay,
  FlaskConical,
  GitCompareArrows,
  History,
  House,
  Plug,
  ScrollText,
  Settings,
  ShieldCheck,
  Waypoints,
  type LucideIcon,
} from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { Link } from "react-aria-components";
import type { Counter, Screen } from "../../ipc/bindings";
import { useDoor } from "../../ipc/door";
import { count } from "../../parts/format";
import { Icon } from "../../parts/Icon";
import { Tip } from "../../parts/Tooltip";
import { keys } from "./queries";
import { screenPath } from "./routes";
import { frameWords, screenNames } from "./words";

export const screenIcons: Record<Screen, LucideIcon> = {
  projects: House,
  connections: Plug,
  map: Waypoints,
  compare: GitCompareArrows,
  "dry-run": FlaskConical,
  run: CirclePlay,
  validate: ShieldCheck,
  backups: History,
  activity: ScrollText,
  settings: Settings,
};

const studio: readonly Screen[] = ["projects", "connections", "backups", "activity"];
const groups: readonly { title: string; screens: readonly Screen[] }[] = [
  { title: frameWords.groups.plan, screens: ["connections", "map", "compare", "dry-run"] },
  { title: frameWords.groups.run, screens: ["run", "validate", "backups"] },
  { title: frameWords.groups.keep, screens: ["activity"] },
];

export function SideList({ project, counters }: { project: string | null; counters: readonly Counter[] }) {
  const own = useStudioCounters(project === null);
  const shown = project === null ? own : counters;
  return (
    <>
      {project === null ? (
        <ul className="side-group">
          {studio.map((screen) => (
            <Entry key={screen} screen={screen} project={null} counters={shown} />
          ))}
        </ul>
      ) : (
        groups.map((group) => (
          <div key={group.title}>
            <h2 className="over side-title">{group.title}</h2>
            <ul className="side-group" aria-label={group.title}>
              {group.screens.map((screen) => (
                <Entry key={screen} screen={screen} project={project} counters={shown} />
              ))}
            </ul>
          </div>
        ))
      )}
      <span className="grow" />
      <ul className="side-group">
        <Entry screen="settings" project={project} counters={[]} />
      </ul>
    </>
  );
}

/** On the studio's own list: how many connections and ways back there are in all. */
function useStudioCounters(wanted: boolean): Counter[] {
  const door = useDoor();
  const connections = useQuery({
    queryKey: keys.studio("connections"),
    queryFn: () => door.connections(null),
    enabled: wanted,
  });
  const points = useQuery({
    queryKey: keys.studio("undo-points"),
    queryFn: () => door.undoPoints(null),
    enabled: wanted,
  });
  const found: [Screen, number | undefined][] = [
    ["connections", connections.data?.length],
    ["backups", points.data?.length],
  ];
  return found.flatMap(([screen, many]) =>
    many === undefined || many === 0 ? [] : [{ screen, text: count(many), tone: "info" as const }],
  );
}

function Entry({
  screen,
  project,
  counters,
}: {
  screen: Screen;
  project: string | null;
  counters: readonly Counter[];
}) {
  const path = screenPath(project, screen);
  const here = useLocation({ select: (location) => location.pathname === path });
  const counter = counters.find((candidate) => candidate.screen === screen);
  const name = screenNames[screen];
  return (
    <li>
      <Tip text={counter === undefined ? name : `${name}, ${counter.text}`}>
        <Link
          href={path}
          className="side-entry"
          aria-label={counter === undefined ? name : `${name}, ${counter.text}`}
          {...(here && { "aria-current": "page" as const })}
        >
          <Icon of={screenIcons[screen]} />
          <span className="side-name">{name}</span>
          {counter && (
            <span className="side-count num" data-tone={counter.tone} aria-hidden="true">
              {counter.text}
            </span>
          )}
        </Link>
      </Tip>
    </li>
  );
}
