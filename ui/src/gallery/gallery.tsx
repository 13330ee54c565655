/** Every part on one page, for the screen tests: a part is looked at before a screen needs it. */
import "../styles/index.css";
import "./gallery.css";
import { ArrowRight, Play, Plus, RotateCcw, Trash2 } from "lucide-react";
import { StrictMode, useState, type ReactNode } from "react";
import { I18nProvider } from "react-aria-components";
import { createRoot } from "react-dom/client";
import { Blockers } from "../parts/Blockers";
import { Button, IconButton, TextLink } from "../parts/Button";
import { Card } from "../parts/Card";
import { ChangeGlyph, Chip, EnvChip, StatusChip, StoreIcon, type State } from "../parts/Chip";
import { ConfirmDialog } from "../parts/ConfirmDialog";
import { CopyCommand } from "../parts/CopyCommand";
import { EmptyState } from "../parts/EmptyState";
import { Checkbox, Choices, SearchField, Select, Switch, TextField } from "../parts/Fields";
import { Figure, FigureRow } from "../parts/Figure";
import { count } from "../parts/format";
import { LineChart } from "../parts/LineChart";
import { LineOfStops, type StopItem } from "../parts/LineOfStops";
import { MenuButton } from "../parts/Menu";
import { Meter, ProgressBar } from "../parts/Meter";
import { ProblemPage } from "../parts/Problem";
import { SkeletonRows } from "../parts/Skeleton";
import { DataTable, type TableColumn } from "../parts/Table";
import { Segmented, Tabs } from "../parts/Tabs";
import { notify, Toasts } from "../parts/Toasts";
import { TreeView } from "../parts/Tree";
import { stateWords } from "../parts/words";

function Cell({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="gallery-cell">
      <div className="over">{title}</div>
      {children}
    </div>
  );
}

const stops: readonly StopItem[] = [
  { id: "connect", name: "Connect", look: "done", note: "2 of 2", href: "#c" },
  { id: "map", name: "Map", look: "done", note: "34 of 34 fields", href: "#m" },
  { id: "dry_run", name: "Dry run", look: "done", note: "0 decisions left", href: "#d" },
  { id: "back_up", name: "Back up", look: "done", note: "184 MB, checked", href: "#b" },
  { id: "create", name: "Create", look: "done", note: "18 changes, 6.1 s", href: "#r" },
  { id: "migrate", name: "Migrate", look: "current", note: "62 %, 1:40 left", share: 0.62, href: "#r" },
  { id: "validate", name: "Validate", look: "later", note: "27 checks" },
];

interface Line {
  name: string;
  read: number;
  written: number;
  left: number;
}
const lines: Line[] = [
  { name: "users", read: 2184, written: 2181, left: 3 },
  { name: "conversations", read: 12_840, written: 12_838, left: 2 },
  { name: "messages", read: 482_130, written: 481_842, left: 288 },
  { name: "memories", read: 6514, written: 6514, left: 0 },
];
const columns: TableColumn<Line>[] = [
  {
    id: "name",
    name: "Table",
    cell: (line) => <b>{line.name}</b>,
    order: (a, b) => a.name.localeCompare(b.name),
  },
  {
    id: "read",
    name: "Read",
    numeric: true,
    cell: (line) => count(line.read),
    order: (a, b) => a.read - b.read,
  },
  {
    id: "left",
    name: "Left behind",
    numeric: true,
    order: (a, b) => a.left - b.left,
    cell: (line) => <span className={line.left > 0 ? "bad" : "t3"}>{count(line.left)}</span>,
  },
  {
    id: "share",
    name: "Share",
    width: "28%",
    cell: (line) => (
      <Meter
        label={line.name}
        valueText={`${count(line.written)} of ${count(line.read)} rows`}
        max={line.read}
        parts={[
          { value: line.written, tone: "good" },
          { value: line.left, tone: "bad" },
        ]}
      />
    ),
  },
];

interface Node {
  name: string;
  change: "added" | "changed" | "removed" | "renamed" | "same";
  inside: Node[];
}
const tree: Node[] = [
  {
    name: "messages",
    change: "changed",
    inside: [
      { name: "created_at", change: "renamed", inside: [] },
      { name: "body", change: "changed", inside: [] },
      { name: "msg_legacy", change: "removed", inside: [] },
    ],
  },
  { name: "checkpoints", change: "added", inside: [] },
  { name: "users", change: "same", inside: [] },
];
const start = Date.UTC(2026, 10, 21, 10, 2) / 1000;
const times = Array.from({ length: 90 }, (_, at) => start + at * 2);
const speed = times.map((_, at) => (at === 40 ? 620 : 2200 + 140 * Math.sin(at / 3) + 60 * Math.cos(at)));
const load = times.map((_, at) => 1100 + 180 * Math.sin(at / 9));

