// The screens against the fake door: what a person does, and what the door is asked for because of it.
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { mapWorld, tables } from "../ipc/fake/data/map";
import { openGate, running, failed, finished, withRun } from "../ipc/fake/data/run";
import { undoPoints, undoPreview } from "../ipc/fake/data/undo";
import { renderAt } from "../testing/renderAt";

vi.setConfig({ testTimeout: 60_000 });

/** Two tables of the plan are enough to act on, and quick to draw. */
const smallMap = () =>
  mapWorld(tables.filter(({ dataset }) => dataset === "conversations" || dataset === "messages"));

test("Map: Space leaves a field out, Ctrl Z takes it back", async () => {
  const { user, door } = await renderAt("/p/assistant/map", smallMap);
  const edit = vi.spyOn(door, "planEdit");
  const undo = vi.spyOn(door, "planUndo");
  await user.click(await screen.findByRole("rowheader", { name: "title" }));
  await user.keyboard(" ");
  expect(edit).toHaveBeenCalledWith("assistant", {
    edit: "field_drop",
    from: "chat.conversations",
    field: "title",
  });
  await screen.findByRole("radio", { name: "Left out 2" });
  await user.keyboard("{Control>}z{/Control}");
  expect(undo).toHaveBeenCalledOnce();
  await screen.findByRole("radio", { name: "Left out 1" });
});

test("Map: Enter renames the target of a field in its place", async () => {
  const { user, door } = await renderAt("/p/assistant/map", smallMap);
  const edit = vi.spyOn(door, "planEdit");
  await user.click(await screen.findByRole("rowheader", { name: "title" }));
  await user.keyboard("{Enter}");
  const box = await screen.findByRole("textbox", { name: "Target field" });
  await user.clear(box);
  await user.type(box, "subject{Enter}");
  expect(edit).toHaveBeenCalledWith("assistant", {
    edit: "field_to",
    from: "chat.conversations",
    field: "title",
    to: "subject",
  });
});

test("Map: a large field is only read when asked for", async () => {
  const { user, door } = await renderAt("/p/assistant/map", smallMap);
  const read = vi.spyOn(door, "fieldProfile");
  await user.click(await screen.findByRole("rowheader", { name: "cost" }));
  expect(read).not.toHaveBeenCalled();
  await user.click(await screen.findByRole("button", { name: "Read the values" }));
  expect(read).toHaveBeenCalledWith("assistant", "chat.messages", "cost");
  await screen.findByText("Examples");
});

test("Dry run: a choice changes the plan and the report says that it is out of date", async () => {
  const { user, door } = await renderAt("/p/assistant/dry-run");
  const choose = vi.spyOn(door, "findingChoose");
  await user.click(await screen.findByRole("button", { name: "Keep the first of each" }));
  expect(choose).toHaveBeenCalledWith("assistant", {
    edit: "accept",
    from: "chat.users",
    field: "email",
    what: "duplicate_key",
  });
  await screen.findByText(/This report is out of date/);
});

test("Run: on production nothing starts before the name is typed", async () => {
  const { user, door } = await renderAt("/p/assistant/run", () => ({
    gate: () => Promise.resolve(openGate),
  }));
  const start = vi.spyOn(door, "runStart");
  await user.click(await screen.findByRole("button", { name: "Run on PROD…" }));
  const dialog = await screen.findByRole("alertdialog");
  await user.click(within(dialog).getByRole("button", { name: "Run on PROD" }));
  await user.type(within(dialog).getByRole("textbox"), "assistan{Enter}");
  expect(start).not.toHaveBeenCalled();
  await user.type(within(dialog).getByRole("textbox"), "t{Enter}");
  await waitFor(() => expect(start).toHaveBeenCalledWith("assistant", "assistant"));
  await screen.findByText("Migrating");
});

test("Run: a gate with blockers keeps its button shut and says why", async () => {
  const { user, door } = await renderAt("/p/assistant/run");
  const start = vi.spyOn(door, "runStart");
  const button = await screen.findByRole("button", { name: "Run on PROD…" });
  expect(button.getAttribute("aria-disabled")).toBe("true");
  await user.click(button);
  expect(screen.queryByRole("alertdialog")).toBeNull();
  expect(start).not.toHaveBeenCalled();
});

test("Run: stopping and rolling back are two decisions", async () => {
  const { user, door } = await renderAt("/p/assistant/run", (base) => ({
    ...withRun(running)(base),
    runStop: () => Promise.resolve({ ...finished, state: { ...finished.state, status: "stopped", seq: 2 } }),
    undoPreview: () => Promise.resolve(undoPreview),
  }));
  const [stop, undo] = [vi.spyOn(door, "runStop"), vi.spyOn(door, "undoStart")];
  await user.click(await screen.findByRole("button", { name: "Stop and roll back…" }));
  await user.click(await screen.findByRole("button", { name: "Stop the run" }));
  expect(stop).toHaveBeenCalledOnce();
  await screen.findByText(/Brings back msg_legacy with 214 rows/);
  expect(undo).not.toHaveBeenCalled();
  await user.type(screen.getByRole("textbox"), "assistant{Enter}");
  await waitFor(() => expect(undo).toHaveBeenCalledWith("run-7", "assistant", false));
});

