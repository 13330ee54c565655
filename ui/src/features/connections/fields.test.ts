import { expect, test } from "vitest";
import { pastedDraft, serverForm, serverKinds } from "../../ipc/fake/data/servers";
import {
  blankDraft,
  draftOf,
  duplicateOf,
  isUnsaved,
  problemsOf,
  savedAs,
  toFields,
  toForm,
  wishOf,
  withKind,
  withRead,
  type Draft,
} from "./fields";

const saved = savedAs({ name: "assistant-db", form: serverForm, password: { kept: "keychain" } });
const edit: Draft = {
  of: "assistant-db",
  before: saved,
  now: saved,
  environment: null,
  guessed: false,
  copied: false,
  filled: null,
};

test("a form goes through its fields and comes back the same, blanks at its ends aside", () => {
  expect(toForm(toFields(serverForm))).toEqual(serverForm);
  expect(toForm({ ...toFields(serverForm), port: "", host: " db.internal " })).toMatchObject({
    port: null,
    host: "db.internal",
  });
});

test("a port is a number that a port can be, or nothing", () => {
  for (const good of ["", " ", "1", "5432", "65535"]) {
    const fields = { ...toFields(serverForm), port: good };
    expect(problemsOf({ ...saved, fields }, [], "assistant-db").port, good).toBeUndefined();
  }
  for (const bad of ["0", "65536", "-1", "54 32", "5432a", "1e3", "123456"]) {
    const fields = { ...toFields(serverForm), port: bad };
    expect(problemsOf({ ...saved, fields }, [], "assistant-db").port, bad).toBeDefined();
  }
});

test("a name is needed, and free unless it is the connection's own", () => {
  const taken = ["assistant-db", "orders"];
  expect(problemsOf(saved, taken, "assistant-db").name).toBeUndefined();
  expect(problemsOf(saved, taken, null).name).toBeDefined();
  expect(problemsOf({ ...saved, name: "orders " }, taken, "assistant-db").name).toBeDefined();
  expect(problemsOf({ ...saved, name: " " }, taken, "assistant-db").name).toBeDefined();
});

test("a password that is to be replaced has to be typed", () => {
  const typed = (text: string) => problemsOf({ ...saved, password: { password: "typed", text } }, [], null);
  expect(typed("").password).toBeDefined();
  expect(typed(" ").password).toBeUndefined();
});

test("an address pasted over a saved connection keeps its name, and its password where it brings none", () => {
  const over = withRead(edit, { ...pastedDraft, password: null, name: "other" });
  expect(over.now).toMatchObject({ name: "assistant-db", password: { password: "unchanged" } });
  expect(over.environment).toBeNull();
  expect(over.filled?.leftOut).toEqual(["pgbouncer", "connection_limit"]);
  const brings = withRead(edit, { ...pastedDraft, password: "kept-9" });
  expect(brings.now.password).toEqual({ password: "draft", token: "kept-9" });
});

test("a guess gives way to a newer guess, and never to one once a person has said it", () => {
  const fresh = draftOf(pastedDraft);
  expect(fresh).toMatchObject({ environment: "PROD", guessed: true });
  expect(withRead(fresh, { ...pastedDraft, environment: "DEV" }).environment).toBe("DEV");
  const said = { ...fresh, environment: "STAGING" as const, guessed: false };
  expect(withRead(said, { ...pastedDraft, environment: "DEV" })).toMatchObject({
    environment: "STAGING",
    guessed: false,
  });
});

test("what came from a paste is unsaved at once, an empty form only once it is touched", () => {
  expect(isUnsaved(null)).toBe(false);
  expect(isUnsaved(draftOf(pastedDraft))).toBe(true);
  const blank = blankDraft("mysql");
  expect(blank.environment).toBeNull();
  expect(isUnsaved(blank)).toBe(false);
  expect(isUnsaved({ ...blank, now: { ...blank.now, name: "a" } })).toBe(true);
});

test("a copy has a free name, and no password", () => {
  const copy = duplicateOf(saved, "PROD", ["assistant-db", "assistant-db-2"]);
  expect(copy).toMatchObject({ of: null, environment: "PROD", guessed: false });
  expect(copy.now).toMatchObject({ name: "assistant-db-3", password: { password: "nothing" } });
});

test("another kind of server takes no schema along that it does not have, and no socket", () => {
  const [, mysql] = serverKinds;
  if (mysql === undefined) throw new Error("the fake door has two kinds");
  const socket = { token: "s", name: "/run/postgresql" };
  const fields = withKind({ ...toFields(serverForm), schema: "sales", socket }, mysql);
  expect(fields).toMatchObject({ kind: "mysql", schema: "", socket: null, host: serverForm.host });
});

test("a wish for a file leaves its address as it is", () => {
  expect(wishOf({ ...saved, name: " ledger ", fields: null }, "DEV", "keychain")).toEqual({
    name: "ledger",
    form: null,
    environment: "DEV",
    password: { password: "unchanged" },
    keep: "keychain",
  });
});
