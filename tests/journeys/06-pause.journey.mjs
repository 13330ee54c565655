/**
 * A run pauses after the batch under way, stands, goes on, and is stopped and rolled back half way. How long the press
 * took is a figure for README, not a condition: a machine that does other things as well must not turn a build red.
 */
import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { beginBigRun, rowsWritten, untilWritten } from "./kit/big-run.mjs";
import { fromPressTo } from "./kit/stopwatch.mjs";

export const name = "a run pauses after its batch, goes on, and is rolled back half way";

/** So many that some are left to write however slow the one is who presses. */
const LASTING = 4_000_000;

export async function journey(studio) {
  const page = await studio.open();
  const { target } = await beginBigRun(studio, page, LASTING);
  await untilWritten(page, 0.1);

  const press = () => page.click("button", "Pause after this batch");
  const took = await fromPressTo(page, "/^Paused$/m.test(document.querySelector('main').innerText)", press);
  console.log(`paused ${took} ms after the press`);
  await page.shot("paused");

  // A paused run stands, however long one looks elsewhere meanwhile.
  const standing = { rows: await rowsWritten(page), bytes: statSync(target).size };
  assert.ok(standing.rows < LASTING, "it pauses long before its end");
  await page.click("link", /^Map/);
  await page.find("heading", "Map");
  await page.see("4 of 4 fields mapped");
  await page.click("link", /^Run/);
  await page.find("button", "Go on");
  assert.deepEqual({ rows: await rowsWritten(page), bytes: statSync(target).size }, standing);

  await page.click("button", "Go on");
  await page.until("rows to move again", async () => (await rowsWritten(page)) > standing.rows);

  await page.click("button", "Stop and roll back…");
  await page.click("button", "Stop the run");
  await page.find("button", "Roll back on LOCAL", { within: 30_000 });
  await page.shot("what-goes");
  await page.click("button", "Roll back on LOCAL");
  await page.see("is as it was before", { within: 30_000 });
  await page.shot("rolled-back");
  const left = readdirSync(dirname(target)).filter((name) => name.startsWith(basename(target)));
  assert.deepEqual(left, [], "rolled back, nothing of the target is left");
}
