// Ways through several screens against the fake door: what one screen starts, another shows.
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { stops } from "../ipc/fake/data/projects";
import { finished, openGate, rolledBack, rollingBack, running, withRun } from "../ipc/fake/data/run";
import { undoPoints } from "../ipc/fake/data/undo";
import { validated } from "../ipc/fake/data/proof";
import type { RunView } from "../ipc/bindings";
import { renderAt } from "../testing/renderAt";

vi.setConfig({ testTimeout: 60_000 });

test("a roll back from Backups is followed on Run to its end, and leads on to the next run", async () => {
  let seen: (view: RunView) => void = () => undefined;
  let now = finished;
  const { user, door } = await renderAt("/p/assistant/backups", () => ({
    undoPoints: () => Promise.resolve(undoPoints.slice(0, 1)),
    gate: () => Promise.resolve(openGate),
    runs: () => Promise.resolve([now.line]),
    undoStart: () => {
      now = rollingBack;
      return Promise.resolve(now);
    },
    watchRun: (_run, told) => {
      seen = told;
      told(now);
      return () => undefined;
    },
  }));
  const undo = vi.spyOn(door, "undoStart");
  await user.click(await screen.findByRole("button", { name: "Roll back…" }));
  await user.type(await screen.findByRole("textbox", { name: /to confirm/ }), "assistant{Enter}");
  await waitFor(() => expect(undo).toHaveBeenCalledOnce());
  await screen.findByText("To “Before run 7”, about 40 s");
  now = { ...rolledBack, state: { ...rolledBack.state, seq: 10 } };
  seen(now);
  await screen.findByRole("heading", { name: "Rolled back" });
  screen.getByText(/assistant is as it was before the run/);
  await user.click(screen.getByRole("button", { name: "Prepare the next run" }));
  await screen.findByText(/Everything is ready/);
  const last = screen.getByText(/is as it was before the run of/).closest("[role=status]") as HTMLElement;
  await user.click(within(last).getByRole("button", { name: "See that run" }));
  await screen.findByRole("heading", { name: "Rolled back" });
});

test("what was proved of a run that was rolled back is not called the state of things", async () => {
  const { door } = await renderAt("/p/assistant/validate", (base) => ({
    ...withRun(rolledBack)(base),
    validate: () => Promise.resolve({ ...validated, run: rolledBack.line }),
  }));
  const prove = vi.spyOn(door, "proveStart");
  await screen.findByRole("heading", { name: "This run was rolled back" });
  expect(screen.queryByText("What was read is what is there")).toBeNull();
  expect(screen.queryByRole("button", { name: "Prove again" })).toBeNull();
  expect(prove).not.toHaveBeenCalled();
});

test("the line of stops says what the run's screen says, however old the project's figures are", async () => {
  await renderAt("/p/assistant/run", (base) => {
    const door = { ...base, ...withRun(running)(base) };
    return {
      ...door,
      projectOpen: async (id) => ({
        ...(await door.projectOpen(id)),
        stops: stops("done", "done", "done", "done", "done", "current:25 %:25"),
      }),
    };
  });
  await screen.findByText("62.0 %");
  const line = screen.getByRole("navigation", { name: "Line of stops" });
  expect(within(line).getByRole("link", { name: /Migrate/ }).textContent).toMatch(/62\s%/);
  const lane = screen.getByRole("row", { name: /messages/ });
  expect(within(lane).getByText("2,204/s")).toBeDefined();
  expect(screen.queryByText("0/s")).toBeNull();
});

test("the palette leads to the very field, run and way back that it names", async () => {
  const { user } = await renderAt("/p/assistant/activity", withRun(rolledBack));
  const ask = async (words: string, hit: RegExp) => {
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByRole("combobox"), words);
    await user.click(await screen.findByRole("option", { name: hit }));
  };
  await screen.findByRole("heading", { name: "Activity" });
  await ask("@parent", /parent/);
  await screen.findByRole("heading", { name: "checkpoints.parent" });
  await ask("#Support", /Support assistant/);
  await screen.findByRole("heading", { name: "Rolled back" });
  await ask("#Before run 5", /Before run 5/);
  await screen.findByRole("heading", { name: "Back to “Before run 5”" });
});

test("Ctrl F goes to the field that searches this screen, and to the palette where there is none", async () => {
  const { user } = await renderAt("/p/assistant/connections");
  const field = await screen.findByRole("searchbox", { name: /Filter by name/ });
  await user.keyboard("{Control>}f{/Control}");
  expect(document.activeElement).toBe(field);
  field.blur();
  await user.keyboard("gr");
  await screen.findByRole("button", { name: "Run on PROD…" });
  await user.keyboard("{Control>}f{/Control}");
  await screen.findByRole("combobox");
});
