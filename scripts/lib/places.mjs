/** Where things lie: the project, and a cache outside of it that outlives a clone. */
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(fileURLToPath(new URL("../..", import.meta.url)));

const caches = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
export const cache = join(caches, "drydock");

/** Everything that Cargo builds. */
export const target = process.env.CARGO_TARGET_DIR || join(cache, "target");

/** Programs that only tests need, installed by Cargo. */
export const tools = join(cache, "tools");

/** The Python environment of the check with a real client. */
export const python = join(cache, "python");

export const artefacts = join(root, "tests", "artefacts");
