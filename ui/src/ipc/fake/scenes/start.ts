import type { Found } from "../../bindings";
import { DoorProblem } from "../../problem";
import { never } from "../base";
import { notThere } from "../data/connections";
import { sampleFind } from "../data/projects";
import type { Scene, Step } from "../scene";

const open: Step[] = [{ press: "Control+n" }, { waitFor: "role=dialog" }];
const folder: Step[] = [
  ...open,
  { click: "role=button[name=/A folder/]" },
  { waitFor: "text=Where is it now?" },
];
const target: Step[] = [...folder, { click: 'role=button[name="Use these"]' }];

const awkward: Found = {
  ...sampleFind,
  plan_file: "~/Projects/chatbot/Storage/plan.toml",
  unusable: [
    [
      "cache.db",
      { ...notThere, code: "DRY-1202", what: "cache.db is empty", why: "It holds no bytes at all." },
    ],
    [
      "old.sqlite",
      {
        ...notThere,
        code: "DRY-1204",
        what: "old.sqlite is cut short",
        why: "It ends in the middle of page 812.",
      },
    ],
  ],
};

export const startScenes: readonly Scene[] = [
  { name: "start", at: "/", steps: open, sizes: [[1024, 680]] },
  {
    name: "start-looking",
    at: "/",
    door: () => ({ pick: never }),
    steps: [...open, { click: "role=button[name=/A folder/]" }],
  },
  { name: "start-source", at: "/", steps: folder },
  {
    name: "start-source-awkward",
    at: "/",
    door: () => ({ pick: () => Promise.resolve(awkward) }),
    steps: folder,
  },
  {
    name: "start-source-nothing",
    at: "/",
    door: () => ({ pick: () => Promise.resolve({ ...sampleFind, stores: [] }) }),
    steps: folder,
  },
  { name: "start-target", at: "/", steps: target },
  {
    name: "start-target-bad-name",
    at: "/",
    steps: [...target, { click: "role=textbox" }, { type: "/tmp/" }],
  },
  {
    name: "start-target-existing",
    at: "/",
    steps: [
      ...target,
      { click: "text=A database that is there already" },
      { click: 'role=button[name="Choose…"]' },
    ],
  },
  { name: "start-environment", at: "/", steps: [...target, { click: 'role=button[name="Continue"]' }] },
  {
    name: "start-refused",
    at: "/",
    door: () => ({
      projectCreate: () =>
        Promise.reject(
          new DoorProblem({
            ...notThere,
            code: "DRY-1406",
            what: "Source and target are the same file",
            why: "langgraph_agent.db cannot be moved into itself.",
          }),
        ),
    }),
    steps: [
      ...target,
      { click: 'role=button[name="Continue"]' },
      { click: 'role=button[name="Make the project"]' },
      { waitFor: "role=alert" },
    ],
  },
];
