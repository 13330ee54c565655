/**
 * Case C by point and click: two SQLite files, one with rows in its -wal, become one; the proof holds; rolled back, the
 * target is gone and the sources are as they were.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const data = resolve(dirname(fileURLToPath(import.meta.url)), "../data/langgraph");

export const name = "two SQLite files become one, and are taken apart again";

export async function journey(studio) {
  const source = studio.file("langgraph");
  mkdirSync(source);
  copyFileSync(join(data, "langgraph_agent.db"), join(source, "langgraph_agent.db"));
  for (const ending of ["", "-wal"]) {
    copyFileSync(
      join(data, `wal/chatbot_memory.sqlite${ending}`),
      join(source, `chatbot_memory.sqlite${ending}`),
    );
  }
  const before = stateOf(source);

  const page = await studio.open();
  await page.find("heading", "Projects");
  await page.click("button", "New migration");
  page.pick(source);
  await page.click("button", /A folder/);
  await page.see("Found 2 databases with 4 tables and 211 rows");
  await page.shot("found");
  await page.click("button", "Use these");
  await page.see("Where should it go?");
  await page.fill("File name", "unified.db");
  await page.shot("target");
  await page.click("button", "Continue");
  await page.see("Which kind of database is this?");
  await page.click("button", "Make the project");

  // Everything is matched, so the next step is the dry run; the map is one press away.
  await page.find("heading", "Dry run");
  await page.click("link", /^Map/);
  await page.find("heading", "Map");
  await page.see("32 of 32 fields mapped");
  await page.shot("map");
  await page.click("link", /^Dry run/);
  await page.click("button", "Start the dry run");
  await page.see("Ready to run", { within: 30_000 });
  await page.see("211");
  await page.shot("dry-run");

  await page.click("link", /Go to Run/);
  await page.shot("gate");
  await page.click("button", /^Run/);
  await page.shot("confirm");
  await page.click("button", /^Run on LOCAL|^Run$/);
  await page.see("Finished in", { within: 60_000 });
  await page.see("The proof holds", { within: 60_000 });
  await page.shot("finished");
  assert.deepEqual(stateOf(source), before, "the source was left as it was");
  const target = find(studio.home, "unified.db");
  assert.ok(target, "the target is in the project's folder");

  await page.click("link", /^Validate/);
  await page.find("heading", "Validate");
  await page.see("checkpoints");
  await page.shot("validate");

  await page.click("link", /^Backups/);
  await page.find("heading", "Backups");
  await page.shot("backups");
  await page.click("button", /Roll back/);
  await page.click("button", /^Roll back on LOCAL$/);
  await page.see("Rolled back", { within: 30_000 });
  await page.shot("rolled-back");
  assert.ok(!existsSync(target), "rolled back, the target is gone");
  assert.deepEqual(stateOf(source), before, "the source was left as it was");
}

/** Every file of a folder with its bytes. */
function stateOf(folder) {
  return readdirSync(folder)
    .sort()
    .map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("hex"),
    ]);
}

function find(folder, wanted) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.name === wanted) return join(entry.parentPath ?? entry.path, entry.name);
  }
  return null;
}
