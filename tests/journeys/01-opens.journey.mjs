/** The window opens on Projects, quickly, with its own pages, and can reach nothing but Drydock's own commands. */
import assert from "node:assert/strict";

export const name = "the window opens on Projects and stays within its bounds";

export async function journey(studio) {
  const page = await studio.open();
  await page.find("heading", "Projects");
  const paint = await page.firstPaint();
  console.log(`first paint ${paint} ms after the start of the process (a release build has 1500 ms)`);
  assert.ok(paint > 0, "the first paint comes after the start");
  assert.match(await page.run("return document.title"), /Drydock$/);
  await page.shot("projects");

  // Whatever the content policy has to stop from here on is written down.
  await page.run(`
    window.stopped = [];
    addEventListener("securitypolicyviolation", (e) => window.stopped.push(e.violatedDirective + " " + e.blockedURI));
  `);
  for (const screen of ["Connections", "Backups", "Activity", "Settings", "Projects"]) {
    await page.click("link", new RegExp(`^${screen}`));
    await page.find("heading", screen);
  }
  assert.deepEqual(await page.run("return window.stopped"), [], "our own pages keep to the policy");

  const refused = await page.ask(`
    const commands = ["plugin:store|load", "plugin:window|destroy", "plugin:event|listen", "plugin:path|resolve_directory"];
    const tried = commands.map((command) =>
      window.__TAURI_INTERNALS__.invoke(command, {}).then(() => command, (no) => (/not allowed/.test(no) ? null : command + ": " + no)));
    return (await Promise.all(tried)).filter(Boolean);
  `);
  assert.deepEqual(refused, [], "files, windows and stores are not the pages' to command");

  await page.run("location.href = 'https://example.org/'");
  await page.run(
    "const s = document.createElement('script'); s.text = 'window.injected = true'; document.body.append(s)",
  );
  await page.find("heading", "Projects");
  assert.equal(await page.run("return location.protocol"), "tauri:", "the window does not leave");
  assert.equal(await page.run("return window.injected ?? null"), null, "a script in the page does not run");
}
