/** The program dies in the middle of a run, as in a power cut. The next start says so, and the run goes on to the end. */
import { beginBigRun, resumeBigRun } from "./kit/big-run.mjs";

export const name = "a run goes on after the program was killed";

export async function journey(studio) {
  const page = await studio.open();
  await beginBigRun(studio, page);
  await studio.kill();

  const again = await studio.open();
  await again.shot("again");
  await resumeBigRun(again);
  await again.shot("finished");
}
