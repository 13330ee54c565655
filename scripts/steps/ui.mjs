/** The web UI: form, lint, types, tests, and its screens in a browser against a faked door. */
import { ours, vitest } from "../lib/count.mjs";
import { run } from "../lib/run.mjs";
import { browser } from "../lib/system.mjs";

const npm = (script, ...args) => run("npm", ["run", "--silent", script, ...args]);

export const uiFormat = {
  name: "ui-format",
  run: () =>
    run("npx", [
      "prettier",
      "--check",
      "ui",
      "scripts",
      "tests/screens",
      "tests/journeys",
      "eslint.config.js",
    ]),
};

export const uiLint = {
  name: "ui-lint",
  run: () =>
    run("npx", ["eslint", "ui", "scripts", "tests/screens", "tests/journeys", "--max-warnings", "0"]),
};

export const uiTypes = { name: "ui-types", run: () => npm("ui:check") };

export const uiTests = { name: "ui-tests", count: vitest, run: () => npm("ui:test") };

export const uiBuild = { name: "ui-build", run: () => npm("ui:build") };

export const screens = {
  name: "screens",
  count: ours,
  run: () => run("node", ["tests/screens/run.mjs"], { env: { DRYDOCK_CHROMIUM: browser() } }),
};
