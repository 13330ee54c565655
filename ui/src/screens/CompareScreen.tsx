import {
  ArrowDown,
  ArrowRight,
  ArrowRightLeft,
  ArrowUp,
  Columns2,
  RefreshCw,
  Rows3,
  TriangleAlert,
} from "lucide-react";
import { useMemo, useState } from "react";
import { changeOrder, changeTree, countChanges, itemId } from "../features/compare/changes";
import { ChangeTree } from "../features/compare/ChangeTree";
import { SideBySide, Unified } from "../features/compare/SideBySide";
import { useCompare } from "../features/compare/useCompare";
import { compareWords as words } from "../features/compare/words";
import { useConnections } from "../features/connections/useConnections";
import { Loaded } from "../features/frame/Loaded";
import { useProjectId } from "../features/frame/queries";
import { screenPath } from "../features/frame/routes";
import { Screen } from "../features/frame/Screen";
import { useShortcuts } from "../features/frame/shortcuts";
import { useStatusLine } from "../features/frame/status";
import { Statements } from "../features/statements/Statements";
import { Trouble } from "../features/work/Trouble";
import { Waiting } from "../features/work/Waiting";
import "../features/compare/compare.css";
import "../features/work/work.css";
import type { Comparison, Difference } from "../ipc/bindings";
import { Button, IconButton, LinkButton } from "../parts/Button";
import { ChangeGlyph, Chip } from "../parts/Chip";
import { EmptyState } from "../parts/EmptyState";
import { Select } from "../parts/Fields";
import { timeOfDay } from "../parts/format";
import { Icon } from "../parts/Icon";
import { Segmented } from "../parts/Tabs";

export default function CompareScreen() {
  const project = useProjectId();
  const connections = useConnections(project);
  const [ends, setEnds] = useState<{ wanted: string; now: string } | null>(null);

  const own = (connections.data ?? []).filter((view) => view.role !== null);
  const wanted = ends?.wanted ?? own.find((view) => view.role === "source")?.name ?? null;
  const now = ends?.now ?? own.find((view) => view.role === "target")?.name ?? null;
  const comparison = useCompare(project, wanted, now);
  const names = comparison.data?.ends ?? own.map((view) => view.name);

  useShortcuts([
    { keys: "Mod+R", label: words.readAgain, group: "screen", run: () => void comparison.refetch() },
  ]);
  useStatusLine(
    comparison.data === undefined || now === null
      ? null
      : { tone: "good", facts: [words.readOnly, words.unchanged(now)], command: comparison.data.command },
  );

  return (
    <Screen
      title={words.title}
      fill
      over={
        wanted !== null &&
        now !== null && (
          <div className="compare-ends">
            <End
              label={words.now}
              about={words.nowLabel}
              names={names}
              value={now}
              onChange={(name) => setEnds({ wanted, now: name })}
            />
            <span className="t3">
              <Icon of={ArrowRight} size="s" />
            </span>
            <End
              label={words.wanted}
              about={words.wantedLabel}
              names={names}
              value={wanted}
              onChange={(name) => setEnds({ wanted: name, now })}
            />
            <IconButton
              size="s"
              icon={ArrowRightLeft}
              label={words.swap}
              onPress={() => setEnds({ wanted: now, now: wanted })}
            />
          </div>
        )
      }
      actions={
        comparison.data !== undefined && (
          <>
            <span className="sm t3 nowrap">{words.readAt(timeOfDay(comparison.dataUpdatedAt))}</span>
            <Button
              size="s"
              icon={RefreshCw}
              isPending={comparison.isFetching}
              onPress={() => void comparison.refetch()}
            >
              {words.readAgain}
            </Button>
          </>
        )
      }
    >
      <Loaded query={connections} loading={<Waiting label={words.loadingEnds} rows={4} />}>
        {() =>
          wanted === null || now === null ? (
            <EmptyState
              title={words.one}
              text={words.oneText}
              actions={<LinkButton href={screenPath(project, "connections")}>{words.connections}</LinkButton>}
            />
          ) : (
            <Loaded
              query={comparison}
              loading={<Waiting label={words.loading} rows={8} />}
              failed={(problem, again) => (
                <Trouble
                  problem={problem}
                  ways={{ read_again: { label: words.readAgain, onPress: again } }}
                />
              )}
            >
              {(data) => <Differences key={`${wanted} ${now}`} comparison={data.comparison} />}
            </Loaded>
          )
        }
      </Loaded>
    </Screen>
  );
}

function End({
  label,
  about,
  names,
  value,
  onChange,
}: {
  label: string;
  about: string;
  names: readonly string[];
  value: string;
  onChange: (name: string) => void;
}) {
  return (
    <span className="compare-end">
      <span className="sm t3">{label}</span>
      <Select
        label={about}
        hideLabel
        small
        value={value}
        onChange={onChange}
        options={names.map((name) => ({ id: name, label: name }))}
      />
    </span>
  );
}

