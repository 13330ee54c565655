/**
 * Closing the window while rows move: the person is asked, the run comes to rest where it can go on, and after the next
 * start it does, to a proof that holds.
 */
import assert from "node:assert/strict";
import { beginBigRun, resumeBigRun } from "./kit/big-run.mjs";

export const name = "a window that is closed during a run comes back to it";

export async function journey(studio) {
  const page = await studio.open();
  await beginBigRun(studio, page);

  page.pick();
  studio.pressClose();
  await page.see("Migrating");
  assert.ok(!studio.ended(), "the person chose to stay");
  await page.shot("stays");

  page.pick("leave");
  studio.pressClose();
  await page.until("the program to leave", () => studio.ended());
  await studio.close();

  const again = await studio.open();
  await again.see("The run was stopped");
  await again.shot("again");
  await resumeBigRun(again);
  await again.shot("finished");
}
