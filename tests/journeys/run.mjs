/**
 * Journeys: the real window, driven as a person would. Each has a home of its own and leaves pictures in
 * tests/artefacts/journeys.
 *
 *   sh tests/journeys/session.sh node tests/journeys/run.mjs [part of a name]
 *
 * The environment names what they need: DRYDOCK_STUDIO (the window's program), TAURI_DRIVER, and CLIENT_PYTHON, the
 * interpreter with the client that judges case C.
 */
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Studio } from "./kit/studio.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const pictures = resolve(here, "../artefacts/journeys");
const chosen = process.argv[2] ?? "";

const files = readdirSync(here)
  .filter((name) => name.endsWith(".journey.mjs"))
  .sort();
let passed = 0;
let failed = 0;

for (const file of files) {
  const { name, journey } = await import(join(here, file));
  if (!file.includes(chosen) && !name.includes(chosen)) continue;
  const folder = join(pictures, file.replace(".journey.mjs", ""));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const studio = new Studio(folder);
  const began = Date.now();
  try {
    await journey(studio);
    passed += 1;
    console.log(`passed  ${name} (${Date.now() - began} ms)`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name} (${Date.now() - began} ms)\n${error.stack}`);
    await studio.explain();
  } finally {
    await studio.end();
  }
}

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
