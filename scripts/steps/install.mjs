/** Puts in what the other steps need. */
import { npmPackages } from "../lib/npm.mjs";
import { rust, rustParts } from "../lib/rust.mjs";
import { systemPackages } from "../lib/system.mjs";

export const install = {
  name: "install",
  async run() {
    rust();
    await systemPackages({ tests: true });
    await rustParts();
    await npmPackages();
  },
};