function Differences({ comparison }: { comparison: Comparison }) {
  const [search, setSearch] = useState("");
  const [risky, setRisky] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const counts = useMemo(() => countChanges(comparison), [comparison]);
  const tree = useMemo(
    () => changeTree(comparison, words.groups, search, risky),
    [comparison, search, risky],
  );
  const order = changeOrder(tree);
  // A part belongs to its table: selecting it shows the table.
  const item =
    comparison.items.find(
      (each) => chosen !== null && (chosen === itemId(each) || chosen.startsWith(`${itemId(each)} `)),
    ) ??
    order[0] ??
    null;
  const at = item === null ? -1 : order.findIndex((each) => itemId(each) === itemId(item));
  const move = (by: number) => {
    const next = order[at + by];
    if (next !== undefined) setChosen(itemId(next));
  };
  useShortcuts([
    { keys: "J", label: words.next, group: "screen", run: () => move(1) },
    { keys: "K", label: words.previous, group: "screen", run: () => move(-1) },
  ]);

  if (comparison.items.every((each) => each.change === "same")) {
    return <EmptyState title={words.same} text={words.sameText(comparison.right, comparison.left)} />;
  }
  return (
    <>
      <ul className="compare-counts sm" aria-label={words.tree}>
        {(["added", "changed", "renamed", "removed", "same"] as const)
          .filter((change) => counts[change] > 0)
          .map((change) => (
            <li key={change} className="row g3">
              <ChangeGlyph change={change} label={false} />
              {words.counts[change](counts[change])}
            </li>
          ))}
      </ul>
      <div className="compare">
        <ChangeTree
          tree={tree}
          search={search}
          onSearch={setSearch}
          riskyOnly={risky}
          onRiskyOnly={setRisky}
          selected={chosen ?? (item === null ? null : itemId(item))}
          onSelect={(id) => {
            if (!id.startsWith("group ")) setChosen(id);
          }}
        />
        <div className="compare-main">
          {item === null ? (
            <EmptyState compact title={words.nothing} text={words.nothingText} />
          ) : (
            <Item
              key={itemId(item)}
              item={item}
              comparison={comparison}
              place={at < 0 ? null : words.placeIn(at + 1, order.length)}
              onPrevious={at > 0 ? () => move(-1) : undefined}
              onNext={at >= 0 && at < order.length - 1 ? () => move(1) : undefined}
            />
          )}
          <div className="compare-statements">
            <Statements statements={comparison.statements} />
          </div>
        </div>
      </div>
    </>
  );
}

function Item({
  item,
  comparison,
  place,
  onPrevious,
  onNext,
}: {
  item: Difference;
  comparison: Comparison;
  place: string | null;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
}) {
  const [view, setView] = useState<"sides" | "unified">("sides");
  const losing = item.parts.filter((part) => part.can_lose_data);
  const whole = item.change === "removed" && item.can_lose_data;
  return (
    <section className="compare-item" aria-label={item.name}>
      <div className="compare-head">
        <ChangeGlyph change={item.change} />
        <h2>{item.name}</h2>
        {item.can_lose_data && (
          <Chip tone="bad" icon={TriangleAlert}>
            {words.canLoseChip(Math.max(1, losing.length))}
          </Chip>
        )}
        <span className="grow" />
        {place !== null && <span className="sm t3 nowrap">{place}</span>}
        <IconButton
          size="s"
          icon={ArrowUp}
          label={words.previous}
          keys="K"
          isDisabled={onPrevious === undefined}
          onPress={() => onPrevious?.()}
        />
        <IconButton
          size="s"
          icon={ArrowDown}
          label={words.next}
          keys="J"
          isDisabled={onNext === undefined}
          onPress={() => onNext?.()}
        />
        <Segmented
          label={words.view}
          value={view}
          onChange={setView}
          options={[
            { id: "sides", label: words.sideBySide, icon: Columns2 },
            { id: "unified", label: words.unified, icon: Rows3 },
          ]}
        />
      </div>
      {view === "sides" ? (
        <SideBySide
          now={item.right_sql}
          wanted={item.left_sql}
          nowName={comparison.right}
          wantedName={comparison.left}
        />
      ) : (
        <Unified now={item.right_sql} wanted={item.left_sql} />
      )}
      {(whole || losing.length > 0) && (
        <div className="notice notice-bad notice-flush">
          <Icon of={TriangleAlert} />
          <span className="grow">
            {whole
              ? words.losesWhole(item.name)
              : losing.map((part) => words.loses(part.name, part.right, part.left)).join(" ")}
          </span>
        </div>
      )}
    </section>
  );
}
