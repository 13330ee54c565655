/** What the runners say at their end, as numbers: a runner that ran nothing has not passed. */
import { stripVTControlCharacters } from "node:util";

const sum = (text, pattern) => {
  const counted = { passed: 0, failed: 0, ignored: 0 };
  for (const { groups } of stripVTControlCharacters(text).matchAll(pattern)) {
    for (const key of Object.keys(counted)) counted[key] += Number(groups[key] ?? 0);
  }
  return counted;
};

/** `test result: ok. 12 passed; 0 failed; 1 ignored; ..` */
export const cargoTests = (text) =>
  sum(text, /^test result: \w+\. (?<passed>\d+) passed; (?<failed>\d+) failed; (?<ignored>\d+) ignored/gm);

/** `Tests  1 failed | 12 passed (13)` */
export const vitest = (text) =>
  sum(
    text,
    /^\s*Tests\s+(?:(?<failed>\d+) failed \| )?(?<passed>\d+) passed(?: \| (?<ignored>\d+) skipped)?/gm,
  );

/** `12 passed, 0 failed` on a line of its own */
export const ours = (text) => sum(text, /^(?<passed>\d+) passed, (?<failed>\d+) failed$/gm);

export const inWords = ({ passed, failed, ignored }) =>
  `${passed} passed, ${failed} failed${ignored > 0 ? `, ${ignored} ignored` : ""}`;
