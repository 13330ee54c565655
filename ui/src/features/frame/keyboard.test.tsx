// Every key that UX promises, pressed where a person would press it. What the browser itself has a hand in (focus that
// wanders by Tab and F6) is tried in tests/screens/keyboard.mjs.
import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { openGate, paused, rolledBack, running, withRun } from "../../ipc/fake/data/run";
import { router } from "../../router";
import { renderAt } from "../../testing/renderAt";
import { foundWords } from "../found/words";
import { closeStart } from "../projects/useStart";
import { usePalette } from "./paletteStore";
import { inForce } from "./shortcuts";

vi.setConfig({ testTimeout: 60_000 });

// What is open over the screens belongs to the window and not to one of its screens.
afterEach(() => {
  closeStart();
  usePalette.getState().hide();
});

const title = (name: string) => screen.findByRole("heading", { level: 1, name });
const path = () => router.state.location.pathname;

test("G and a letter go to each screen of the project", async () => {
  const { user } = await renderAt("/p/assistant/activity");
  // Both presses at once: a screen that is still being drawn must not come between them.
  const quick = user.setup({ delay: null });
  await title("Activity");
  for (const [letter, name] of [
    ["c", "Connections"],
    ["m", "Map"],
    ["d", "Dry run"],
    ["r", "Run"],
    ["b", "Backups"],
    ["p", "Projects"],
  ] as const) {
    await quick.keyboard(`g${letter}`);
    await title(name);
  }
});

test("Ctrl N begins a migration, Ctrl O opens one, Ctrl comma leads to Settings, Ctrl W out of the project", async () => {
  const { user, door } = await renderAt("/p/assistant/backups");
  const pick = vi.spyOn(door, "pick");
  await title("Backups");
  await user.keyboard("{Control>}n{/Control}");
  await screen.findByRole("dialog", { name: foundWords.title });
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await user.keyboard("{Control>},{/Control}");
  await title("Settings");
  await user.keyboard("{Control>}w{/Control}");
  await title("Projects");
  await user.keyboard("{Control>}o{/Control}");
  await waitFor(() => expect(pick).toHaveBeenCalledExactlyOnceWith("plan"));
});

test("Ctrl Shift P opens the palette, and Ctrl Shift F looks for tables and fields", async () => {
  const { user } = await renderAt("/p/assistant/backups");
  await title("Backups");
  await user.keyboard("{Control>}{Shift>}P{/Shift}{/Control}");
  expect(await screen.findByRole("combobox")).toHaveProperty("value", "");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("combobox")).toBeNull());
  await user.keyboard("{Control>}{Shift>}F{/Shift}{/Control}");
  expect(await screen.findByRole("combobox")).toHaveProperty("value", "@");
});

test("each sign in the palette lists its own kind", async () => {
  const { user } = await renderAt("/p/assistant/backups", withRun(rolledBack));
  await title("Backups");
  for (const [sign, found] of [
    [">", /Use the light theme/],
    ["@", /conversations/],
    ["#", /Before run 5/],
    ["?", /Copy as command|Read again/],
  ] as const) {
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByRole("combobox"), sign);
    expect((await screen.findAllByRole("option", { name: found })).length).toBeGreaterThan(0);
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("combobox")).toBeNull());
  }
});

test("the palette shows a command's key and environment, and why it cannot be done", async () => {
  const { user } = await renderAt("/p/assistant/run");
  await screen.findByRole("button", { name: /Run on PROD…/ });
  await user.keyboard("{Control>}k{/Control}");
  await user.type(await screen.findByRole("combobox"), ">");
  const begin = await screen.findByRole("option", { name: /New migration…/ });
  expect(within(begin).getByText("N")).toBeDefined();
  const run = await screen.findByRole("option", { name: /Run on PROD…/ });
  within(run).getByText("PROD");
  within(run).getByText(/decisions are open/);
});

test("Ctrl T tests the connection that is selected", async () => {
  const { user, door } = await renderAt("/p/assistant/connections");
  const tested = vi.spyOn(door, "connectionTest");
  await screen.findByRole("button", { name: /^Test/ });
  await user.keyboard("{Control>}t{/Control}");
  await waitFor(() => expect(tested.mock.calls.map(([name]) => name)).toEqual(["assistant"]));
});

test("Ctrl R reads again what the screen shows, and a screen's own meaning goes before that", async () => {
  const { user, door } = await renderAt("/p/assistant/map");
  const map = vi.spyOn(door, "map");
  const rehearse = vi.spyOn(door, "rehearseStart");
  await screen.findByRole("radio", { name: /^All/ });
  map.mockClear();
  await user.keyboard("{Control>}r{/Control}");
  await waitFor(() => expect(map).toHaveBeenCalled());
  expect(rehearse).not.toHaveBeenCalled();
  await user.setup({ delay: null }).keyboard("gd");
  await screen.findByRole("button", { name: "Make the first decision" });
  await user.keyboard("{Control>}r{/Control}");
  await waitFor(() => expect(rehearse).toHaveBeenCalledOnce());
});

