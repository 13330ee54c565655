/**
 * `npm test`: every check there is, in an order that fails early, each with its time.
 *
 *   npm test                         all of it
 *   npm test -- --only rust-tests    some of it, with commas between
 *   npm test -- --list               the names
 *
 * A step that cannot run has failed: a missing tool, a missing program, a runner that ran nothing.
 */
import { Failed, say } from "./lib/run.mjs";
import { inWords } from "./lib/count.mjs";
import { realClient } from "./steps/client.mjs";
import { cargoDeny, npmAudit } from "./steps/dependencies.mjs";
import { install } from "./steps/install.mjs";
import { desktopTests, rustFormat, rustLint, rustTests } from "./steps/rust.mjs";
import { screens, uiBuild, uiFormat, uiLint, uiTests, uiTypes } from "./steps/ui.mjs";
import { journeys, windowBuild } from "./steps/window.mjs";

const steps = [
  rustFormat,
  uiFormat,
  uiLint,
  uiTypes,
  uiTests,
  uiBuild,
  screens,
  rustLint,
  rustTests,
  desktopTests,
  npmAudit,
  cargoDeny,
  realClient,
  windowBuild,
  journeys,
];

async function main(args) {
  if (args.includes("--list")) return say(steps.map((step) => step.name).join("\n"));
  const chosen = choose(args);
  const began = Date.now();
  const done = [await carryOut(install)];
  if (done[0].result !== "failed") {
    for (const step of chosen) done.push(await carryOut(step));
  }
  table(done, chosen.length + 1, Date.now() - began);
}

function choose(args) {
  const at = args.indexOf("--only");
  if (at < 0) {
    if (args.length > 0) throw new Failed(`Unknown: ${args.join(" ")}. There are --only NAMES and --list.`);
    return steps;
  }
  const names = (args[at + 1] ?? "").split(",").filter(Boolean);
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (names.length === 0 || unknown.length > 0) {
    throw new Failed(`--only takes names of steps: ${steps.map((step) => step.name).join(", ")}.`);
  }
  return steps.filter((step) => names.includes(step.name));
}

async function carryOut(step) {
  say(`\n== ${step.name}`);
  const began = Date.now();
  const row = { name: step.name, result: "passed", remark: "" };
  try {
    const printed = await step.run();
    if (printed?.unanswered) Object.assign(row, { result: "no answer", remark: printed.unanswered });
    if (step.count) Object.assign(row, judge(step.count(printed)));
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    const counted = step.count?.(error.printed);
    const remark =
      counted && counted.passed + counted.failed > 0 ? inWords(counted) : error.message.split("\n")[0];
    Object.assign(row, { result: "failed", remark });
    say(error.message);
  }
  row.took = Date.now() - began;
  return row;
}

function judge(counted) {
  const nothing = counted.passed === 0;
  return {
    result: nothing || counted.failed > 0 ? "failed" : "passed",
    remark: nothing ? "nothing was run" : inWords(counted),
  };
}

function table(done, wanted, took) {
  const wide = Math.max(...done.map((row) => row.name.length));
  say("");
  for (const row of done) {
    say(
      `${row.name.padEnd(wide)}  ${row.result.padEnd(9)}  ${time(row.took).padStart(11)}  ${row.remark}`.trimEnd(),
    );
  }
  const failed = done.filter((row) => row.result === "failed").map((row) => row.name);
  const left = wanted - done.length;
  const open = done.filter((row) => row.result === "no answer").length;
  if (failed.length === 0) {
    const besides = open > 0 ? `, ${open} had no answer` : "";
    return say(`\n${done.length - open} steps passed${besides}. ${time(took)} in all.`);
  }
  say(
    `\nFailed: ${failed.join(", ")}.${left > 0 ? ` ${left} steps were not begun.` : ""} ${time(took)} in all.`,
  );
  process.exitCode = 1;
}

function time(ms) {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Failed)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
