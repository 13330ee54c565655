import type { Counter } from "../../bindings";
import type { Door } from "../../door";
import { fails, never } from "../base";
import { notThere } from "../data/connections";
import { stops } from "../data/projects";
import { failing, neverRehearsed, partly, reading, rehearsed, rehearsedReady } from "../data/rehearsal";
import type { Scene } from "../scene";

const at = "/p/assistant/dry-run";

/** The project's frame, with its dry run as the report has it. */
function stoodAt(base: Door, dryRun: string, counter?: Counter): Door["projectOpen"] {
  return async (id) => {
    const view = await base.projectOpen(id);
    const counters = view.counters.flatMap((each) =>
      each.screen !== "dry-run" ? [each] : counter === undefined ? [] : [counter],
    );
    return { ...view, stops: stops("done:2 of 2", "done:31 of 34 fields", dryRun), counters };
  };
}

export const rehearsalScenes: readonly Scene[] = [
  {
    name: "dry-run",
    at,
    densities: true,
    sizes: [
      [1280, 800],
      [1024, 680],
    ],
  },
  {
    name: "dry-run-ready",
    at,
    door: (base) => ({
      rehearsal: () => Promise.resolve(rehearsedReady),
      projectOpen: stoodAt(base, "done:ready"),
    }),
  },
  {
    name: "dry-run-not-ready",
    at,
    door: (base) => ({
      rehearsal: () => Promise.resolve({ ...rehearsed, report: failing }),
      projectOpen: stoodAt(base, "failed:1 step would fail", { screen: "dry-run", text: "4", tone: "bad" }),
    }),
  },
  {
    name: "dry-run-partly",
    at,
    door: () => ({ rehearsal: () => Promise.resolve({ ...rehearsed, report: partly }) }),
    sizes: [
      [1280, 800],
      [1024, 680],
    ],
  },
  { name: "dry-run-losses", at, steps: [{ click: "role=tab[name=/Field losses/]" }] },
  { name: "dry-run-left", at, steps: [{ click: "role=tab[name=/Rows left behind/]" }] },
  { name: "dry-run-schema", at, steps: [{ click: "role=tab[name=/Schema/]" }] },
  {
    name: "dry-run-schema-back",
    at,
    steps: [{ click: "role=tab[name=/Schema/]" }, { click: 'role=radio[name="Roll back"]' }],
  },
  { name: "dry-run-checks", at, steps: [{ click: "role=tab[name=/Checks/]" }] },
  { name: "dry-run-accepted", at, steps: [{ click: "role=radio[name=/Accepted/]" }] },
  { name: "dry-run-first", at, steps: [{ click: 'role=button[name="Make the first decision"]' }] },
  {
    name: "dry-run-chosen",
    at,
    steps: [
      { click: 'role=button[name="Keep the first of each"]' },
      { waitFor: "text=Decided: Keep the first" },
    ],
  },
  {
    name: "dry-run-earlier",
    at,
    steps: [
      { click: "role=button[name=/nearly ready/]" },
      { click: "role=option[name=/not ready/] >> nth=0" },
      { waitFor: "text=This is an earlier report" },
    ],
  },
  { name: "dry-run-empty", at, door: () => ({ rehearsal: () => Promise.resolve(neverRehearsed) }) },
  { name: "dry-run-running", at, door: () => ({ rehearsal: () => Promise.resolve(reading(0.61)) }) },
  {
    name: "dry-run-stopped",
    at,
    door: () => ({
      rehearsal: () =>
        Promise.resolve({
          ...neverRehearsed,
          problem: {
            ...notThere,
            code: "DRY-1205",
            what: "The dry run stopped at messages",
            why: "Page 8,812 of chat-storage cannot be read.",
            next: [{ text: "Repair the source, then run the dry run again.", action: "read_again" }],
          },
        }),
    }),
  },
  { name: "dry-run-loading", at, door: () => ({ rehearsal: never }) },
  { name: "dry-run-failed", at, door: () => ({ rehearsal: fails(notThere) }) },
];
