import { ArrowRight, Bell, ChevronsUpDown, House, Moon, Search, Sun } from "lucide-react";
import { Button as AriaButton, DialogTrigger, Dialog } from "react-aria-components";
import type { ProjectView, Route } from "../../ipc/bindings";
import { IconButton } from "../../parts/Button";
import { EnvChip, StoreIcon } from "../../parts/Chip";
import { ago, plural } from "../../parts/format";
import { Icon } from "../../parts/Icon";
import { KeyHint } from "../../parts/KeyHint";
import { MenuButton, Panel, type MenuAction } from "../../parts/Menu";
import { NoticeSign, useNotices } from "../../parts/Toasts";
import { Tip } from "../../parts/Tooltip";
import { usePreferences, useSetPreferences } from "../settings/preferences";
import { shownTheme } from "../settings/appearance";
import { Logo } from "./Logo";
import { usePalette } from "./paletteStore";
import { useProjects } from "./queries";
import { screenPath } from "./routes";
import { frameWords, productName } from "./words";

export function Bar({ project }: { project: ProjectView | undefined }) {
  const openPalette = usePalette((state) => state.show);
  return (
    <>
      <span className="logo">
        <Logo />
        {project === undefined && <span>{productName}</span>}
      </span>
      {project && (
        <>
          <ProjectSwitcher project={project} />
          <RouteChip route={project.route} environment={project.environment} />
        </>
      )}
      <AriaButton className="search-trigger" onPress={() => openPalette("")}>
        <Icon of={Search} size="s" />
        <span className="grow ellipsis">{frameWords.search}</span>
        <KeyHint keys="Mod+K" />
      </AriaButton>
      <div className="bar-end">
        <ThemeToggle />
        <Notifications />
      </div>
    </>
  );
}

function ProjectSwitcher({ project }: { project: ProjectView }) {
  const recent = useProjects().data ?? [];
  const others = recent.filter((card) => card.id !== project.id && !card.missing).slice(0, 8);
  const items: (MenuAction | "-")[] = others.map((card) => ({
    id: card.id,
    label: card.name,
    note: card.next.reason,
    href: screenPath(card.id, card.next.screen),
  }));
  if (items.length > 0) items.push("-");
  items.push({ id: "all", label: frameWords.allProjects, icon: House, href: "/" });
  return (
    <MenuButton
      label={frameWords.recent}
      placement="bottom start"
      items={items}
      trigger={
        <Tip text={project.name}>
          <AriaButton className="switcher" aria-label={frameWords.switcher(project.name)}>
            <span className="ellipsis">{project.name}</span>
            <Icon of={ChevronsUpDown} size="s" />
          </AriaButton>
        </Tip>
      }
    />
  );
}

/** Which way the data goes, and where it lands: in sight on every screen of a project. */
export function RouteChip({ route, environment }: { route: Route; environment: ProjectView["environment"] }) {
  const [first] = route.sources;
  const from =
    route.sources.length === 1 && first !== undefined
      ? first.name
      : plural(route.sources.length, frameWords.sources, frameWords.sourcesMany);
  const to = route.target?.name ?? frameWords.noTarget;
  return (
    <div className="route" role="group" aria-label={frameWords.route(from, to, environment)}>
      <span className="route-end">
        {first && <StoreIcon kind={first.kind} size="s" />}
        <span className="ellipsis" title={from}>
          {from}
        </span>
      </span>
      <Icon of={ArrowRight} size="s" className="t3" />
      <span className="route-end">
        {route.target && <StoreIcon kind={route.target.kind} size="s" />}
        <span className="ellipsis" title={to}>
          {to}
        </span>
        <EnvChip env={environment} />
      </span>
    </div>
  );
}

function ThemeToggle() {
  const preferences = usePreferences();
  const set = useSetPreferences();
  const dark = shownTheme(preferences.theme) === "dark";
  return (
    <IconButton
      icon={dark ? Moon : Sun}
      label={dark ? frameWords.theme.light : frameWords.theme.dark}
      onPress={() => set({ theme: dark ? "light" : "dark" })}
    />
  );
}

function Notifications() {
  const { past, seeAll } = useNotices();
  const unseen = past.filter((notice) => !notice.seen).length;
  return (
    <DialogTrigger
      onOpenChange={(open) => {
        if (!open) seeAll();
      }}
    >
      <IconButton icon={Bell} label={frameWords.bell(unseen)} count={unseen} />
      <Panel placement="bottom end">
        <Dialog className="notices" aria-label={frameWords.notices}>
          <h2 className="notices-head">{frameWords.notices}</h2>
          {past.length === 0 ? (
            <p className="notices-none t2">{frameWords.noNotices}</p>
          ) : (
            <ul>
              {past.map((notice) => (
                <li key={notice.id} className="notice">
                  <NoticeSign tone={notice.tone} />
                  <div className="grow">
                    <b>{notice.title}</b>
                    {notice.text !== undefined && <p className="sm t2">{notice.text}</p>}
                  </div>
                  <span className="mi t3 nowrap">{ago(new Date(notice.at).toISOString())}</span>
                </li>
              ))}
            </ul>
          )}
        </Dialog>
      </Panel>
    </DialogTrigger>
  );
}
