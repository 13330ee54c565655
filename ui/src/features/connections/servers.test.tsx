// Ways through the connections to servers, against the fake door.
import type { QueryClient } from "@tanstack/react-query";
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { ConnectionTest, ConnectionWish } from "../../ipc/bindings";
import { fails } from "../../ipc/fake/base";
import { connections, connectionWorld } from "../../ipc/fake/data/connections";
import {
  noAddress,
  noKeychain,
  passwordRefused,
  refusedTest,
  serverForm,
  servers,
  serverTest,
  serverView,
} from "../../ipc/fake/data/servers";
import type { Door } from "../../ipc/door";
import { router } from "../../router";
import { renderAt } from "../../testing/renderAt";

vi.setConfig({ testTimeout: 60_000 });

const canary = "canary-8f3a";

async function openServers(change: Partial<Door> = {}) {
  const at = await renderAt("/connections", () => ({
    ...connectionWorld([...connections, ...servers]),
    ...change,
  }));
  await at.user.click(await screen.findByRole("option", { name: /assistant-db/ }));
  await screen.findByRole("textbox", { name: "Host" });
  return at;
}

/** The secret is in no text, no attribute, no field, and nothing that is kept for later. */
function expectNoTrace(client: QueryClient, secret: string) {
  expect(document.documentElement.outerHTML).not.toContain(secret);
  for (const input of document.querySelectorAll("input, textarea"))
    expect((input as HTMLInputElement).value).not.toContain(secret);
  const kept = [...client.getQueryCache().getAll(), ...client.getMutationCache().getAll()].map((each) => [
    each.state,
    each.options,
    "queryKey" in each ? each.queryKey : null,
  ]);
  expect(JSON.stringify(kept)).not.toContain(secret);
}

test("a pasted address fills the form and is not kept in the field", async () => {
  const { user, door, client } = await renderAt("/connections");
  const read = vi.spyOn(door, "connectionReadAddress");
  const save = vi.spyOn(door, "connectionSave");
  await user.click(await screen.findByRole("button", { name: "Add connection…" }));
  const text = `postgresql://migrator:${canary}@db-prod.internal/assistant?pgbouncer=true`;
  await user.click(await screen.findByRole("textbox", { name: "Connection address" }));
  await user.paste(text);
  expect(read).toHaveBeenCalledWith(text);
  await screen.findByText(/Left out: pgbouncer and connection_limit/);
  expect(screen.getByRole("textbox", { name: "Host" })).toHaveProperty("value", "db-prod.internal");
  expect(screen.getByText("Read with the address")).toBeDefined();
  expectNoTrace(client, canary);
  await user.keyboard("{Control>}s{/Control}");
  await waitFor(() =>
    expect(save).toHaveBeenCalledWith({
      name: "assistant-db",
      form: serverForm,
      environment: "PROD",
      password: { password: "draft", token: "kept-1" },
      keep: "keychain",
    } satisfies ConnectionWish),
  );
  await screen.findByText("assistant-db is saved");
  await screen.findByText("In the system keychain");
  expectNoTrace(client, canary);
});

test("an address that is refused says why, and what was pasted stands nowhere", async () => {
  const { user, client } = await openServers({ connectionReadAddress: fails(noAddress) });
  const field = screen.getByRole("textbox", { name: "Connection address" });
  const before = (field as HTMLInputElement).value;
  await user.click(field);
  await user.paste(`oracle://me:${canary}@db/x`);
  await screen.findByRole("alert");
  expect((field as HTMLInputElement).value).toBe(before);
  expectNoTrace(client, canary);
});

test("a word pasted into the address is an edit of it, not an address", async () => {
  const { user, door } = await openServers();
  const read = vi.spyOn(door, "connectionReadAddress");
  const field = screen.getByRole("textbox", { name: "Connection address" });
  await user.click(field);
  await user.paste("x");
  expect(read).not.toHaveBeenCalled();
  await user.keyboard("{Enter}");
  expect(read).toHaveBeenCalledOnce();
});

test("a typed password goes to the door and leaves no trace in the window", async () => {
  const { user, door, client } = await openServers();
  const change = vi.spyOn(door, "connectionChange");
  await user.click(screen.getByRole("button", { name: "Replace the password" }));
  const field = screen.getByLabelText("New password");
  expect(field.getAttribute("type")).toBe("password");
  await user.type(field, canary);
  await user.click(screen.getByRole("button", { name: /^Save/ }));
  await waitFor(() => expect(change).toHaveBeenCalledOnce());
  expect(change.mock.calls[0]?.[1].password).toEqual({ password: "typed", text: canary });
  await screen.findByText("assistant-db is saved");
  expectNoTrace(client, canary);
});

