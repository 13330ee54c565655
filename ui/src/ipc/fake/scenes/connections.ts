import { DoorProblem } from "../../problem";
import { fails, never } from "../base";
import { halfTest, noDatabase, notThere } from "../data/connections";
import type { Scene } from "../scene";

const at = "/p/assistant/connections";

export const connectionScenes: readonly Scene[] = [
  {
    name: "connections",
    at,
    steps: [{ press: "Control+t" }, { waitFor: "text=Ready, with 1 thing to know" }],
    densities: true,
    sizes: [[1024, 680]],
  },
  { name: "connections-untested", at: "/connections" },
  {
    name: "connections-testing",
    at,
    door: () => ({
      connectionTest: (name, seen) => {
        seen(halfTest(name, 3));
        return never();
      },
    }),
    steps: [{ press: "Control+t" }, { waitFor: "text=Read the tables" }],
  },
  {
    name: "connections-test-failed",
    at,
    door: () => ({
      connectionTest: (name, seen) => {
        const test = halfTest(name, 1);
        const failed = test.steps.map((step, i) =>
          i === 1
            ? {
                ...step,
                state: "failed" as const,
                text: "assistant is not a database",
                problem: { ...noDatabase, what: "assistant is not a database" },
              }
            : step,
        );
        seen({ ...test, steps: failed });
        return Promise.resolve({ ...test, steps: failed });
      },
    }),
    steps: [{ press: "Control+t" }, { waitFor: "text=The test found a problem" }],
  },
  {
    name: "connections-gone",
    at,
    steps: [
      { click: "role=option[name=/sessions_v2/]" },
      { press: "Control+t" },
      { waitFor: "text=The test found a problem" },
    ],
  },
  { name: "connections-empty", at: "/connections", door: () => ({ connections: () => Promise.resolve([]) }) },
  { name: "connections-loading", at: "/connections", door: () => ({ connections: never }) },
  { name: "connections-failed", at: "/connections", door: () => ({ connections: fails(notThere) }) },
  {
    name: "connections-forget",
    at,
    steps: [{ click: 'role=button[name="Delete…"]' }, { waitFor: "role=alertdialog" }],
  },
  {
    name: "connections-lower",
    at,
    steps: [{ click: "text=Dry run offered" }, { waitFor: "role=alertdialog" }],
  },
  {
    name: "connections-add",
    at,
    steps: [
      { click: 'role=button[name="Add connection…"]' },
      { click: 'role=button[name="Choose a file…"]' },
      { waitFor: "text=Which of these?" },
    ],
  },
  {
    name: "connections-add-refused",
    at,
    door: () => ({
      pick: () => Promise.reject(new DoorProblem(noDatabase)),
    }),
    steps: [
      { click: 'role=button[name="Add connection…"]' },
      { click: 'role=button[name="Choose a file…"]' },
      { waitFor: "role=alert" },
    ],
  },
];
