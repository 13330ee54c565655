import { ArrowRight, Braces, Copy, Redo2, Table2, Undo2 } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";
import { decisions } from "../features/findings/order";
import { Loaded } from "../features/frame/Loaded";
import { useAsked, useGoTo, useProjectId } from "../features/frame/queries";
import { screenPath } from "../features/frame/routes";
import { Screen } from "../features/frame/Screen";
import { useShortcuts } from "../features/frame/shortcuts";
import { useStatusLine } from "../features/frame/status";
import { Inspector, type InspectorView } from "../features/map/Inspector";
import { MapGrid } from "../features/map/MapGrid";
import { fieldCounts, mapRows, openAtFirst, rowOf, tableId, type MapFilter } from "../features/map/rows";
import { useMap, usePlanEdits } from "../features/map/useMap";
import { mapWords as words } from "../features/map/words";
import { SampleNote } from "../features/sample/SampleNote";
import { Waiting } from "../features/work/Waiting";
import "../features/map/map.css";
import "../features/work/work.css";
import type { MapView } from "../ipc/bindings";
import { Button, IconButton, LinkButton } from "../parts/Button";
import { useCopied } from "../parts/CopyCommand";
import { EmptyState } from "../parts/EmptyState";
import { SearchField } from "../parts/Fields";
import { usePainted } from "../parts/usePainted";
import { Segmented } from "../parts/Tabs";

const nothingDrawn: ReturnType<typeof mapRows> = [];

export default function MapScreen() {
  const project = useProjectId();
  const query = useMap(project);
  if (query.data !== undefined && query.data.tables.length > 0)
    return <Map key={project} project={project} view={query.data} />;
  return (
    <Screen title={words.title} fill>
      <Loaded query={query} loading={<Waiting label={words.loading} rows={8} />}>
        {() => (
          <EmptyState
            title={words.empty}
            text={words.emptyText}
            actions={<LinkButton href={screenPath(project, "connections")}>Connections</LinkButton>}
          />
        )}
      </Loaded>
    </Screen>
  );
}

function Map({ project, view }: { project: string; view: MapView }) {
  const edits = usePlanEdits(project);
  const goTo = useGoTo();
  const [page, setPage] = useState<"table" | "rules">("table");
  const [filter, setFilter] = useState<MapFilter>("all");
  const [search, setSearch] = useState("");
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(() => new Set(openAtFirst(view)));
  const [selected, setSelected] = useState<string | null>(null);
  const [show, setShow] = useState<InspectorView>(() =>
    view.fields_need_you > 0 || decisions(view.findings).length > 0 ? "findings" : "selected",
  );
  /** The row that was asked for from elsewhere last. */
  const [sought, setSought] = useState<string | null>(null);
  useAsked("row", (id) => {
    const row = rowOf(view, id);
    if (row === null) return;
    setPage("table");
    setFilter("all");
    setSearch("");
    setExpanded((open) => new Set(open).add(tableId(row.table.from)));
    setSelected(id);
    setShow("selected");
    setSought(id);
  });
  const rows = useMemo(() => mapRows(view, filter, search), [view, filter, search]);
  // Rows take a moment to draw: the screen stands before they do, and typing does not wait for them.
  const drawn = useDeferredValue(usePainted() ? rows : nothingDrawn);
  const counts = useMemo(() => fieldCounts(view), [view]);
  const filtered = filter !== "all" || search.trim() !== "";
  const coverage = words.coverage(view.fields_mapped, view.fields_total, counts.generated);

  useShortcuts([
    { keys: "Mod+Z", label: words.undo, group: "screen", run: () => view.can_undo && edits.undo() },
    { keys: "Mod+Shift+Z", label: words.redo, group: "screen", run: () => view.can_redo && edits.redo() },
    { keys: "Mod+Enter", label: words.dryRun, group: "screen", run: () => goTo("dry-run", project) },
  ]);
  useStatusLine({
    facts: [coverage, words.fingerprint(view.fingerprint.slice(0, 12))],
    tone: view.fields_need_you > 0 ? "warn" : "good",
    command: view.command,
  });

  return (
    <Screen
      title={words.title}
      fill
      note={coverage}
      actions={
        <>
          <IconButton
            icon={Undo2}
            label={words.undo}
            keys="Mod+Z"
            isDisabled={!view.can_undo}
            onPress={edits.undo}
          />
          <IconButton
            icon={Redo2}
            label={words.redo}
            keys="Mod+Shift+Z"
            isDisabled={!view.can_redo}
            onPress={edits.redo}
          />
          <LinkButton variant="primary" iconAfter={ArrowRight} href={screenPath(project, "dry-run")}>
            {words.dryRun}
          </LinkButton>
        </>
      }
    >
      <SampleNote project={project} />
      <div className="map">
        <div className="map-main">
          <div className="screen-tools">
            <Segmented
              label={words.view}
              value={page}
              onChange={setPage}
              options={[
                { id: "table", label: words.table, icon: Table2 },
                { id: "rules", label: words.rules, icon: Braces },
              ]}
            />
            {page === "table" && (
              <>
                <SearchField label={words.search} value={search} onChange={setSearch} width={190} />
                <Segmented
                  label={words.filter}
                  value={filter}
                  onChange={setFilter}
                  options={(["all", "needs_you", "changed", "left_out"] as const).map((id) => ({
                    id,
                    label: words.filters[id](counts[id]),
                  }))}
                />
              </>
            )}
          </div>
          {page === "rules" ? (
            <Rules text={view.plan_text} />
          ) : rows.length === 0 ? (
            <EmptyState
              compact
              title={words.noMatch}
              text={words.noMatchText}
              actions={
                <Button
                  onPress={() => {
                    setFilter("all");
                    setSearch("");
                  }}
                >
                  {words.showAll}
                </Button>
              }
            />
          ) : drawn === nothingDrawn ? (
            <Waiting label={words.loading} rows={8} />
          ) : (
            <MapGrid
              rows={drawn}
              fields={counts.all}
              expanded={filtered ? new Set(drawn.map((row) => row.id)) : expanded}
              onExpand={setExpanded}
              selected={selected}
              onSelect={(id) => {
                setSelected(id);
                setShow("selected");
                setSought(null);
              }}
              sought={sought}
              onEdit={edits.edit}
            />
          )}
        </div>
        <Inspector
          project={project}
          view={view}
          row={rowOf(view, selected)}
          show={show}
          onShow={setShow}
          onEdit={edits.edit}
        />
      </div>
    </Screen>
  );
}

function Rules({ text }: { text: string }) {
  const [copied, copy] = useCopied();
  return (
    <section className="map-rules" aria-label={words.planText}>
      <div className="inset-row">
        <b>{words.planText}</b>
        <span className="sm t2 grow">{words.planNote}</span>
        <Button size="s" variant="quiet" icon={Copy} onPress={() => copy(text)}>
          {copied ? words.copied : words.copyPlan}
        </Button>
      </div>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling text must be reachable by keyboard */}
      <pre className="code" tabIndex={0}>
        {text}
      </pre>
    </section>
  );
}
