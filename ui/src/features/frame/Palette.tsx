import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Columns3, FolderOpen, History, Play, Plus, Rows3, Search, Sun, Table2 } from "lucide-react";
import { useMemo, useState } from "react";
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Modal,
  ModalOverlay,
  TextField,
  useFilter,
} from "react-aria-components";
import { useNavigate } from "@tanstack/react-router";
import type { MapView, RunLine, Screen, UndoPoint } from "../../ipc/bindings";
import { useDoor } from "../../ipc/door";
import { EnvChip } from "../../parts/Chip";
import { day } from "../../parts/format";
import { Icon } from "../../parts/Icon";
import { KeyHint } from "../../parts/KeyHint";
import { stateWords } from "../../parts/words";
import { fieldId, tableId } from "../map/rows";
import { openStart, useStartMigration } from "../projects/useStart";
import { useSetPreferences } from "../settings/preferences";
import { useCommandList, type Command } from "./commands";
import { usePalette } from "./paletteStore";
import { keys, useOpenProject, useProject, useProjects } from "./queries";
import { screenPath } from "./routes";
import { inForce, useShortcutList } from "./shortcuts";
import { screenIcons } from "./SideList";
import { paletteWords, screenNames } from "./words";

interface Entry extends Command {
  note?: string | undefined;
}

interface Group {
  id: string;
  title: string;
  entries: readonly Entry[];
}

const prefixes = [">", "@", "#", "?"] as const;
type Prefix = (typeof prefixes)[number];

/** How many hits of one kind stand in a list that shows all kinds. */
const few = 6;
const many = 40;

