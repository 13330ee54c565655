/**
 * A file opened with Drydock while its window is open: no second window, and the open one shows what was found. What is
 * dropped on the window goes the same way from there; the drag itself cannot be made by WebDriver.
 */
import assert from "node:assert/strict";
import { layOut } from "./kit/case-c.mjs";
import { stateOf } from "./kit/files.mjs";

export const name = "a second start hands its files to the open window";

export async function journey(studio) {
  const source = layOut(studio, "langgraph", "wal/chatbot_memory.sqlite");
  const before = stateOf(source);
  const page = await studio.open();
  await page.find("heading", "Projects");

  studio.startAgain(source);
  await page.see("Found 2 databases with 4 tables and 211 rows");
  await page.shot("found");
  assert.ok(!studio.ended(), "the first window is still there");
  assert.deepEqual(stateOf(source), before, "the source was left as it was");
}