test("Run: a failed run can be resumed from its error page", async () => {
  const { user, door } = await renderAt("/p/assistant/run", withRun(failed));
  const resume = vi.spyOn(door, "runResume");
  await screen.findByText("The run stopped at messages, slice 19");
  await user.click(screen.getByRole("button", { name: "Check and resume" }));
  expect(resume).toHaveBeenCalledWith("run-7");
});

test("Run: keeping is asked for once, because it cannot be taken back", async () => {
  const { user, door } = await renderAt("/p/assistant/run", withRun(finished));
  const keep = vi.spyOn(door, "runKeep");
  await user.click(await screen.findByRole("button", { name: "Keep…" }));
  await screen.findByText("Cannot be undone");
  expect(keep).not.toHaveBeenCalled();
  await user.click(screen.getByRole("button", { name: "Keep" }));
  expect(keep).toHaveBeenCalledWith("run-7");
});

test("Backups: a damaged way back cannot be used", async () => {
  const { user, door } = await renderAt("/p/assistant/backups");
  const preview = vi.spyOn(door, "undoPreview");
  await user.click(await screen.findByRole("option", { name: /Before run 4/ }));
  await screen.findByText("This way back is damaged.");
  const button = screen.getByRole("button", { name: "Roll back…" });
  expect(button.getAttribute("aria-disabled")).toBe("true");
  await user.click(button);
  expect(screen.queryByRole("alertdialog")).toBeNull();
  expect(preview).not.toHaveBeenCalledWith("run-4");
});

test("Backups: rolling back what others wrote to says that it is final, and is told so", async () => {
  const changed = { ...undoPreview, point: { ...undoPreview.point, changed_since: true } };
  const { user, door } = await renderAt("/p/assistant/backups", () => ({
    undoPoints: () => Promise.resolve(undoPoints.slice(0, 1)),
    undoPreview: () => Promise.resolve(changed),
  }));
  const undo = vi.spyOn(door, "undoStart");
  await user.click(await screen.findByRole("button", { name: "Roll back…" }));
  await screen.findByText("Cannot be undone");
  await user.type(await screen.findByRole("textbox", { name: /to confirm/ }), "assistant{Enter}");
  await waitFor(() => expect(undo).toHaveBeenCalledWith("run-7", "assistant", true));
});

test("Connections: leaving production's guards is asked for, taking them on is not", async () => {
  const { user, door } = await renderAt("/p/assistant/connections");
  const set = vi.spyOn(door, "connectionSetEnvironment");
  await user.click(await screen.findByRole("radio", { name: /LOCAL/ }));
  const dialog = await screen.findByRole("alertdialog");
  expect(set).not.toHaveBeenCalled();
  await user.click(within(dialog).getByRole("button", { name: "Treat as LOCAL" }));
  await waitFor(() => expect(set).toHaveBeenCalledWith("assistant", "LOCAL"));
  await user.click(await screen.findByRole("option", { name: /chat-storage/ }));
  await user.click(await screen.findByRole("radio", { name: /PROD/ }));
  await waitFor(() => expect(set).toHaveBeenCalledWith("chat-storage", "PROD"));
});

test("Validate: a proof that does not hold shows row, field and both values", async () => {
  const { broken, validated } = await import("../ipc/fake/data/proof");
  await renderAt("/p/assistant/validate", () => ({
    validate: () => Promise.resolve({ ...validated, proof: broken }),
  }));
  await screen.findByText(/memories: 14 differences/);
  const row = screen.getByRole("row", { name: /5102/ });
  expect(within(row).getByText("embedding")).toBeDefined();
  expect(within(row).getByText(/0e41/)).toBeDefined();
  expect(within(row).getByText(/0e42/)).toBeDefined();
});

test("New migration: from a folder to a project, with a new file as the first proposal", async () => {
  const { user, door } = await renderAt("/");
  const create = vi.spyOn(door, "projectCreate");
  await screen.findByRole("heading", { name: "Projects" });
  await user.keyboard("{Control>}n{/Control}");
  await user.click(await screen.findByRole("button", { name: /A folder/ }));
  await screen.findByText(/Found 2 databases with 8 tables/);
  await user.click(screen.getByRole("button", { name: "Use these" }));
  await user.click(screen.getByRole("button", { name: "Continue" }));
  await user.click(screen.getByRole("button", { name: "Make the project" }));
  await waitFor(() =>
    expect(create).toHaveBeenCalledWith({
      name: "langgraph_agent and chatbot_memory",
      sources: ["store-1", "store-2"],
      target: { target: "new_file", name: "unified.db" },
      environment: "LOCAL",
    }),
  );
});
