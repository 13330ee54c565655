/** Programs from the Rust registry that only tests need, kept in the cache so that a machine builds them once. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { target, tools } from "./places.mjs";
import { run, say } from "./run.mjs";

/** `version` is what `cargo install` takes; another version gets a folder of its own. */
export async function cargoTool(name, version) {
  const folder = join(tools, `${name}-${version.replaceAll(/[^\w.]/g, "")}`);
  const program = join(folder, "bin", name);
  if (!existsSync(program)) {
    say(`Installing ${name} ${version}`);
    // Its own target folder would be thrown away; this one is kept for the next tool.
    const env = { CARGO_TARGET_DIR: join(target, "tools") };
    await run("cargo", ["install", name, "--version", version, "--locked", "--root", folder], {
      quiet: true,
      env,
    });
  }
  return program;
}
