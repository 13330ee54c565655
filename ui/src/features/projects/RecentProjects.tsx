import { ArrowRight, CircleCheck, Ellipsis, FolderOpen, Pin, PinOff, TriangleAlert, X } from "lucide-react";
import { useMemo, useState } from "react";
import { useFilter } from "react-aria-components";
import type { ProjectCard } from "../../ipc/bindings";
import { Button, IconButton } from "../../parts/Button";
import { Card } from "../../parts/Card";
import { EnvChip, StoreIcon } from "../../parts/Chip";
import { EmptyState } from "../../parts/EmptyState";
import { SearchField } from "../../parts/Fields";
import { ago, day, isOlderThan } from "../../parts/format";
import { Icon } from "../../parts/Icon";
import { MiniStops } from "../../parts/LineOfStops";
import { MenuButton } from "../../parts/Menu";
import { DataTable, type TableColumn } from "../../parts/Table";
import { TipText } from "../../parts/Tooltip";
import { screenPath } from "../frame/routes";
import { standingAt } from "../frame/stops";
import { stopNames } from "../frame/words";
import { useProjectActs, type ProjectActs } from "./useProjectActs";
import { projectsWords as words } from "./words";

/** Every project this computer knows, the pinned ones first; those whose folder is gone stay, and say so. */
export function RecentProjects({ cards }: { cards: readonly ProjectCard[] }) {
  const [text, setText] = useState("");
  const { contains } = useFilter({ sensitivity: "base" });
  const acts = useProjectActs();
  const columns = useMemo(() => columnsWith(acts), [acts]);
  const shown = cards.filter(
    (card) => text === "" || contains(card.name, text) || contains(routeText(card), text),
  );
  return (
    <Card
      title={words.recent}
      className="recent"
      actions={<SearchField label={words.filter} value={text} onChange={setText} width={210} />}
    >
      <div className="recent-list">
        <DataTable
          tall
          label={words.recent}
          columns={columns}
          rows={shown}
          rowKey={keyOf}
          rowText={nameOf}
          rowHref={hrefOf}
          rowClass={classOf}
          empty={<EmptyState compact level={3} title={words.nothingMatches(text)} text="" />}
        />
      </div>
    </Card>
  );
}

const keyOf = (card: ProjectCard) => card.id;
const nameOf = (card: ProjectCard) => card.name;
const hrefOf = (card: ProjectCard) => (card.missing ? undefined : screenPath(card.id, card.next.screen));
const classOf = (card: ProjectCard) =>
  card.missing ? "recent-missing" : `recent-${(card.route.target?.environment ?? "LOCAL").toLowerCase()}`;

function routeText(card: ProjectCard): string {
  const { sources, target } = card.route;
  const [only] = sources;
  const from = sources.length === 1 && only !== undefined ? only.name : words.sources(sources.length);
  return words.route(from, target?.name ?? words.noTarget);
}

function columnsWith(acts: ProjectActs): TableColumn<ProjectCard>[] {
  return [
    {
      id: "project",
      name: words.columns.project,
      order: (a, b) => a.name.localeCompare(b.name),
      cell: (card) => <Name card={card} />,
    },
    { id: "route", name: words.columns.route, width: "20%", cell: (card) => <RouteCell card={card} /> },
    {
      id: "target",
      name: words.columns.target,
      width: "120px",
      cell: (card) => card.route.target && <EnvChip env={card.route.target.environment} />,
    },
    {
      id: "progress",
      name: words.columns.progress,
      width: "176px",
      order: (a, b) => doneStops(a) - doneStops(b),
      cell: (card) => <Progress card={card} />,
    },
    {
      id: "backup",
      name: words.columns.backup,
      width: "136px",
      order: (a, b) => (a.last_backup_at ?? "").localeCompare(b.last_backup_at ?? ""),
      cell: (card) => <LastBackup at={card.last_backup_at} />,
    },
    {
      id: "menu",
      name: words.columns.menu,
      head: <span className="sr-only">{words.columns.menu}</span>,
      width: "92px",
      cell: (card) =>
        card.missing ? (
          <Button size="s" onPress={() => acts.find()}>
            {words.find}
          </Button>
        ) : (
          <RowMenu card={card} acts={acts} />
        ),
    },
  ];
}

function Name({ card }: { card: ProjectCard }) {
  return (
    <div className="recent-name">
      <span className="row g3">
        <TipText text={card.name} className="ellipsis">
          <b>{card.name}</b>
        </TipText>
        {card.pinned && (
          <>
            <Icon of={Pin} size="xs" className="t3" />
            <span className="sr-only">{words.pinned}</span>
          </>
        )}
      </span>
      <span className={card.missing ? "sm t3 recent-why" : "sm t3 ellipsis"}>
        {card.missing ? words.missing : card.sample ? words.sample : words.edited(ago(card.edited_at))}
      </span>
    </div>
  );
}

function RouteCell({ card }: { card: ProjectCard }) {
  const [first] = card.route.sources;
  return (
    <div className="recent-route">
      <span className="row g3">
        {first && <StoreIcon kind={first.kind} size="s" />}
        <Icon of={ArrowRight} size="xs" className="t3" />
        {card.route.target && <StoreIcon kind={card.route.target.kind} size="s" />}
      </span>
      <TipText text={routeText(card)} className="sm t2 ellipsis">
        {routeText(card)}
      </TipText>
    </div>
  );
}

const doneStops = (card: ProjectCard) => card.stops.filter((stop) => stop.state === "done").length;

function Progress({ card }: { card: ProjectCard }) {
  const at = standingAt(card.stops);
  const text =
    at === undefined
      ? words.finished
      : at.note === ""
        ? stopNames[at.name]
        : `${stopNames[at.name]}, ${at.note}`;
  const tone =
    at === undefined
      ? "good"
      : { failed: "bad", attention: "warn", current: "ac", later: "t2", done: "good" }[at.state];
  return (
    <div className="recent-progress">
      <MiniStops
        stops={card.stops.map((stop) => ({ look: stop.state }))}
        label={words.stopsLabel(doneStops(card), card.stops.length, text)}
      />
      <span className={`mi ellipsis ${tone}`} aria-hidden="true">
        {text}
      </span>
    </div>
  );
}

function LastBackup({ at }: { at: string | null }) {
  if (at === null) return <span className="sm t3">{words.never}</span>;
  const old = isOlderThan(at, 7);
  return (
    <span className={old ? "sm row g3 warn" : "sm row g3 t2"}>
      <span className={old ? "warn" : "good"}>
        <Icon of={old ? TriangleAlert : CircleCheck} size="xs" />
      </span>
      {old ? ago(at) : day(at)}
    </span>
  );
}

function RowMenu({ card, acts }: { card: ProjectCard; acts: ProjectActs }) {
  return (
    <MenuButton
      label={words.menu.label(card.name)}
      trigger={<IconButton size="s" icon={Ellipsis} label={words.menu.label(card.name)} />}
      items={[
        { id: "open", label: words.menu.open, icon: FolderOpen, href: screenPath(card.id, card.next.screen) },
        {
          id: "pin",
          label: card.pinned ? words.menu.unpin : words.menu.pin,
          icon: card.pinned ? PinOff : Pin,
          onAction: () => acts.pin(card, !card.pinned),
        },
        "-",
        {
          id: "forget",
          label: words.menu.forget,
          note: words.menu.forgetNote,
          icon: X,
          onAction: () => acts.forget(card),
        },
      ]}
    />
  );
}
