/**
 * A server, from a pasted address to a run that is taken back: the password goes to the keychain and is seen nowhere
 * again, the test says seven things, rows arrive in the real database, and roll back leaves it as it was.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { USER, startPostgres } from "./kit/postgres.mjs";

export const name = "a server is reached, written to, and left as it was";

/** Of characters that addresses give a meaning (C43). */
const PASSWORD = "canary/4711:p@ss#w?rd%";
const TABLES = "select string_agg(tablename, ',') from pg_tables where schemaname = 'public'";

export async function journey(studio) {
  const server = await startPostgres(PASSWORD);
  try {
    await reachAndMove(studio, server);
  } finally {
    await server.stop();
  }
}

async function reachAndMove(studio, server) {
  const source = studio.file("harbour.db");
  execFileSync("sqlite3", [
    source,
    `create table boats (id integer primary key, name text not null, length real);
     insert into boats values (1, 'Möwe', 12.5), (2, 'Lachmöwe', null), (3, '🚢', 0.1);
     create table visits (boat integer references boats(id), nr integer, primary key (boat, nr));
     insert into visits values (1, 1), (1, 2), (3, 1);`,
  ]);
  let page = await studio.open();
  await page.click("link", /^Connections/);
  await page.click("button", "Add connection…");
  await page.fill("Connection address", `postgresql://${USER}:${PASSWORD}@127.0.0.1:${server.port}/postgres`);
  await page.press("ENTER");
  await page.see("The fields are filled in from the address");
  await page.see("Read with the address");
  await unseen(studio, page);
  await page.click("button", /^Test/);
  await page.see("Ready", { within: 20_000 });
  for (const step of [
    "Find the server",
    "Reach the port",
    "Secure connection",
    "Sign in",
    "Version",
    "Rights",
  ]) {
    await page.see(step);
  }
  await page.see("Clock and zone");
  await page.shot("tested");
  await page.fill("Name", "harbour-db");
  await page.click("button", /^Save/);
  await page.see("In the system keychain");
  await page.shot("saved");
  await unseen(studio, page);

  // The keychain gives the password back to a window that never saw it.
  await studio.close();
  page = await studio.open();
  await page.click("link", /^Connections/);
  await page.click("button", /^Test/);
  await page.see("Ready", { within: 20_000 });

  await page.click("link", /^Projects/);
  await page.click("button", "New migration");
  page.pick(source);
  await page.click("button", /files/i);
  await page.click("button", "Use these");
  await page.choose(/^A saved connection/);
  await page.click("button", /Which connection|Choose a connection/);
  await page.click("option", /harbour-db/);
  await page.shot("target");
  await page.click("button", "Continue");
  await page.click("button", "Make the project");
  await page.click("button", "Start the dry run");
  await page.see("Ready to run", { within: 60_000 });
  assert.equal(server.ask(TABLES), "", "the dry run wrote nothing");
  await page.click("link", /Go to Run/);
  await page.shot("gate");
  await page.click("button", /^Run/);
  await page.click("button", /^Run on LOCAL|^Run$/);
  await page.see("Finished in", { within: 60_000 });
  await page.see("The proof holds", { within: 60_000 });
  await page.shot("finished");
  assert.equal(server.ask("select count(*), max(name) from boats"), "3|🚢");
  assert.equal(server.ask("select count(*) from pg_constraint where contype = 'f'"), "1");

  await page.click("link", /^Backups/);
  await page.shot("backups");
  await page.click("button", /Roll back/);
  await page.shot("what-goes");
  await page.click("button", /^Roll back on LOCAL$/);
  await page.see("is as it was before", { within: 30_000 });
  assert.equal(server.ask(TABLES), "", "nothing of the run is left");
  await unseen(studio, page);
}

/** The password is on no screen and in no file of Drydock. */
async function unseen(studio, page) {
  const html = await page.ask("return document.documentElement.outerHTML");
  const fields = await page.ask(
    "return [...document.querySelectorAll('input')].map((each) => each.value).join('\\n')",
  );
  assert.ok(!`${html}${fields}`.includes("canary"), "the password is in the page");
  for (const file of filesBelow(studio.home)) {
    assert.ok(!readFileSync(file).includes("canary"), `the password is in ${file}`);
  }
}

function filesBelow(folder) {
  const inside = readdirSync(folder, { withFileTypes: true });
  return inside.flatMap((each) => {
    const path = join(folder, each.name);
    if (each.isDirectory()) return filesBelow(path);
    return statSync(path).isFile() ? [path] : [];
  });
}
