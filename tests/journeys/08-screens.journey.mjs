/** How long a change of screen takes, in a project that has been through a run. Told, not judged: machines differ. */
import assert from "node:assert/strict";
import { layOut, makeProject, moveAll } from "./kit/case-c.mjs";
import { screenChange } from "./kit/stopwatch.mjs";

export const name = "every screen of a project that ran opens, and says how fast";

const ofProject = ["Connections", "Map", "Compare", "Dry run", "Run", "Validate", "Backups", "Activity"];
const pathOf = (title) => title.toLowerCase().replace(" ", "-");

export async function journey(studio) {
  const page = await studio.open();
  await makeProject(page, layOut(studio, "langgraph", "chatbot_memory.sqlite"), "unified.db");
  await moveAll(studio, page, "unified.db");
  const project = (await page.run("return location.hash")).replace(/\/[^/]*$/, "");
  await studio.close();

  // A new window has read no screen but the first.
  const again = await studio.open();
  await again.find("heading", "Projects");
  const screens = [
    ...ofProject.map((title) => [title, `${project}/${pathOf(title)}`]),
    ["Settings", "#/settings"],
    ["Projects", "#/"],
  ];
  const rounds = [[], []];
  for (const round of rounds) {
    for (const [title, path] of screens) {
      const took = await screenChange(again, path, title);
      assert.ok(took.content >= took.heading, title);
      round.push(took);
    }
  }

  console.log("ms from the change to two frames after the heading, and after all it has to read");
  console.log("screen        first visit        second visit");
  for (const [at, [title]] of screens.entries()) {
    const figures = rounds.map((round) => [round[at].heading, round[at].content]);
    const columns = figures.map(([heading, content]) => `${heading}`.padStart(8) + `${content}`.padStart(8));
    console.log(`${title.padEnd(12)}${columns.join("    ")}`);
  }
}