test("a refused save keeps what was typed, and a discarded one forgets it", async () => {
  const { user, client } = await openServers({ connectionChange: fails(noAddress) });
  await user.click(screen.getByRole("button", { name: "Replace the password" }));
  await user.type(screen.getByLabelText("New password"), canary);
  await user.keyboard("{Control>}s{/Control}");
  await screen.findByRole("alert");
  expect(screen.getByLabelText("New password")).toHaveProperty("value", canary);
  await user.click(screen.getByRole("button", { name: "Discard" }));
  await screen.findByText("In the system keychain");
  expectNoTrace(client, canary);
});

test("without a keychain the second way is offered, and nothing is saved before it is taken", async () => {
  const world = connectionWorld([...connections, ...servers]);
  const wishes: ConnectionWish[] = [];
  const { user } = await openServers({
    connectionChange: (name, wish) => {
      wishes.push(wish);
      return wish.keep === "keychain" ? fails(noKeychain)() : world.connectionChange(name, wish);
    },
  });
  await user.click(screen.getByRole("button", { name: "Replace the password" }));
  await user.type(screen.getByLabelText("New password"), canary);
  await user.keyboard("{Control>}s{/Control}");
  await user.click(await screen.findByRole("button", { name: "Use it until Drydock is closed" }));
  await screen.findByText("assistant-db is saved");
  expect(wishes.map((wish) => wish.keep)).toEqual(["keychain", "until_closed"]);
});

test("what is not saved is asked for before another connection or another screen is opened", async () => {
  const { user } = await openServers();
  await user.type(screen.getByRole("textbox", { name: "Host" }), ".example");
  screen.getByText("Not saved");
  await user.click(screen.getByRole("option", { name: /orders-stg/ }));
  let dialog = await screen.findByRole("alertdialog", { name: "Leave assistant-db without saving?" });
  await user.click(within(dialog).getByRole("button", { name: "Stay here" }));
  expect(screen.getByRole("textbox", { name: "Host" })).toHaveProperty("value", "db-prod.internal.example");
  void router.navigate({ to: "/activity" });
  dialog = await screen.findByRole("alertdialog");
  await user.click(within(dialog).getByRole("button", { name: "Leave without saving" }));
  await screen.findByRole("heading", { name: "Activity" });
});

test("an edit that is taken back is no edit", async () => {
  const { user } = await openServers();
  const host = screen.getByRole("textbox", { name: "Host" });
  await user.type(host, "x");
  screen.getByText("Not saved");
  await user.type(host, "{Backspace}");
  expect(screen.queryByText("Not saved")).toBeNull();
  await user.click(screen.getByRole("option", { name: /orders-stg/ }));
  await screen.findByRole("heading", { name: "orders-stg" });
});

test("an empty form says what it lacks when it is saved, and asks for the environment", async () => {
  const { user, door } = await renderAt("/connections");
  const save = vi.spyOn(door, "connectionSave");
  await user.click(await screen.findByRole("button", { name: "Add connection…" }));
  await user.click(await screen.findByRole("button", { name: /MySQL and MariaDB/ }));
  await screen.findByRole("heading", { name: "New connection" });
  expect(screen.queryByRole("textbox", { name: "Schema" })).toBeNull();
  await user.keyboard("{Control>}s{/Control}");
  await screen.findByText("A connection needs a name.");
  screen.getByText("Choose which kind of database this is.");
  expect(save).not.toHaveBeenCalled();
  await user.type(screen.getByRole("textbox", { name: "Name" }), "shop");
  await user.click(screen.getByRole("radio", { name: /DEV/ }));
  await user.keyboard("{Control>}s{/Control}");
  await waitFor(() => expect(save).toHaveBeenCalledOnce());
  expect(save.mock.calls[0]?.[0]).toMatchObject({
    name: "shop",
    environment: "DEV",
    password: { password: "nothing" },
    form: { kind: "mysql", port: null },
  });
});

test("what is tested is what the form holds, and a later edit makes the answer go", async () => {
  const { user, door } = await openServers({
    connectionTestDraft: () => Promise.resolve(refusedTest("assistant-db")),
  });
  const draft = vi.spyOn(door, "connectionTestDraft");
  const saved = vi.spyOn(door, "connectionTest");
  await user.type(screen.getByRole("textbox", { name: "Host" }), "x");
  await user.keyboard("{Control>}t{/Control}");
  await screen.findByText("The test found a problem");
  expect(saved).not.toHaveBeenCalled();
  expect(draft.mock.calls[0]?.slice(0, 3)).toEqual([
    { ...serverForm, host: "db-prod.internalx" },
    { password: "unchanged" },
    "assistant-db",
  ]);
  screen.getByText(passwordRefused.next[0]?.text ?? "");
  await user.type(screen.getByRole("textbox", { name: "Host" }), "y");
  expect(screen.queryByText("The test found a problem")).toBeNull();
});

