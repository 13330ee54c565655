/** What lies on disk, for journeys that look behind the window. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execFileSync } from "node:child_process";

/** Every file of a folder with its bytes. */
export function stateOf(folder) {
  return readdirSync(folder)
    .sort()
    .map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("hex"),
    ]);
}

/** Where below a folder a file is, or null. */
export function find(folder, wanted) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.name === wanted) return join(entry.parentPath ?? entry.path, entry.name);
  }
  return null;
}

/** What the sqlite3 shell answers about a file; nothing is written to it. */
export function sqlite(file, sql) {
  return execFileSync("sqlite3", ["-readonly", file, sql], { encoding: "utf8" }).trim();
}
