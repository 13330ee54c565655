/** Case C with the other two forms of its memory, one kept for good, and the real client reads both. */
import assert from "node:assert/strict";
import { clientReads, layOut, makeProject, moveAll } from "./kit/case-c.mjs";
import { sqlite, stateOf } from "./kit/files.mjs";

export const name = "what a run wrote is kept, and the real client reads it";

export async function journey(studio) {
  const plain = layOut(studio, "plain", "chatbot_memory.sqlite");
  const newer = layOut(studio, "newer", "chatbot_memory_v3.sqlite");
  const before = [plain, newer].map(stateOf);

  const page = await studio.open();
  await makeProject(page, plain, "plain-unified.db");
  const target = await moveAll(studio, page, "plain-unified.db");
  const tables =
    "select group_concat(name) from (select name from sqlite_master where type = 'table' order by name)";
  assert.match(sqlite(target, tables), /drydock/, "the receipts lie in the target until it is kept");
  await page.click("button", "Keep…");
  await page.click("button", "Keep");
  await page.see("The way back was removed when this run was kept");
  await page.shot("kept");
  await page.click("link", /^Backups/);
  await page.see("No way back is kept yet");
  assert.doesNotMatch(sqlite(target, tables), /drydock/, "what was kept holds nothing of Drydock's own");
  clientReads(target, "expected_chatbot_memory.json");

  await page.click("button", /switch project/);
  await page.click("menuitem", "All projects");
  await makeProject(page, newer, "newer-unified.db");
  clientReads(await moveAll(studio, page, "newer-unified.db"), "expected_chatbot_memory_v3.json");
  assert.deepEqual([plain, newer].map(stateOf), before, "the sources were left as they were");
}
