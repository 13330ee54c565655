/**
 * The practice project, from an empty window to a proof that holds: its planted problems are found in the map, the dry
 * run and the proof, and the side note ticks them; the first run ends in a proof that fails and is rolled back, the
 * second leaves out what made it fail. Then it starts again.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { find, sqlite } from "./kit/files.mjs";

export const name =
  "the sample project shows its problems, fails its proof, is rolled back, and comes through";

/** Fields whose planted problem shows in what is really in them, with the table to look for. */
const oddFields = [
  ["messages", "tokens", /Text\s+2\b/],
  ["messages", "sent_at", /epoch milliseconds\s+210\s+epoch seconds\s+210/],
  ["users", "legacy_pin", /NULL\s+6\b/],
  ["memories", "text", /Broken text\s+1\b/],
];

const trigger = "The trigger notices_fit_the_display of notices answers to the rows of harbour.notices";

/** What the dry run says of the plan as it ships, with what is pressed about it. */
const decisions = [
  ["1 row of harbour.attachments points at nothing in messages", "Keep them as they are"],
  ["Two tables go to settings", "Call it memory_settings"],
  ["Labels and labels are one name to the target", "Call it memory_labels"],
  [trigger, "Go on, and let the proof tell"],
];

/** A notice as it was sent, and as the trigger of the target leaves it. */
const sent = "Ring +47 555 01 234 before you cast off";
const shortened = /Ring \+47 55(?!5)/;

export async function journey(studio) {
  const page = await studio.open();
  await page.see("Move your first database");
  await page.shot("projects");
  await theme(page, "Dark");
  await page.shot("projects-dark");
  await theme(page, "Light");

  await page.click("button", "Open the sample project");
  await page.find("heading", "Map");
  for (const [table, field, found] of oddFields) {
    await showOnly(page, table);
    await page.click("rowheader", new RegExp(`^${field}$`));
    await page.see(found);
  }
  await page.see("4 of 10 problems found");
  await page.click("button", "Practice project");
  await page.see("A column that nobody has used for years");
  await page.shot("map");
  await page.click("button", "Practice project");

  await page.click("link", /^Dry run/);
  await page.click("button", "Start the dry run");
  await page.see("Not ready: 2 steps would fail", { within: 30_000 });
  await page.see("harbour.visits has no key that names its rows");
  await page.see(trigger);
  await page.see("8 of 10 problems found");
  await page.shot("dry-run");
  const plan = find(studio.home, "plan.toml");
  for (const [finding, choice] of decisions) {
    await page.see(finding);
    const undecided = readFileSync(plan, "utf8");
    await page.click("button", choice);
    // Each is written into the plan, and the list stands still again, before the next is pressed.
    await page.until("the plan to hold it", async () => readFileSync(plan, "utf8") !== undecided);
    await page.see(`Decided: ${choice}`);
  }
  await page.see("This report is out of date");
  await page.shot("decided");
  await page.click("button", "Run again");
  await page.see("Ready to run", { within: 30_000 });
  await page.shot("ready");

  const target = find(studio.home, "harbour-unified.sqlite");
  const before = readFileSync(target);
  await page.click("link", /Go to Run/);
  await run(page);
  await page.see("Validation found differences in notices", { within: 60_000 });
  await page.shot("run-differs");
  await page.click("link", /^Validate/);
  await page.see("Source and target differ");
  await page.see("10 of 10 problems found");
  await page.see(sent);
  await page.see(shortened);
  await page.shot("differs");

  await page.click("button", "Roll back…");
  await page.see("notices goes from 7 to 2 rows");
  await page.shot("roll-back");
  await page.click("button", "Roll back on LOCAL");
  await page.see("is as it was before", { within: 30_000 });
  await page.shot("rolled-back");
  assert.ok(readFileSync(target).equals(before), "rolled back, the target is as it was, byte for byte");

  await page.click("link", /^Map/);
  await showOnly(page, "notices");
  await page.click("rowheader", /notices/);
  await page.press("Space");
  await page.see("Left out 3");
  await page.click("link", /^Run/);
  await run(page);
  await page.see("The proof holds", { within: 60_000 });
  await page.shot("run");
  await page.click("link", "See the proof");
  await page.find("heading", "Validate");
  await page.see("What was read is what is there");
  await page.shot("validate");
  const vectors = "select group_concat(hex(embedding)) from (select embedding from memories order by id)";
  assert.equal(sqlite(target, vectors), sqlite(find(studio.home, "memory.sqlite"), vectors));

  await page.click("button", "Start again…");
  await page.see("Start the practice project again?");
  await page.shot("start-again");
  await page.click("button", "Start again");
  await page.see("0 of 10 problems found", { within: 30_000 });
  await page.shot("fresh");
  assert.ok(
    readFileSync(find(studio.home, "harbour-unified.sqlite")).equals(before),
    "the target is as it was at first",
  );
}

async function run(page) {
  await page.click("button", /^Run/);
  await page.click("button", /^Run on LOCAL|^Run$/);
}

/** In the map, as a person looks for a table; pressed is only what stands still. */
async function showOnly(page, table) {
  await page.fill("Field, table or type", table, { role: "searchbox" });
  const other = table === "users" ? "messages" : "users";
  await page.until(`${other} to go`, async () => !(await page.has("rowheader", other)));
}

async function theme(page, wanted) {
  await page.click("link", /^Settings/);
  await page.click("radio", wanted);
  await page.click("link", /^Projects/);
  await page.see("Move your first database");
}
