// The screens against the fake door: what a person does, and what the door is asked for because of it.
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { mapWorld, tables } from "../ipc/fake/data/map";
import { openGate, running, failed, finished, paused, withRun } from "../ipc/fake/data/run";
import { partly, rehearsed } from "../ipc/fake/data/rehearsal";
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
  await screen.findByText("Decided: Keep the first of each, checked by the next dry run");
  expect(screen.queryByRole("button", { name: "Keep the first of each" })).toBeNull();
  screen.getByRole("radio", { name: "Open 3, decided 1" });
  screen.getByText(/2 decisions before this can run/);
});

test("Dry run: an earlier choice is taken back, and what was chosen after it stays in the plan", async () => {
  const { user, door } = await renderAt("/p/assistant/dry-run");
  const choose = vi.spyOn(door, "findingChoose");
  const undo = vi.spyOn(door, "planUndo");
  await user.click(await screen.findByRole("button", { name: "Keep the first of each" }));
  await screen.findByText(/Decided: Keep the first of each/);
  await user.click(screen.getByRole("button", { name: "Leave the field out" }));
  await screen.findByText(/Decided: Leave the field out/);
  const users = screen.getByText(/3 users share an e-mail/, { selector: "h3" }).closest("li") as HTMLElement;
  await user.click(within(users).getByRole("button", { name: "Take back" }));
  await within(users).findByRole("button", { name: "Keep the first of each" });
  await screen.findByRole("radio", { name: "Open 3, decided 1" });
  screen.getByText(/Decided: Leave the field out/);
  expect(undo).toHaveBeenCalledTimes(2);
  expect(choose).toHaveBeenLastCalledWith("assistant", {
    edit: "field_drop",
    from: "chat.messages",
    field: "timestamp",
  });
  await user.click(screen.getByRole("button", { name: "Take back" }));
  await screen.findByRole("radio", { name: "Open 4" });
  await waitFor(() => expect(screen.queryByText(/This report is out of date/)).toBeNull());
});

test("Dry run: what was changed elsewhere is never taken back from here", async () => {
  const { user, door } = await renderAt("/p/assistant/dry-run");
  await user.click(await screen.findByRole("button", { name: "Keep the first of each" }));
  const back = await screen.findByRole("button", { name: "Take back" });
  await door.planEdit("assistant", { edit: "leave", from: "chat.users" });
  const undo = vi.spyOn(door, "planUndo");
  await user.click(back);
  await waitFor(() => expect(screen.queryByRole("button", { name: "Take back" })).toBeNull());
  await screen.findByText("Not taken back");
  expect(undo).not.toHaveBeenCalled();
});

test("Dry run: a decision keeps its mark through other changes of the plan, and can still be taken back", async () => {
  const { user, door } = await renderAt("/p/assistant/dry-run");
  await user.click(await screen.findByRole("button", { name: "Keep the first of each" }));
  await screen.findByText(/Decided: Keep the first of each/);
  await door.planEdit("assistant", { edit: "field_to", from: "chat.messages", field: "role", to: "speaker" });
  await user.click(screen.getByRole("button", { name: "Leave the field out" }));
  await screen.findByText(/Decided: Leave the field out/);
  screen.getByText(/Decided: Keep the first of each/);
  const undo = vi.spyOn(door, "planUndo");
  const choose = vi.spyOn(door, "findingChoose");
  const users = screen.getByText(/3 users share an e-mail/, { selector: "h3" }).closest("li") as HTMLElement;
  await user.click(within(users).getByRole("button", { name: "Take back" }));
  await within(users).findByRole("button", { name: "Keep the first of each" });
  expect(choose).toHaveBeenCalledExactlyOnceWith("assistant", {
    edit: "unaccept",
    from: "chat.users",
    field: "email",
    what: "duplicate_key",
  });
  expect(undo).not.toHaveBeenCalled();
  screen.getByText(/Decided: Leave the field out/);
  const messages = (await door.map("assistant")).tables.find((table) => table.dataset === "messages");
  expect(messages?.fields.find((field) => field.from === "role")?.to).toBe("speaker");
});

test("Dry run: tables that could not be read are named, and nothing says that all was read", async () => {
  await renderAt("/p/assistant/dry-run", () => ({
    rehearsal: () => Promise.resolve({ ...rehearsed, report: partly }),
  }));
  await screen.findByText(
    /Read every row that can be moved so far, wrote none\. Not memory\.settings \(20 rows\) and memory\.labels \(19 rows\): see what would fail\./,
  );
  expect(screen.queryByText(/Read every row, wrote none/)).toBeNull();
  screen.getByText("6 of 8 tables");
  screen.getByText(/of the rows read so far will be written/);
  const row = screen.getByRole("row", { name: /memory\.labels/ });
  within(row).getByText("Not read yet");
  within(row).getByText("0 of 19");
  within(row).getByText("Labels and labels are one name to the target");
});

test("Map: what the plan still asks is in sight from the start", async () => {
  await renderAt("/p/assistant/map", (base) => ({
    map: async (project) => ({ ...(await base.map(project)), fields_need_you: 0 }),
  }));
  await screen.findByRole("button", { name: "Keep the first of each" });
});

test("Run: while it is paused nothing turns, and no speed is told", async () => {
  await renderAt("/p/assistant/run", withRun(paused));
  await screen.findByRole("button", { name: "Go on" });
  const row = screen.getByRole("row", { name: /messages/ });
  within(row).getByText("Paused");
  expect(row.querySelector(".spins")).toBeNull();
  expect(within(row).queryByText(/\/s$/)).toBeNull();
  expect(screen.queryByText("Speed now")).toBeNull();
});

test("Backups: the way back of the run under way is named, before it joins the list", async () => {
  await renderAt("/p/assistant/backups", (base) => ({
    ...withRun(running)(base),
    undoPoints: () => Promise.resolve([]),
  }));
  await screen.findByText("“Before run 7” is kept for the run under way.");
  screen.getByText("No earlier way back is kept");
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
      saved_sources: [],
      target: { target: "new_file", name: "unified.db" },
      environment: "LOCAL",
    }),
  );
});
