import { DoorProblem } from "../../problem";
import type { ConnectionDetails, Found } from "../../bindings";
import type { Door } from "../../door";
import { fails, never } from "../base";
import { connections, connectionWorld, notThere } from "../data/connections";
import { sampleFind } from "../data/projects";
import {
  envFile,
  noAddress,
  noKeychain,
  refusedTest,
  serverForm,
  servers,
  serverTest,
  serverView,
} from "../data/servers";
import type { Scene, Step } from "../scene";

const at = "/connections";
const world = (change: Partial<Door> = {}): Partial<Door> => ({
  ...connectionWorld([...connections, ...servers]),
  ...change,
});
const server: Step = { click: "role=option[name=/assistant-db/]" };
const address = "postgresql://migrator:once@db-prod.internal/assistant?pgbouncer=true&connection_limit=5";
const pasted: Step[] = [
  { click: 'role=button[name="Add connection…"]' },
  { waitFor: "role=dialog" },
  { type: address },
  { press: "Enter" },
  { waitFor: "text=Left out: pgbouncer" },
];
const blank: Step[] = [
  { click: 'role=button[name="Add connection…"]' },
  { click: "role=button[name=/PostgreSQL/]" },
  { waitFor: "text=New connection" },
];
const edited: Step[] = [
  server,
  { click: 'role=textbox[name="Host"]' },
  { press: "End" },
  { type: ".example" },
];
const env: Step[] = [{ click: 'role=button[name="Read a .env file"]' }, { waitFor: "role=dialog" }];

const savedSource: Step[] = [
  { press: "Control+n" },
  { waitFor: "role=dialog" },
  { click: "role=button[name=/A saved connection/]" },
  { waitFor: "text=Saved connections" },
];
const savedTarget: Step[] = [
  ...savedSource,
  { click: "text=stg-2.internal" },
  { click: 'role=button[name="Use these"]' },
  { click: "text=It is guarded as" },
  { click: "role=button[name=/Which connection/]" },
  { click: "role=option[name=/assistant-db/]" },
];

const missing: ConnectionDetails = {
  name: "assistant-db",
  form: serverForm,
  password: {
    kept: "missing",
    problem: {
      ...noKeychain,
      what: "The password of assistant-db is gone",
      why: "The keychain has no entry for it.",
    },
  },
};
const withEnv: Found = { ...sampleFind, stores: [], env_files: [envFile] };

