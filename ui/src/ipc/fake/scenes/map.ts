import { fails, never } from "../base";
import { notThere } from "../data/connections";
import { largeMap, mapView, tables } from "../data/map";
import type { Scene } from "../scene";

const at = "/p/assistant/map";
const selectCost = { click: 'role=rowheader[name="cost"]' };

export const mapScenes: readonly Scene[] = [
  { name: "map", at, densities: true, sizes: [[1024, 680]] },
  {
    name: "map-selected",
    at,
    steps: [selectCost, { click: 'role=button[name="Read the values"]' }, { waitFor: "text=Examples" }],
  },
  {
    name: "map-reading",
    at,
    door: () => ({ fieldProfile: never }),
    steps: [
      selectCost,
      { click: 'role=button[name="Read the values"]' },
      { waitFor: 'role=button[name="Cancel"]' },
    ],
  },
  {
    name: "map-table-selected",
    at,
    steps: [
      { click: "role=searchbox" },
      { type: "checkpoints" },
      { click: "role=rowheader[name=/checkpoints/]" },
    ],
  },
  { name: "map-rename", at, steps: [selectCost, { press: "Enter" }, { waitFor: "role=dialog" }] },
  {
    name: "map-change",
    at,
    steps: [{ click: "role=button[name=/Change of cost/]" }, { waitFor: "role=listbox" }],
  },
  { name: "map-filtered", at, steps: [{ click: 'role=radio[name="Changed 2"]' }] },
  { name: "map-none-found", at, steps: [{ click: "role=searchbox" }, { type: "nothing of that name" }] },
  { name: "map-rules", at, steps: [{ click: 'role=radio[name="Rules file"]' }] },
  {
    name: "map-edited",
    at,
    steps: [
      { click: 'role=button[name="Keep the first of each"]' },
      { click: "role=rowheader[name=/conversations/]" },
      { press: "Space" },
      { waitFor: "text=Left out 6" },
    ],
  },
  {
    name: "map-done",
    at,
    door: () => ({
      map: () =>
        Promise.resolve(
          mapView(
            tables.map((table) => ({
              ...table,
              fields: table.fields.map((one) =>
                one.state === "needs_you" ? { ...one, state: "mapped" as const } : one,
              ),
            })),
            [],
          ),
        ),
    }),
  },
  { name: "map-large", at, door: () => ({ map: () => Promise.resolve(mapView(largeMap(), [])) }) },
  { name: "map-empty", at, door: () => ({ map: () => Promise.resolve(mapView([], [])) }) },
  { name: "map-loading", at, door: () => ({ map: never }) },
  { name: "map-failed", at, door: () => ({ map: fails(notThere) }) },
];
