/**
 * Case C by point and click: a chat assistant's two SQLite files become one, and the assistant's own client judges the
 * result.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { find } from "./files.mjs";

const tests = resolve(import.meta.dirname, "../..");
const data = join(tests, "data/langgraph");

/** A folder with the two files as a person has them; `memory` says which form of the second. */
export function layOut(studio, name, memory) {
  const folder = studio.file(name);
  mkdirSync(folder);
  copyFileSync(join(data, "langgraph_agent.db"), join(folder, "langgraph_agent.db"));
  for (const ending of ["", "-wal"]) {
    const from = join(data, memory + ending);
    if (existsSync(from)) copyFileSync(from, join(folder, `chatbot_memory.sqlite${ending}`));
  }
  return folder;
}

/** From Projects to a project that stands before its dry run. `look` takes pictures on the way. */
export async function makeProject(page, folder, target, look = async () => {}) {
  await page.find("heading", "Projects");
  await page.click("button", "New migration");
  page.pick(folder);
  await page.click("button", /A folder/);
  await page.see("Found 2 databases with 4 tables");
  await look("found");
  await page.click("button", "Use these");
  await page.see("Where should it go?");
  await page.fill("File name", target);
  await look("target");
  await page.click("button", "Continue");
  await page.see("Which kind of database is this?");
  await page.click("button", "Make the project");
  // Everything is matched, so the next step is the dry run; the map is one press away.
  await page.find("heading", "Dry run");
}

/** From the dry run to a proof that holds. Gives the path of the target. */
export async function moveAll(studio, page, target, look = async () => {}) {
  await page.click("button", "Start the dry run");
  await page.see("Ready to run", { within: 30_000 });
  await look("dry-run");
  await page.click("link", /Go to Run/);
  await look("gate");
  await page.click("button", /^Run/);
  await look("confirm");
  await page.click("button", /^Run on LOCAL|^Run$/);
  await page.see("Finished in", { within: 60_000 });
  await page.see("The proof holds", { within: 60_000 });
  await look("finished");
  const made = find(studio.home, target);
  assert.ok(made, "the target is in the project's folder");
  return made;
}

/** The client that wrote the memory reads every thread of it from the target, and finds what it expects. */
export function clientReads(target, expected) {
  const python = process.env.CLIENT_PYTHON;
  assert.ok(python, "CLIENT_PYTHON names the interpreter that has the real client");
  const check = [join(tests, "langgraph/verify_langgraph.py"), "--check", target, join(data, expected)];
  console.log(`the real client: ${execFileSync(python, check, { encoding: "utf8" }).trim()}`);
}
