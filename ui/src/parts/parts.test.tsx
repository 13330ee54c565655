import { act, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { Blockers } from "./Blockers";
import { Button } from "./Button";
import { EnvChip, StatusChip } from "./Chip";
import { ConfirmDialog, type ConfirmDialogProps } from "./ConfirmDialog";
import { LineOfStops, type StopItem } from "./LineOfStops";
import { ProblemPage, reportOf } from "./Problem";
import { DataTable, type TableColumn } from "./Table";
import { Segmented } from "./Tabs";

test("a blocked button keeps the focus, names its reason and does nothing", async () => {
  const run = vi.fn();
  render(
    <Blockers
      items={[{ id: "a", kind: "fix", text: "no dry run yet" }]}
      then="Run opens then."
      ready="Ready."
    >
      {(blockedBy) => (
        <Button blockedBy={blockedBy} onPress={run}>
          Run…
        </Button>
      )}
    </Blockers>,
  );
  const button = screen.getByRole("button", { name: "Run…" });
  await userEvent.tab();
  expect(document.activeElement).toBe(button);
  expect(button.getAttribute("aria-disabled")).toBe("true");
  const reason = document.getElementById(button.getAttribute("aria-describedby") ?? "");
  expect(reason?.textContent).toBe("Yours to fix: no dry run yet");
  await userEvent.click(button);
  await userEvent.keyboard("{Enter}");
  expect(run).not.toHaveBeenCalled();
});

test("with nothing in the way the button works", async () => {
  const run = vi.fn();
  render(
    <Blockers items={[]} then="" ready="Everything is ready.">
      {(blockedBy) => (
        <Button blockedBy={blockedBy} onPress={run}>
          Run…
        </Button>
      )}
    </Blockers>,
  );
  expect(screen.getByRole("status").textContent).toBe("Everything is ready.");
  await userEvent.click(screen.getByRole("button", { name: "Run…" }));
  expect(run).toHaveBeenCalledOnce();
});

const confirm: ConfirmDialogProps = {
  isOpen: true,
  onClose: () => undefined,
  onConfirm: () => undefined,
  title: "Run plan 12 on assistant?",
  env: "PROD",
  consequences: [{ kind: "written", text: "Writes 546,871 rows" }],
  undoFrom: "Can be undone from “Before run 7”",
  confirmLabel: "Run on PROD",
};

test("nothing starts before the name is typed, by Enter or by a press", async () => {
  const onConfirm = vi.fn();
  render(<ConfirmDialog {...confirm} onConfirm={onConfirm} typeName="assistant" />);
  const field = screen.getByRole("textbox", { name: "Type assistant to confirm" });
  await userEvent.type(field, "assistan{Enter}");
  await userEvent.click(screen.getByRole("button", { name: "Run on PROD" }));
  expect(screen.getByText("1 letter to go")).toBeDefined();
  await userEvent.clear(field);
  await userEvent.type(field, "Assistant{Enter}");
  expect(screen.getByText("This is not the name yet")).toBeDefined();
  expect(onConfirm).not.toHaveBeenCalled();
  await userEvent.clear(field);
  await userEvent.type(field, "assistant{Enter}");
  expect(onConfirm).toHaveBeenCalledOnce();
});

test("the name may be pasted", async () => {
  const onConfirm = vi.fn();
  render(<ConfirmDialog {...confirm} onConfirm={onConfirm} typeName="assistant" />);
  screen.getByRole("textbox").focus();
  await userEvent.paste("assistant");
  await userEvent.click(screen.getByRole("button", { name: "Run on PROD" }));
  expect(onConfirm).toHaveBeenCalledOnce();
});

test("what cannot be undone is said", () => {
  render(<ConfirmDialog {...confirm} env="DEV" undoFrom={null} />);
  expect(screen.getByText("Cannot be undone")).toBeDefined();
});

test("a pause holds the button back and then opens it", async () => {
  const onConfirm = vi.fn();
  render(<ConfirmDialog {...confirm} env="STAGING" pauseMs={80} onConfirm={onConfirm} />);
  const button = () => screen.getByRole("button", { name: "Run on PROD" });
  await userEvent.click(button());
  expect(onConfirm).not.toHaveBeenCalled();
  const reason = document.getElementById(button().getAttribute("aria-describedby") ?? "");
  expect(reason?.textContent).toMatch(/short pause/);
  await act(() => new Promise((over) => setTimeout(over, 120)));
  await userEvent.click(button());
  expect(onConfirm).toHaveBeenCalledOnce();
});

const stops: readonly StopItem[] = [
  { id: "connect", name: "Connect", look: "done", note: "2 of 2", href: "/c" },
  { id: "dry_run", name: "Dry run", look: "attention", note: "3 decisions", href: "/d" },
  { id: "validate", name: "Validate", look: "later" },
];

test("a stop says its state, its note and its place in the line", () => {
  render(<LineOfStops stops={stops} current="dry_run" />);
  const link = screen.getByRole("link", { name: "Dry run, needs attention, 3 decisions, step 2 of 3" });
  expect(link.getAttribute("href")).toBe("/d");
  expect(link.getAttribute("aria-current")).toBe("step");
  expect(screen.getAllByRole("link")).toHaveLength(2);
  expect(screen.getByText("Validate, later, step 3 of 3")).toBeDefined();
});

interface Line {
  name: string;
  rows: number;
}
const columns: TableColumn<Line>[] = [
  { id: "name", name: "Table", cell: (line) => line.name, order: (a, b) => a.name.localeCompare(b.name) },
  { id: "rows", name: "Rows", numeric: true, cell: (line) => line.rows, order: (a, b) => a.rows - b.rows },
];
const lines: Line[] = [
  { name: "users", rows: 18 },
  { name: "messages", rows: 482_130 },
  { name: "memories", rows: 6514 },
];
const namesInTable = () =>
  within(screen.getByRole("grid"))
    .getAllByRole("rowheader")
    .map((cell) => cell.textContent);

test("a column sorts up, then down", async () => {
  render(<DataTable label="Tables" columns={columns} rows={lines} rowKey={(line) => line.name} />);
  expect(namesInTable()).toEqual(["users", "messages", "memories"]);
  await userEvent.click(screen.getByRole("columnheader", { name: /Rows/ }));
  expect(namesInTable()).toEqual(["users", "memories", "messages"]);
  await userEvent.click(screen.getByRole("columnheader", { name: /Rows/ }));
  expect(namesInTable()).toEqual(["messages", "memories", "users"]);
});

test("a table is one tab stop, moves by arrows and opens by Enter", async () => {
  const opened = vi.fn();
  render(
    <DataTable label="Tables" columns={columns} rows={lines} rowKey={(line) => line.name} onOpen={opened} />,
  );
  await userEvent.tab();
  await userEvent.keyboard("{ArrowDown}{ArrowDown}");
  await userEvent.keyboard("{Enter}");
  expect(opened).toHaveBeenCalledOnce();
  expect(lines).toContain(opened.mock.calls[0]?.[0]);
});

test("without rows the table's place says so", () => {
  render(
    <DataTable
      label="Tables"
      columns={columns}
      rows={[]}
      rowKey={(line) => line.name}
      empty={<p>Nothing yet</p>}
    />,
  );
  expect(screen.getByText("Nothing yet")).toBeDefined();
  expect(screen.queryByRole("grid")).toBeNull();
});

test("one of a few is always chosen", async () => {
  const change = vi.fn();
  render(
    <Segmented
      label="Unit"
      value="rows"
      onChange={change}
      options={[
        { id: "rows", label: "Rows" },
        { id: "bytes", label: "Bytes" },
      ]}
    />,
  );
  await userEvent.click(screen.getByRole("radio", { name: "Rows" }));
  await userEvent.click(screen.getByRole("radio", { name: "Bytes" }));
  expect(change.mock.calls.at(-1)).toEqual(["bytes"]);
});

const problem = {
  code: "DRY-2107",
  what: "The run stopped at messages, batch 593",
  why: "The target's disk is full.",
  data: "Safe. The source is unchanged.",
  next: [
    { text: "Free at least 420 MB, then resume", action: "resume" },
    { text: "Leave it for now", action: null },
  ],
  detail: "SQLITE_FULL (13)",
};

test("a problem says what, why, what of the data, what next, and offers the acts there are", () => {
  render(<ProblemPage problem={problem} actions={{ resume: <Button>Check and resume</Button> }} />);
  const page = screen.getByRole("alert");
  for (const text of [problem.what, problem.why, problem.data, "error DRY-2107", "Leave it for now"]) {
    expect(page.textContent).toContain(text);
  }
  expect(within(page).getByRole("button", { name: "Check and resume" })).toBeDefined();
});

test("the report of a problem is plain text with everything in it", () => {
  expect(reportOf(problem)).toBe(
    [
      "DRY-2107: The run stopped at messages, batch 593",
      "",
      "Why: The target's disk is full.",
      "Your data: Safe. The source is unchanged.",
      "What to do next:",
      "1. Free at least 420 MB, then resume",
      "2. Leave it for now",
      "",
      "Technical details:",
      "SQLITE_FULL (13)",
    ].join("\n"),
  );
});

test("states and environments are said in words", () => {
  render(
    <>
      <StatusChip state="finished_with_losses" />
      <EnvChip env="PROD" />
    </>,
  );
  expect(screen.getByText("Finished with losses")).toBeDefined();
  expect(screen.getByText("PROD")).toBeDefined();
});
