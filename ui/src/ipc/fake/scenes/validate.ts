import type { ValidateView } from "../../bindings";
import { fails, never } from "../base";
import { notThere } from "../data/connections";
import { broken, unproved, validated } from "../data/proof";
import { finished, rolledBack, withRun } from "../data/run";
import type { Scene } from "../scene";

const at = "/p/assistant/validate";
const standing =
  (view: ValidateView): Scene["door"] =>
  (base) => ({
    ...withRun({ ...finished, state: { ...finished.state, proved: view.proof?.equal ?? null } })(base),
    validate: () => Promise.resolve(view),
  });

export const validateScenes: readonly Scene[] = [
  {
    name: "validate",
    at,
    door: standing(validated),
    densities: true,
    sizes: [
      [1280, 800],
      [1024, 680],
    ],
  },
  {
    name: "validate-differs",
    at,
    door: standing({ ...validated, proof: broken }),
    sizes: [[1024, 680]],
  },
  {
    name: "validate-roll-back",
    at,
    door: standing({ ...validated, proof: broken }),
    steps: [{ click: 'role=button[name="Roll back…"]' }, { waitFor: "role=alertdialog" }],
  },
  {
    name: "validate-rolled-back",
    at,
    door: (base) => ({
      ...withRun(rolledBack)(base),
      validate: () => Promise.resolve({ ...validated, run: rolledBack.line }),
    }),
  },
  { name: "validate-running", at, door: standing({ ...validated, running: true }) },
  { name: "validate-first", at, door: standing({ ...validated, running: true, proof: null }) },
  { name: "validate-empty", at },
  { name: "validate-unproved", at, door: standing({ ...validated, proof: null }) },
  {
    name: "validate-stopped",
    at,
    door: standing({
      ...unproved,
      run: finished.line,
      problem: {
        ...notThere,
        code: "DRY-1402",
        what: "The source changed since the run",
        why: "chat-storage was written to at 10:31.",
        next: [{ text: "Prove again once nothing writes to it.", action: "prove" }],
      },
    }),
  },
  { name: "validate-loading", at, door: () => ({ validate: never }) },
  { name: "validate-failed", at, door: () => ({ validate: fails(notThere) }) },
];
