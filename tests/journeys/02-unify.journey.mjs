/**
 * Case C with rows in a -wal, picture by picture: two SQLite files become one; the proof holds and the real client
 * agrees; rolled back, the target is gone and the sources are as they were.
 */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { clientReads, layOut, makeProject, moveAll } from "./kit/case-c.mjs";
import { stateOf } from "./kit/files.mjs";

export const name = "two SQLite files become one, and are taken apart again";

export async function journey(studio) {
  const source = layOut(studio, "langgraph", "wal/chatbot_memory.sqlite");
  const before = stateOf(source);

  const page = await studio.open();
  const look = (name) => page.shot(name);
  await makeProject(page, source, "unified.db", look);
  await page.click("link", /^Map/);
  await page.find("heading", "Map");
  await page.see("32 of 32 fields mapped");
  await page.shot("map");
  await page.click("link", /^Dry run/);
  const target = await moveAll(studio, page, "unified.db", look);
  await page.see("211 rows written, none left behind");
  assert.deepEqual(stateOf(source), before, "the source was left as it was");
  clientReads(target, "wal/expected_with_wal.json");

  await page.click("link", /^Validate/);
  await page.find("heading", "Validate");
  await page.see("checkpoints");
  await page.shot("validate");

  await page.click("link", /^Backups/);
  await page.find("heading", "Backups");
  await page.shot("backups");
  await page.click("button", /Roll back/);
  await page.click("button", /^Roll back on LOCAL$/);
  await page.see("is as it was before", { within: 30_000 });
  await page.shot("rolled-back");
  assert.ok(!existsSync(target), "rolled back, the target is gone");
  assert.deepEqual(stateOf(source), before, "the source was left as it was");
}