/** Everything that can be done, gone to or found, by typing. */
export function Palette() {
  const { isOpen, start, hide } = usePalette();
  return (
    <ModalOverlay
      className="scrim palette-scrim"
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => {
        if (!open) hide();
      }}
    >
      <Modal className="palette">
        <Dialog aria-label={paletteWords.title} className="dialog">
          <PaletteBody start={start} done={hide} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function PaletteBody({ start, done }: { start: string; done: () => void }) {
  const [typed, setTyped] = useState(start);
  const prefix = prefixes.find((sign) => typed.startsWith(sign)) ?? null;
  const query = (prefix === null ? typed : typed.slice(1)).trim();
  const groups = useGroups(prefix, query);
  const project = useProject(useOpenProject()).data;
  const byId = useMemo(
    () => new Map(groups.flatMap((group) => group.entries.map((entry) => [entry.id, entry] as const))),
    [groups],
  );

  return (
    <Autocomplete inputValue={typed} onInputChange={setTyped}>
      <TextField aria-label={paletteWords.title} autoFocus className="palette-field">
        <Icon of={Search} size="l" className="t3" />
        <Input
          className="palette-input"
          role="combobox"
          aria-expanded="true"
          placeholder={paletteWords.placeholder}
          spellCheck="false"
        />
        {project && <span className="chip">{project.name}</span>}
      </TextField>
      <ListBox
        aria-label={paletteWords.title}
        className="palette-list"
        items={groups}
        onAction={(key) => {
          const entry = byId.get(String(key));
          if (entry === undefined || entry.unavailable !== undefined) return;
          done();
          entry.run();
        }}
        renderEmptyState={() => (
          <p className="palette-none t2">
            {query === "" ? emptyWords(prefix, project !== undefined) : paletteWords.nothing(query)}
          </p>
        )}
      >
        {(group) => (
          <ListBoxSection id={group.id} items={group.entries} className="palette-group">
            <Header className="over palette-title">{group.title}</Header>
            {group.entries.map((entry) => (
              <PaletteLine key={entry.id} entry={entry} query={query} />
            ))}
          </ListBoxSection>
        )}
      </ListBox>
      <div className="palette-foot">
        <Hint keys="Up" second="Down" text={paletteWords.move} />
        <Hint keys=">" text={paletteWords.commands} />
        <Hint keys="@" text={paletteWords.tables} />
        <Hint keys="#" text={paletteWords.runsHint} />
        <Hint keys="?" text={paletteWords.help} />
      </div>
    </Autocomplete>
  );
}

function emptyWords(prefix: Prefix | null, hasProject: boolean): string {
  return !hasProject && (prefix === "@" || prefix === "#")
    ? paletteWords.needsProject
    : paletteWords.nothingYet;
}

function Hint({ keys: first, second, text }: { keys: string; second?: string; text: string }) {
  return (
    <span className="row g3">
      <KeyHint keys={first} />
      {second !== undefined && <KeyHint keys={second} />}
      {text}
    </span>
  );
}

function PaletteLine({ entry, query }: { entry: Entry; query: string }) {
  return (
    <ListBoxItem
      id={entry.id}
      textValue={entry.label}
      className="palette-line"
      data-off={entry.unavailable !== undefined}
    >
      <Icon of={entry.icon} />
      <span className="ellipsis">
        <Marked text={entry.label} query={query} />
      </span>
      {(entry.unavailable ?? entry.note) !== undefined && (
        <span className="t3 sm ellipsis">{entry.unavailable ?? entry.note}</span>
      )}
      <span className="grow" />
      {entry.env && <EnvChip env={entry.env} />}
      {entry.keys !== undefined && <KeyHint keys={entry.keys} />}
    </ListBoxItem>
  );
}

/** The part of the words that was typed, made bold. */
function Marked({ text, query }: { text: string; query: string }) {
  const at = query === "" ? -1 : text.toLowerCase().indexOf(query.toLowerCase());
  if (at < 0) return <>{text}</>;
  return (
    <>
      {text.slice(0, at)}
      <b>{text.slice(at, at + query.length)}</b>
      {text.slice(at + query.length)}
    </>
  );
}

function useGroups(prefix: Prefix | null, query: string): Group[] {
  const { contains } = useFilter({ sensitivity: "base" });
  const commands = useActs();
  const places = usePlaces();
  const project = useOpenProject();
  const tables = useTables(project, prefix === "@" || (prefix === null && query.length > 1));
  const runs = useRuns(project, prefix === "#");
  const keysOfNow = inForce(useShortcutList((state) => state.all));

  const hit = (entries: readonly Entry[], limit: number) =>
    entries.filter((entry) => query === "" || contains(entry.label, query)).slice(0, limit);
  const groups: Group[] = [];
  const add = (id: string, title: string, entries: readonly Entry[]) => {
    if (entries.length > 0) groups.push({ id, title, entries });
  };

  switch (prefix) {
    case ">":
      add("do", paletteWords.do, hit(commands, many));
      break;
    case "@":
      add("found", paletteWords.found, hit(tables, many));
      break;
    case "#":
      add("runs", paletteWords.runs, hit(runs, many));
      break;
    case "?":
      add(
        "keys",
        paletteWords.keys,
        hit(
          keysOfNow.map((shortcut) => ({
            id: `key-${shortcut.id}`,
            label: shortcut.label,
            icon: Rows3,
            keys: shortcut.keys,
            run: shortcut.run,
          })),
          many,
        ),
      );
      break;
    case null:
      add("do", paletteWords.do, hit(commands, query === "" ? few : many));
      add("goto", paletteWords.goTo, hit(places, query === "" ? many : few));
      if (query.length > 1) add("found", paletteWords.found, hit(tables, few));
  }
  return groups;
}

function useActs(): Entry[] {
  const ofScreens = useCommandList((state) => state.all);
  const start = useStartMigration();
  const set = useSetPreferences();
  const general: Entry[] = [
    { id: "new", label: paletteWords.newMigration, icon: Plus, keys: "Mod+N", run: () => openStart() },
    { id: "folder", label: paletteWords.fromFolder, icon: Plus, run: () => void start.fromFolder() },
    { id: "files", label: paletteWords.fromFiles, icon: Plus, run: () => void start.fromFiles() },
    {
      id: "open",
      label: paletteWords.open,
      icon: FolderOpen,
      keys: "Mod+O",
      run: () => void start.openPlan(),
    },
    { id: "sample", label: paletteWords.sample, icon: Play, run: () => void start.sample() },
    ...(["light", "dark", "system"] as const).map((theme) => ({
      id: `theme-${theme}`,
      label: paletteWords.themeTo[theme],
      icon: Sun,
      run: () => set({ theme }),
    })),
    ...(["compact", "comfortable", "spacious"] as const).map((density) => ({
      id: `density-${density}`,
      label: paletteWords.density[density],
      icon: Rows3,
      run: () => set({ density }),
    })),
  ];
  return [...ofScreens, ...general];
}

const goKeys: Partial<Record<Screen, string>> = {
  projects: "G P",
  connections: "G C",
  map: "G M",
  "dry-run": "G D",
  run: "G R",
  backups: "G B",
  settings: "Mod+,",
};

function usePlaces(): Entry[] {
  const navigate = useNavigate();
  const project = useOpenProject();
  const projects = useProjects().data ?? [];
  const screens: Screen[] =
    project === null
      ? ["projects", "connections", "backups", "activity", "settings"]
      : [
          "connections",
          "map",
          "compare",
          "dry-run",
          "run",
          "validate",
          "backups",
          "activity",
          "projects",
          "settings",
        ];
  const toScreens = screens.map((screen) => ({
    id: `go-${screen}`,
    label: screenNames[screen],
    icon: screenIcons[screen],
    ...(goKeys[screen] !== undefined && { keys: goKeys[screen] }),
    run: () => void navigate({ to: screenPath(project, screen) }),
  }));
  const toProjects = projects
    .filter((card) => !card.missing && card.id !== project)
    .map((card) => ({
      id: `project-${card.id}`,
      label: paletteWords.openProject(card.name),
      icon: FolderOpen,
      env: card.route.target?.environment,
      run: () => void navigate({ to: screenPath(card.id, card.next.screen) }),
    }));
  return [...toScreens, ...toProjects];
}

/** Tables and fields of the open project's plan. Read once they are asked for. */
function useTables(project: string | null, wanted: boolean): Entry[] {
  const door = useDoor();
  const navigate = useNavigate();
  const map = useQuery({
    queryKey: keys.of(project ?? "", "map"),
    queryFn: () => door.map(project ?? ""),
    enabled: wanted && project !== null,
    placeholderData: keepPreviousData,
    retry: false,
  }).data;
  return useMemo(
    () =>
      map === undefined || project === null
        ? []
        : tableEntries(map, (row) => void navigate({ to: screenPath(project, "map"), search: { row } })),
    [map, project, navigate],
  );
}

function tableEntries(map: MapView, show: (row: string) => void): Entry[] {
  return map.tables.flatMap((table) => [
    {
      id: `t-${table.from}`,
      label: table.dataset,
      icon: Table2,
      note: paletteWords.table,
      run: () => show(tableId(table.from)),
    },
    ...table.fields.map((field) => ({
      id: `f-${table.from}.${field.from}`,
      label: field.from,
      icon: Columns3,
      note: paletteWords.field(table.dataset),
      run: () => show(fieldId(table.from, field.from)),
    })),
  ]);
}

/** Runs and ways back of the open project. */
function useRuns(project: string | null, wanted: boolean): Entry[] {
  const door = useDoor();
  const navigate = useNavigate();
  const asked = { enabled: wanted && project !== null, retry: false };
  const runs: RunLine[] =
    useQuery({ queryKey: keys.of(project ?? "", "runs"), queryFn: () => door.runs(project), ...asked })
      .data ?? [];
  const points: UndoPoint[] =
    useQuery({
      queryKey: keys.of(project ?? "", "undo-points"),
      queryFn: () => door.undoPoints(project),
      ...asked,
    }).data ?? [];
  if (project === null) return [];
  return [
    ...runs.map((run) => ({
      id: `run-${run.run}`,
      label: `${run.plan_name} ${day(run.started_at)}`,
      icon: Play,
      note: paletteWords.run(stateWords[run.status].toLowerCase()),
      run: () => void navigate({ to: screenPath(project, "run"), search: { run: run.run } }),
    })),
    ...points.map((point) => ({
      id: `point-${point.run}`,
      label: point.undo.name,
      icon: History,
      note: paletteWords.point,
      run: () => void navigate({ to: screenPath(project, "backups"), search: { point: point.run } }),
    })),
  ];
}
