/** A run that lasts long enough to do something to it: one file with many rows, moved into a new one. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { find } from "./files.mjs";

export const ROWS = 1_500_000;
const TARGET = "harbour-new.db";

/** From an open window to rows that move. Gives the paths of the source and of the target. */
export async function beginBigRun(studio, page, rows = ROWS) {
  const source = studio.file("harbour.db");
  execFileSync("sqlite3", [
    source,
    `create table messages (id integer primary key, chat text not null, body text not null, sent_at text);
     with recursive n(i) as (select 1 union all select i + 1 from n where i < ${rows})
     insert into messages
       select i, 'chat-' || (i % 997), printf('message %d, %s', i, hex(randomblob(40))), '2026-11-21T10:04:00Z' from n`,
  ]);
  // On disk before anything is timed: what still waits to be written would hold up every commit of the run.
  execFileSync("sync");
  await page.click("button", "New migration");
  page.pick(source);
  await page.click("button", /files/i);
  await page.click("button", "Use these");
  await page.fill("File name", TARGET);
  await page.click("button", "Continue");
  await page.click("button", "Make the project");
  await page.click("button", "Start the dry run");
  await page.see("Ready to run", { within: 60_000 });
  await page.click("link", /Go to Run/);
  await page.click("button", /^Run/);
  await page.click("button", /^Run on LOCAL|^Run$/);
  await page.see("Migrating", { within: 30_000 });
  return { source, target: find(studio.home, TARGET) };
}

/** How many rows the window says are written. */
export async function rowsWritten(page) {
  const [, figure] = (await page.text()).match(/Rows written\s+([\d,]+)/) ?? [];
  assert.ok(figure, "the window says how many rows are written");
  return Number(figure.replaceAll(",", ""));
}

/** Waits until a share of the usual number of rows is written. */
export async function untilWritten(page, share) {
  const enough = async () => (await rowsWritten(page)) > share * ROWS;
  await page.until(`${share * 100} % of the rows to be written`, enough, 60_000);
}

/** From a window that was opened again to a proof that holds. */
export async function resumeBigRun(page) {
  await page.click("link", "Open the run");
  await page.click("button", "Check and resume");
  await page.see("Finished in", { within: 120_000 });
  await page.see("The proof holds", { within: 120_000 });
  await page.see(ROWS.toLocaleString("en"));
}