function Gallery() {
  const [tab, setTab] = useState<"tables" | "losses" | "left">("tables");
  const [segment, setSegment] = useState<"rows" | "bytes">("rows");
  const [choice, setChoice] = useState<"modified" | "skip" | null>("modified");
  const [text, setText] = useState("");
  const [on, setOn] = useState(true);
  const [kind, setKind] = useState<"text" | "json" | null>("json");
  const [asking, setAsking] = useState<"PROD" | "DEV" | null>(null);
  return (
    <main className="gallery">
      <h1>Parts</h1>
      <div className="gallery-wide">
        <Card padded label="Line">
          <LineOfStops
            stops={stops}
            current="migrate"
            back={{ from: "migrate", to: "back_up", text: "Roll back, about 40 s" }}
          />
        </Card>
      </div>
      <div className="gallery-column">
        <Cell title="Buttons">
          <div className="row wrap">
            <Button variant="primary" icon={Plus}>
              New migration
            </Button>
            <Button iconAfter={ArrowRight}>Review</Button>
            <Button variant="danger-outline" icon={RotateCcw} onPress={() => setAsking("PROD")}>
              Roll back…
            </Button>
            <Button variant="quiet" onPress={() => setAsking("DEV")}>
              Skip…
            </Button>
            <Button isDisabled>Nothing to do</Button>
            <Button size="s">Small</Button>
            <IconButton icon={Trash2} label="Delete" count={3} />
            <TextLink href="#x">A link</TextLink>
            <MenuButton
              label="More"
              trigger={<Button>Export</Button>}
              items={[
                { id: "html", label: "HTML report", note: "One file" },
                { id: "csv", label: "CSV", keys: "Mod+E" },
                "-",
                { id: "gone", label: "Remove", danger: true, icon: Trash2 },
              ]}
            />
          </div>
        </Cell>
        <Cell title="Chips">
          <div className="row wrap">
            {(["LOCAL", "DEV", "STAGING", "PROD"] as const).map((env) => (
              <EnvChip key={env} env={env} />
            ))}
            {(Object.keys(stateWords) as State[]).map((state) => (
              <StatusChip key={state} state={state} />
            ))}
            <Chip tone="mov">moved</Chip>
            {(["added", "removed", "changed", "renamed", "same"] as const).map((change) => (
              <ChangeGlyph key={change} change={change} />
            ))}
            {["sqlite", "postgres", "mysql", "mongodb", "redis", "cosmos", "files", "archive", "odd"].map(
              (store) => (
                <StoreIcon key={store} kind={store} />
              ),
            )}
          </div>
        </Cell>
        <Cell title="What stands in the way">
          <Blockers
            items={[
              {
                id: "a",
                kind: "fix",
                text: "26 attachments have no conversation",
                action: <TextLink href="#d">Decide</TextLink>,
              },
              { id: "b", kind: "wait", text: "checksum of the last backup, 12 s left" },
            ]}
            then="Run opens when the first is fixed."
            ready="Everything is ready."
          >
            {(blockedBy) => (
              <Button variant="primary" icon={Play} blockedBy={blockedBy}>
                Run…
              </Button>
            )}
          </Blockers>
        </Cell>
        <Cell title="Fields">
          <Card padded label="Fields">
            <div className="col g5">
              <TextField label="Project name" value={text} onChange={setText} help="Kept in the plan file." />
              <TextField
                label="File"
                mono
                defaultValue="unified.sqlite"
                error="A file of this name is there."
              />
              <Select
                label="Becomes"
                value={kind}
                onChange={setKind}
                options={[
                  { id: "text", label: "text" },
                  { id: "json", label: "json", note: "kept exactly" },
                ]}
              />
              <div className="row g8">
                <Switch isSelected={on} onChange={setOn}>
                  Follow the log
                </Switch>
                <Checkbox isSelected={on} onChange={setOn}>
                  Include
                </Checkbox>
                <Checkbox isIndeterminate>Some</Checkbox>
              </div>
              <SearchField label="Filter" value={text} onChange={setText} />
              <Choices
                label="288 messages have no time"
                value={choice}
                onChange={setChoice}
                options={[
                  {
                    id: "modified",
                    title: "Use the file’s modified time",
                    text: "288 rows get a value.",
                    mark: <Chip tone="ac">Recommended</Chip>,
                  },
                  { id: "skip", title: "Leave them behind", text: "288 rows go to the reject file." },
                ]}
              />
            </div>
          </Card>
        </Cell>
      </div>
      <div className="gallery-column">
        <FigureRow label="Figures">
          <Figure label="Rows read" value="547,190" note="6 tables" />
          <Figure label="Left behind" value="319" tone="bad" note="4 reasons, all listed" />
          <Figure label="Values changed" value="1,206" tone="warn" note="2 kinds" />
        </FigureRow>
        <Card label="Tables">
          <Tabs
            label="Findings"
            value={tab}
            onChange={setTab}
            aside={
              <Segmented
                label="Unit"
                value={segment}
                onChange={setSegment}
                options={[
                  { id: "rows", label: "Rows" },
                  { id: "bytes", label: "Bytes" },
                ]}
              />
            }
            items={[
              {
                id: "tables",
                label: "By table",
                panel: (
                  <DataTable
                    label="Tables"
                    columns={columns}
                    rows={lines}
                    rowKey={(line) => line.name}
                    selection="multiple"
                    sort={{ column: "read", direction: "descending" }}
                  />
                ),
              },
              {
                id: "losses",
                label: "Losses",
                count: "3",
                tone: "warn",
                panel: <SkeletonRows label="Reading" />,
              },
              { id: "left", label: "Left behind", count: "319", tone: "bad", panel: null },
            ]}
          />
        </Card>
        <Cell title="Progress">
          <div className="col g4">
            <ProgressBar label="Migrating" value={0.62} valueText="62 percent" large />
            <ProgressBar label="Waiting" value={null} />
            <CopyCommand command="drydock run plan.toml --resume 7" />
          </div>
        </Cell>
        <Card title="Throughput" padded>
          <LineChart
            sentence="Rows a second over the last three minutes, about 2,200, with one dip to 620 at 10:03:20."
            times={times}
            height={170}
            lines={[
              { label: "rows/s", colour: "c1", values: speed, filled: true },
              { label: "target load", colour: "c4", values: load, dashed: true },
            ]}
          />
        </Card>
        <Card title="Changes">
          <TreeView
            label="Changes"
            items={tree}
            keyOf={(node) => node.name}
            childrenOf={(node) => node.inside}
            textOf={(node) => `${node.name}, ${node.change}`}
            defaultExpanded={["messages"]}
            selection="single"
            render={(node) => (
              <>
                <ChangeGlyph change={node.change} />
                <span className="mono">{node.name}</span>
              </>
            )}
          />
        </Card>
      </div>
      <div className="gallery-column">
        <ProblemPage
          title="The run stopped at messages, batch 593"
          meta="10:04:46, run 7, "
          problem={{
            code: "DRY-2107",
            what: "The disk was full while 500 rows were being written. That batch was not saved; the 591 before it were.",
            why: "The disk of the target is full: 0 bytes left.",
            data: "Safe. The source is unchanged and “Before run 7” is checked.",
            next: [
              { text: "Free at least 420 MB, then resume", action: "resume" },
              { text: "Roll back to before the run", action: "undo" },
              { text: "Leave it for now", action: null },
            ],
            detail: "SQLITE_FULL (13): database or disk is full",
          }}
          actions={{
            resume: <Button variant="primary">Check and resume</Button>,
            undo: <Button>Roll back…</Button>,
          }}
        />
        <Card label="Empty">
          <EmptyState
            title="No backups of assistant yet"
            text="A backup is made before every run."
            actions={<Button variant="primary">Back up now</Button>}
          />
        </Card>
        <Card label="Loading">
          <SkeletonRows
            label="Reading 12,840 files"
            showLabel
            note="4,310 so far"
            action={
              <Button variant="quiet" size="s">
                Cancel
              </Button>
            }
          />
        </Card>
        <Button
          onPress={() => {
            notify({
              tone: "good",
              title: "Run 7 finished in 4 min 14 s",
              text: "546,871 rows written. Validation has started.",
              action: { label: "Open", onAction: () => undefined },
            });
            notify({
              tone: "warn",
              title: "Target is busy, slowing down",
              text: "1 worker for now. About 20 s longer.",
            });
            notify({ tone: "bad", title: "The backup could not be written", text: "The folder is gone." });
          }}
        >
          Say something
        </Button>
      </div>
      <ConfirmDialog
        isOpen={asking !== null}
        onClose={() => setAsking(null)}
        onConfirm={() => setAsking(null)}
        title="Run plan 12 on assistant?"
        env={asking ?? "PROD"}
        place="assistant.sqlite, SQLite 3.53"
        typeName={asking === "DEV" ? undefined : "assistant"}
        confirmLabel="Run on PROD"
        command="drydock run plan.toml"
        undoFrom="Can be undone from “Before run 7”, about 40 s"
        consequences={[
          { kind: "added", text: "Adds 3 tables and 5 indexes" },
          { kind: "changed", text: "Changes 5 objects" },
          { kind: "removed", text: "Removes msg_legacy (214 rows)" },
          { kind: "written", text: "Writes 546,871 rows" },
          { kind: "left", text: "Leaves 319 behind" },
        ]}
        checks={[
          { state: "passed", text: "Backup will be made and checked first", note: "always on" },
          { state: "passed", text: "Dry run 6 is newer than the last change" },
          { state: "waiting", text: "2 open sessions from the app" },
        ]}
      />
      <Toasts />
    </main>
  );
}

const element = document.getElementById("root");
if (element !== null) {
  createRoot(element).render(
    <StrictMode>
      <I18nProvider locale="en-GB">
        <Gallery />
      </I18nProvider>
    </StrictMode>,
  );
}