test("a key that a screen gives its own meaning is listed once", () => {
  const key = (id: number, group?: "screen" | "go") => ({
    id,
    keys: "Mod+R",
    label: `${id}`,
    run: () => undefined,
    ...(group && { group }),
  });
  expect(inForce([key(1, "screen"), key(2)]).map(({ id }) => id)).toEqual([1]);
  expect(inForce([key(2), key(3, "go")]).map(({ id }) => id)).toEqual([2, 3]);
});

test("J and K go through the changes of Compare", async () => {
  const { user } = await renderAt("/p/assistant/compare");
  const at = () => screen.getByText(/^Change \d of 6$/).textContent;
  await screen.findByText(/^Change \d of 6$/);
  await user.keyboard("kkkkk");
  expect(at()).toBe("Change 1 of 6");
  await user.keyboard("jj");
  expect(at()).toBe("Change 3 of 6");
  await user.keyboard("k");
  expect(at()).toBe("Change 2 of 6");
});

test("J and K go through the findings of a dry run", async () => {
  const { user } = await renderAt("/p/assistant/dry-run");
  await screen.findByRole("button", { name: "Make the first decision" });
  const at = () => document.activeElement?.querySelector("h3")?.textContent;
  await user.keyboard("j");
  expect(at()).toBe("288 messages have no time");
  await user.keyboard("jj");
  expect(at()).toBe("3 users share an e-mail with another");
  await user.keyboard("k");
  expect(at()).toBe("26 attachments have no message");
});

test("Ctrl Shift C copies the equivalent command", async () => {
  const { user } = await renderAt("/p/assistant/map");
  await screen.findByRole("radio", { name: /^All/ });
  await user.keyboard("{Control>}{Shift>}C{/Shift}{/Control}");
  await waitFor(async () => expect(await navigator.clipboard.readText()).toBe("drydock rehearse plan.toml"));
});

test("Ctrl plus, minus and 0 change the size of everything", async () => {
  const { user, door } = await renderAt("/p/assistant/backups");
  const zoom = vi.spyOn(door, "setZoom");
  await title("Backups");
  const last = () => zoom.mock.lastCall?.[0] ?? 1;
  await user.keyboard("{Control>}+{/Control}");
  await waitFor(() => expect(last()).toBeGreaterThan(1));
  await user.keyboard("{Control>}0{/Control}");
  await waitFor(() => expect(last()).toBe(1));
  await user.keyboard("{Control>}-{/Control}");
  await waitFor(() => expect(last()).toBeLessThan(1));
});

test("Ctrl Enter is the first act of each screen", async () => {
  const { user } = await renderAt("/");
  await title("Projects");
  await screen.findByRole("link", { name: /Review decisions/ });
  await user.keyboard("{Control>}{Enter}{/Control}");
  await title("Dry run");
  await screen.findByRole("button", { name: "Make the first decision" });
  await user.keyboard("{Control>}{Enter}{/Control}");
  const first = screen
    .getByText("288 messages have no time", { selector: "h3" })
    .closest("li") as HTMLElement;
  expect(first.contains(document.activeElement)).toBe(true);
  await user.setup({ delay: null }).keyboard("gm");
  await screen.findByRole("radio", { name: /^All/ });
  await user.keyboard("{Control>}{Enter}{/Control}");
  await waitFor(() => expect(path()).toBe("/p/assistant/dry-run"));
  await user.setup({ delay: null }).keyboard("gc");
  await screen.findByRole("button", { name: "Add connection…" });
  await user.keyboard("{Control>}{Enter}{/Control}");
  await screen.findByRole("dialog", { name: "Add a connection" });
});

test("on production no key starts a run", async () => {
  const { user, door } = await renderAt("/p/assistant/run", () => ({
    gate: () => Promise.resolve(openGate),
  }));
  const start = vi.spyOn(door, "runStart");
  await screen.findByRole("button", { name: "Run on PROD…" });
  await user.keyboard("{Control>}{Enter}{/Control}");
  expect(screen.queryByRole("alertdialog")).toBeNull();
  expect(start).not.toHaveBeenCalled();
});

test("on production no key goes on with a run that rests", async () => {
  const { user, door } = await renderAt("/p/assistant/run", withRun(paused));
  const goOn = vi.spyOn(door, "runGoOn");
  await screen.findByRole("button", { name: "Go on" });
  await user.keyboard("{Control>}{Enter}{/Control}");
  expect(goOn).not.toHaveBeenCalled();
});

test("a run under way is paused by the key", async () => {
  const { user, door } = await renderAt("/p/assistant/run", withRun(running));
  const pause = vi.spyOn(door, "runPause");
  await screen.findByRole("button", { name: "Pause after this batch" });
  await user.keyboard("{Control>}{Enter}{/Control}");
  await waitFor(() => expect(pause).toHaveBeenCalledOnce());
});