test("a test can be cancelled, and says that it was", async () => {
  let end: (test: ConnectionTest) => void = () => undefined;
  const { user, door } = await openServers({
    connectionTest: (name, seen) => {
      seen(serverTest(name, 2));
      return new Promise((resolve) => {
        end = resolve;
      });
    },
  });
  const cancel = vi.spyOn(door, "connectionTestCancel");
  await user.click(screen.getByRole("button", { name: /^Test/ }));
  await user.click(await screen.findByRole("button", { name: "Cancel" }));
  expect(cancel).toHaveBeenCalledWith("assistant-db");
  end({ ...serverTest("assistant-db", 2), stopped: true });
  await screen.findByRole("heading", { name: "Stopped" });
});

test("the files and the mode of TLS are part of what is saved", async () => {
  const { user, door } = await openServers();
  const change = vi.spyOn(door, "connectionChange");
  await user.click(screen.getByRole("tab", { name: "TLS" }));
  await user.click(screen.getByRole("radio", { name: /Certificate only/ }));
  await user.click(screen.getByRole("button", { name: "Choose: Client certificate" }));
  await user.click(screen.getByRole("button", { name: "Remove: Own certificate authority" }));
  await user.keyboard("{Control>}s{/Control}");
  await waitFor(() => expect(change).toHaveBeenCalledOnce());
  expect(change.mock.calls[0]?.[1].form).toMatchObject({
    tls: "verify_ca",
    ca: null,
    cert: { token: "file-cert", name: "cert" },
  });
});

test("a guess is called one, and one press makes it said", async () => {
  const guessed = { ...serverView("assistant-db", serverForm, "PROD"), environment_said: false };
  const { user, door } = await openServers({ connections: () => Promise.resolve([guessed]) });
  const set = vi.spyOn(door, "connectionSetEnvironment").mockResolvedValue(guessed);
  screen.getByText(/Guessed from the address/);
  await user.click(screen.getByRole("button", { name: "Yes, it is PROD" }));
  expect(set).toHaveBeenCalledWith("assistant-db", "PROD");
});

test("a copy goes on without the password of the first", async () => {
  const { user, door } = await openServers();
  const save = vi.spyOn(door, "connectionSave");
  await user.click(screen.getByRole("button", { name: "Duplicate" }));
  await screen.findByText(/The password is not copied/);
  await user.keyboard("{Control>}s{/Control}");
  await waitFor(() => expect(save).toHaveBeenCalledOnce());
  expect(save.mock.calls[0]?.[0]).toMatchObject({
    name: "assistant-db-2",
    environment: "PROD",
    password: { password: "nothing" },
  });
});

test("of a .env only what is ticked is saved, under the name and as what it was given", async () => {
  const { user, door } = await renderAt("/connections");
  const save = vi.spyOn(door, "connectionSave");
  await user.click(await screen.findByRole("button", { name: "Read a .env file" }));
  const dialog = await screen.findByRole("dialog");
  within(dialog).getByText(/Only names were read; the file is not changed/);
  within(dialog).getByText(/REPORTS_PASSWORD/);
  await user.click(within(dialog).getByRole("checkbox", { name: /ORDERS_DB_HOST/ }));
  const name = within(dialog).getByRole("textbox", { name: "Name for DATABASE_URL" });
  await user.clear(name);
  await user.type(name, "bot");
  await user.click(within(dialog).getByRole("button", { name: "Save 1 connection" }));
  await screen.findByText("bot is saved");
  expect(save).toHaveBeenCalledOnce();
  expect(save.mock.calls[0]?.[0]).toMatchObject({
    name: "bot",
    environment: "LOCAL",
    password: { password: "draft", token: "kept-2" },
  });
});

test("a .env that stops half way keeps what is saved and goes on with the rest", async () => {
  const world = connectionWorld();
  let refuse = true;
  const { user, door } = await renderAt("/connections", () => ({
    connectionSave: (wish) =>
      wish.name === "orders-stg" && refuse ? fails(noAddress)() : world.connectionSave(wish),
  }));
  const save = vi.spyOn(door, "connectionSave");
  await user.click(await screen.findByRole("button", { name: "Read a .env file" }));
  await user.click(await screen.findByRole("button", { name: "Save 2 connections" }));
  await screen.findByRole("alert");
  refuse = false;
  await user.click(await screen.findByRole("button", { name: "Save 1 connection" }));
  await waitFor(() => expect(save).toHaveBeenCalledTimes(3));
  expect(save.mock.calls.map(([wish]) => wish.name)).toEqual(["chatbot", "orders-stg", "orders-stg"]);
});