/** Connections to servers, in every state. */
export const serverScenes: readonly Scene[] = [
  {
    name: "connections-server",
    at,
    door: () => world(),
    steps: [server, { press: "Control+t" }, { waitFor: "text=Ready, with 1 thing to know" }],
    densities: true,
    sizes: [[1024, 680]],
  },
  {
    name: "connections-server-tls",
    at,
    door: () => world(),
    steps: [server, { click: 'role=tab[name="TLS"]' }],
  },
  {
    name: "connections-server-safety",
    at,
    door: () => world(),
    steps: [server, { click: 'role=tab[name="Safety"]' }],
  },
  {
    name: "connections-server-testing",
    at,
    door: () =>
      world({
        connectionTest: (name, seen) => {
          seen(serverTest(name, 3));
          return never();
        },
      }),
    steps: [server, { press: "Control+t" }, { waitFor: "text=Port 5432 answers" }],
  },
  {
    name: "connections-server-stopped",
    at,
    door: () =>
      world({
        connectionTest: (name) => {
          const test = serverTest(name, 2);
          const steps = test.steps.map((step) =>
            step.state === "running" ? { ...step, state: "waiting" as const } : step,
          );
          return Promise.resolve({ ...test, steps, stopped: true });
        },
      }),
    steps: [server, { press: "Control+t" }, { waitFor: 'role=heading[name="Stopped"]' }],
  },
  {
    name: "connections-server-refused",
    at,
    door: () => world({ connectionTest: (name) => Promise.resolve(refusedTest(name)) }),
    steps: [server, { press: "Control+t" }, { waitFor: "text=The test found a problem" }],
  },
  { name: "connections-server-unsaved", at, door: () => world(), steps: edited, sizes: [[1024, 680]] },
  {
    name: "connections-server-leave",
    at,
    door: () => world(),
    steps: [...edited, { click: "role=option[name=/orders-stg/]" }, { waitFor: "role=alertdialog" }],
  },
  {
    name: "connections-server-password",
    at,
    door: () => world(),
    steps: [server, { click: 'role=button[name="Replace the password"]' }, { press: "Control+s" }],
  },
  {
    name: "connections-server-password-missing",
    at,
    door: () => world({ connectionDetails: () => Promise.resolve(missing) }),
    steps: [server],
  },
  {
    name: "connections-server-no-keychain",
    at,
    door: () => world({ connectionChange: fails(noKeychain) }),
    steps: [...edited, { press: "Control+s" }, { waitFor: "role=alert" }],
  },
  {
    name: "connections-server-socket",
    at,
    door: () =>
      world({
        connectionPickFile: () => Promise.resolve({ token: "file-socket", name: "/run/postgresql" }),
      }),
    steps: [
      server,
      { click: 'role=button[name="Use a socket instead…"]' },
      { waitFor: 'text="Socket on this machine"' },
    ],
  },
  {
    name: "connections-server-guessed",
    at,
    door: () =>
      world({
        connections: () =>
          Promise.resolve([
            { ...serverView("assistant-db", serverForm, "PROD"), environment_said: false },
            {
              ...serverView("billing", { ...serverForm, host: "localhost" }, "LOCAL"),
              last_test: { good: false, took_ms: 4 },
            },
          ]),
      }),
  },
  {
    name: "connections-server-loading",
    at,
    door: () => world({ connectionDetails: never }),
    steps: [server],
  },
  {
    name: "connections-server-failed",
    at,
    door: () =>
      world({
        connectionDetails: fails({ ...notThere, code: "DRY-9004", what: "assistant-db could not be read" }),
      }),
    steps: [server],
  },
  {
    name: "connections-server-copy",
    at,
    door: () => world(),
    steps: [
      server,
      { click: 'role=button[name="Duplicate"]' },
      { waitFor: "text=The password is not copied" },
    ],
  },
  {
    name: "connections-ways",
    at,
    steps: [{ click: 'role=button[name="Add connection…"]' }, { waitFor: "role=dialog" }],
  },
  {
    name: "connections-ways-refused",
    at,
    door: () => ({ connectionReadAddress: () => Promise.reject(new DoorProblem(noAddress)) }),
    steps: [
      { click: 'role=button[name="Add connection…"]' },
      { waitFor: "role=dialog" },
      { type: "db.internal" },
      { press: "Enter" },
      { waitFor: "role=alert" },
    ],
  },
  { name: "connections-new", at, steps: pasted, sizes: [[1024, 680]] },
  { name: "connections-new-first", at, door: () => connectionWorld([]), steps: pasted },
  { name: "connections-new-blank", at, steps: blank },
  {
    name: "connections-new-lacks",
    at,
    steps: [...blank, { press: "Control+s" }, { waitFor: "text=needs a name" }],
  },
  { name: "connections-env", at, steps: env, sizes: [[1024, 680]] },
  {
    name: "connections-env-no-keychain",
    at,
    door: () => ({ connectionSave: fails(noKeychain) }),
    steps: [...env, { click: 'role=button[name="Save 2 connections"]' }, { waitFor: "role=alert" }],
  },
  {
    name: "connections-env-nothing",
    at,
    door: () => ({ connectionReadEnv: () => Promise.resolve({ ...envFile, found: [] }) }),
    steps: env,
  },
  {
    name: "start-source-env",
    at: "/",
    door: () => ({ pick: () => Promise.resolve(withEnv) }),
    steps: [
      { press: "Control+n" },
      { waitFor: "role=dialog" },
      { click: "role=button[name=/A folder/]" },
      { waitFor: "text=Review and add" },
    ],
  },
  {
    name: "start-saved",
    at: "/",
    door: () => world(),
    steps: [...savedSource, { click: "text=stg-2.internal" }],
    sizes: [[1024, 680]],
  },
  {
    name: "start-saved-target",
    at: "/",
    door: () => world(),
    steps: savedTarget,
  },
  {
    name: "start-saved-environment",
    at: "/",
    door: () => world(),
    steps: [
      ...savedTarget,
      { click: 'role=button[name="Continue"]' },
      { waitFor: "text=is guarded as this" },
    ],
  },
];
