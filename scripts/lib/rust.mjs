/** The Rust toolchain: found, new enough, with the parts that tests need. Never installed behind a person's back. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./places.mjs";
import { ask, Failed, find, run, say } from "./run.mjs";

const INSTALL = "curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y";

export function rust() {
  const wanted = /^rust-version = "([\d.]+)"/m.exec(readFileSync(join(root, "Cargo.toml"), "utf8"))[1];
  const found = ask("rustc", ["--version"])?.split(" ")[1];
  if (!found || !find("cargo")) {
    throw new Failed(`Rust ${wanted} or newer is missing. Get it with\n  ${INSTALL}\nand start again.`);
  }
  if (older(found, wanted)) {
    const way = find("rustup") ? "rustup update stable" : INSTALL;
    throw new Failed(
      `Rust ${found} is too old, ${wanted} or newer is needed. Get it with\n  ${way}\nand start again.`,
    );
  }
}

/** rustfmt and clippy, which a minimal toolchain lacks. */
export async function rustParts() {
  for (const [part, program] of [
    ["rustfmt", "cargo-fmt"],
    ["clippy", "cargo-clippy"],
  ]) {
    if (ask(program, ["--version"]) !== null) continue;
    if (!find("rustup")) throw new Failed(`${program} is missing and there is no rustup to add it with.`);
    say(`Adding ${part} to the Rust toolchain`);
    await run("rustup", ["component", "add", part], { quiet: true });
  }
}

function older(found, wanted) {
  const [a, b] = [found, wanted].map((version) =>
    version.split(".").map((part) => Number.parseInt(part, 10)),
  );
  for (let i = 0; i < b.length; i += 1) {
    if ((a[i] ?? 0) !== b[i]) return (a[i] ?? 0) < b[i];
  }
  return false;
}
