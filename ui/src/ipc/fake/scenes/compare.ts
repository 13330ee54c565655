import { fails, never } from "../base";
import { compared } from "../data/compare";
import { connections, notThere } from "../data/connections";
import type { Scene } from "../scene";

const at = "/p/assistant/compare";

export const compareScenes: readonly Scene[] = [
  {
    name: "compare",
    at,
    steps: [{ click: "role=row[name=/^messages/]" }],
    densities: true,
    sizes: [[1024, 680]],
  },
  { name: "compare-added", at },
  {
    name: "compare-unified",
    at,
    steps: [{ click: "role=row[name=/^messages/]" }, { click: 'role=radio[name="Unified"]' }],
  },
  { name: "compare-next", at, steps: [{ press: "j" }, { press: "j" }, { press: "j" }] },
  { name: "compare-removed", at, steps: [{ click: "role=row[name=/^msg_legacy/]" }] },
  { name: "compare-risky", at, steps: [{ click: 'role=button[name="Risky only"]' }] },
  { name: "compare-none-found", at, steps: [{ click: "role=searchbox" }, { type: "nothing of that name" }] },
  { name: "compare-back", at, steps: [{ click: 'role=radio[name="Roll back"]' }] },
  {
    name: "compare-same",
    at,
    door: () => ({
      compare: () =>
        Promise.resolve({
          ...compared,
          comparison: {
            ...compared.comparison,
            statements: [],
            items: compared.comparison.items.filter((item) => item.change === "same"),
          },
        }),
    }),
  },
  {
    name: "compare-one",
    at,
    door: () => ({
      connections: () => Promise.resolve(connections.filter((view) => view.role !== "source")),
    }),
  },
  { name: "compare-loading", at, door: () => ({ compare: never }) },
  {
    name: "compare-failed",
    at,
    door: () => ({
      compare: fails({ ...notThere, what: "The file of assistant is not there yet", next: [] }),
    }),
  },
];
