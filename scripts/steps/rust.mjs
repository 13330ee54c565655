/** The Rust side: form, lint, tests, and the shell's own tests on Tauri's mock runtime. */
import { cargoTests } from "../lib/count.mjs";
import { run } from "../lib/run.mjs";

export const rustFormat = {
  name: "rust-format",
  run: () => run("cargo", ["fmt", "--all", "--check"]),
};

export const rustLint = {
  name: "rust-lint",
  async run() {
    await run("cargo", ["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"]);
    await run("cargo", [
      "clippy",
      "--locked",
      "--all-targets",
      "--features",
      "desktop-tests",
      "--",
      "-D",
      "warnings",
    ]);
  },
};

export const rustTests = {
  name: "rust-tests",
  count: cargoTests,
  run: () => run("cargo", ["test", "--locked", "--workspace", "--no-fail-fast"]),
};

export const desktopTests = {
  name: "desktop-tests",
  count: cargoTests,
  run: () =>
    run("cargo", [
      "test",
      "--locked",
      "--features",
      "desktop-tests",
      "--lib",
      "--test",
      "bindings",
      "--test",
      "ipc",
      "--no-fail-fast",
    ]),
};
