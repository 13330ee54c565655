/**
 * The program dies in the middle of a run, as in a power cut. The next start says so, and the run goes on from what had
 * landed to the end: no row is missing, none is there twice.
 */
import assert from "node:assert/strict";
import { beginBigRun, resumeBigRun, ROWS, untilWritten } from "./kit/big-run.mjs";
import { sqlite } from "./kit/files.mjs";

export const name = "a run goes on after the program was killed";

export async function journey(studio) {
  const page = await studio.open();
  const { source, target } = await beginBigRun(studio, page);
  await untilWritten(page, 0.2);
  await studio.kill();

  const again = await studio.open();
  await again.see("The run was stopped");
  await again.shot("again");
  await resumeBigRun(again);
  await again.shot("finished");
  const [, landed] = (await again.text()).match(/Resumed\. (\d+) slices? landed before/) ?? [];
  console.log(`${landed} slices had landed when the program was killed`);
  assert.ok(Number(landed) > 0, "what had landed is not copied again");

  // The source's keys are all different, so a target with as many rows and none of them missing is equal to it.
  const differing = sqlite(
    source,
    `attach 'file:${target}?mode=ro' as t;
     select count(*) from t.messages;
     select count(*) from (select * from messages except select * from t.messages);`,
  );
  assert.equal(differing, `${ROWS}\n0`, "source and target hold the same rows");
}
