/** npm's packages, and the built web UI: made when missing or older than what they are made from. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "./places.mjs";
import { run, say } from "./run.mjs";

export async function npmPackages() {
  if (matchesTheLock()) return;
  say("Installing the npm packages");
  await run("npm", ["ci", "--no-audit", "--no-fund"], { quiet: true });
}

/** npm notes what it put in beside it: equal versions everywhere mean that there is nothing to do. */
function matchesTheLock() {
  const installed = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installed)) return false;
  const read = (file) => JSON.parse(readFileSync(file, "utf8")).packages;
  const there = read(installed);
  return Object.entries(read(join(root, "package-lock.json"))).every(([place, wanted]) => {
    if (place === "") return true;
    const found = there[place];
    // Packages of other systems are in the lock only.
    return found ? found.version === wanted.version : wanted.optional === true || wanted.peer === true;
  });
}

export async function buildUi() {
  const built = join(root, "ui", "dist", "index.html");
  const made = existsSync(built) ? statSync(built).mtimeMs : 0;
  const from = ["ui", "icons", "package-lock.json"].map((name) => join(root, name));
  if (from.some((path) => newest(path) > made)) {
    await run("npm", ["run", "--silent", "ui:build"], { quiet: true });
  }
}

function newest(path) {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return readdirSync(path)
    .filter((name) => name !== "dist")
    .reduce((latest, name) => Math.max(latest, newest(join(path, name))), 0);
}
