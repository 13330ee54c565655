import type { RunView } from "../../bindings";
import { fails, never } from "../base";
import { undoPreview } from "../data/undo";
import { notThere } from "../data/connections";
import {
  differs,
  failed,
  finished,
  gate,
  kept,
  openGate,
  paused,
  proving,
  rolledBack,
  rollingBack,
  running,
  runLine,
  starting,
  stopped,
  withRun,
} from "../data/run";
import type { Scene } from "../scene";

const at = "/p/assistant/run";

/** The same run with a hundred seconds of speeds before it, told within one moment of the test's clock. */
function runningFor(view: RunView, seconds: number): Scene["door"] {
  return (base) => ({
    ...withRun(view)(base),
    watchRun: (_run, seen) => {
      const real = Date.now;
      for (let at = seconds; at >= 0; at -= 1) {
        Date.now = () => real() - at * 1000;
        const slow = at > 40 && at < 47;
        const rows_per_second = slow ? 610 + (at % 3) * 300 : 2_204 + Math.round(Math.sin(at * 0.9) * 90);
        seen({ ...view, state: { ...view.state, rows_per_second: at === 0 ? 2_204 : rows_per_second } });
      }
      Date.now = real;
      return () => undefined;
    },
  });
}

export const runScenes: readonly Scene[] = [
  { name: "run", at, door: runningFor(running, 100), densities: true, sizes: [[1024, 680]] },
  { name: "run-gate", at },
  { name: "run-gate-open", at, door: () => ({ gate: () => Promise.resolve(openGate) }) },
  {
    name: "run-confirm",
    at,
    door: () => ({ gate: () => Promise.resolve(openGate) }),
    steps: [
      { click: 'role=button[name="Run on PROD…"]' },
      { waitFor: "role=alertdialog" },
      { type: "assista" },
    ],
  },
  {
    name: "run-confirm-staging",
    at: "/p/orders/run",
    door: () => ({
      gate: () =>
        Promise.resolve({
          ...openGate,
          environment: "STAGING",
          typed_name: null,
          wait_s: 2,
          button: "Run on STAGING…",
        }),
    }),
    steps: [{ click: 'role=button[name="Run on STAGING…"]' }, { waitFor: "role=alertdialog" }],
  },
  {
    name: "run-gate-local",
    at: "/p/unify/run",
    door: () => ({
      gate: () =>
        Promise.resolve({
          ...gate,
          environment: "LOCAL",
          blockers: [],
          can_run: true,
          typed_name: null,
          button: "Run…",
        }),
    }),
  },
  { name: "run-starting", at, door: withRun(starting) },
  { name: "run-paused", at, door: withRun(paused) },
  {
    name: "run-log-table",
    at,
    door: runningFor(running, 30),
    steps: [{ click: 'role=button[name="Show as table"]' }],
  },
  { name: "run-bytes", at, door: withRun(running), steps: [{ click: 'role=radio[name="Bytes"]' }] },
  { name: "run-held", at, door: withRun(running), steps: [{ click: 'role=button[name="Hold"]' }] },
  { name: "run-proving", at, door: withRun(proving) },
  { name: "run-finished", at, door: withRun(finished) },
  { name: "run-differs", at, door: withRun(differs) },
  {
    name: "run-keep",
    at,
    door: withRun(finished),
    steps: [{ click: 'role=button[name="Keep…"]' }, { waitFor: "role=alertdialog" }],
  },
  {
    name: "run-kept",
    at,
    door: withRun(kept),
    steps: [
      { click: "role=button[name=/The next run/]" },
      { click: "role=option[name=/finished with losses/]" },
    ],
  },
  { name: "run-stopped", at, door: withRun(stopped) },
  { name: "run-failed", at, door: withRun(failed) },
  {
    name: "run-rolled-back",
    at,
    door: withRun(rolledBack),
    steps: [{ click: 'role=button[name="See that run"]' }, { waitFor: "text=Rows taken back" }],
    sizes: [[1024, 680]],
  },
  { name: "run-rolling-back", at, door: withRun(rollingBack) },
  {
    name: "run-after-roll-back",
    at,
    door: (base) => ({ ...withRun(rolledBack)(base), gate: () => Promise.resolve(openGate) }),
  },
  {
    name: "run-roll-back",
    at,
    door: (base) => ({ ...withRun(finished)(base), undoPreview: () => Promise.resolve(undoPreview) }),
    steps: [{ click: 'role=button[name="Roll back…"]' }, { waitFor: "role=alertdialog" }],
  },
  {
    name: "run-roll-back-changed",
    at,
    door: (base) => ({
      ...withRun(finished)(base),
      undoPreview: () =>
        Promise.resolve({ ...undoPreview, point: { ...undoPreview.point, changed_since: true } }),
    }),
    steps: [{ click: 'role=button[name="Roll back…"]' }, { waitFor: "role=alertdialog" }],
  },
  {
    name: "run-roll-back-reading",
    at,
    door: (base) => ({ ...withRun(finished)(base), undoPreview: never }),
    steps: [{ click: 'role=button[name="Roll back…"]' }, { waitFor: "role=dialog" }],
  },
  {
    name: "run-roll-back-failed",
    at,
    door: (base) => ({
      ...withRun(finished)(base),
      undoPreview: fails({ ...notThere, what: "The target is not there" }),
    }),
    steps: [{ click: 'role=button[name="Roll back…"]' }, { waitFor: "role=alert" }],
  },
  {
    name: "run-stop-and-back",
    at,
    door: withRun(running),
    steps: [{ click: 'role=button[name="Stop and roll back…"]' }, { waitFor: "role=alertdialog" }],
  },
  { name: "run-loading", at, door: () => ({ runs: never }) },
  { name: "run-unread", at, door: () => ({ runs: fails(notThere) }) },
  {
    name: "run-lost",
    at,
    door: () => ({
      runs: () => Promise.resolve([runLine]),
      watchRun: (_run, _seen, lost) => {
        lost({ ...notThere, code: "DRY-2401", what: "Nothing is known of this run" });
        return () => undefined;
      },
    }),
  },
];
