import { fails, never } from "../base";
import { notThere } from "../data/connections";
import { planted } from "../data/sample";
import type { Scene } from "../scene";

const map = "/p/harbour-chat/map";
const unfold = { click: 'role=button[name="Practice project"]' };

export const sampleScenes: readonly Scene[] = [
  { name: "sample-folded", at: map, sizes: [[1024, 680]] },
  { name: "sample-map", at: map, steps: [unfold], densities: true, sizes: [[1024, 680]] },
  { name: "sample-dry-run", at: "/p/harbour-chat/dry-run", steps: [unfold] },
  {
    name: "sample-all-found",
    at: "/p/harbour-chat/validate",
    door: () => ({ sampleProblems: () => Promise.resolve(planted.map((one) => ({ ...one, found: true }))) }),
    steps: [unfold],
  },
  {
    name: "sample-start-again",
    at: map,
    steps: [{ click: 'role=button[name="Start again…"]' }, { waitFor: "role=alertdialog" }],
  },
  { name: "sample-loading", at: map, door: () => ({ sampleProblems: never }), steps: [unfold] },
  { name: "sample-failed", at: map, door: () => ({ sampleProblems: fails(notThere) }), steps: [unfold] },
];
