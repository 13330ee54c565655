/** Without a mouse: the palette takes a part of a name and goes there; Escape leaves everything as it was. */
import assert from "node:assert/strict";

export const name = "the palette goes to a screen by a part of its name";

export async function journey(studio) {
  const page = await studio.open();
  await page.find("heading", "Projects");

  await page.press("Control", "k");
  await page.find("combobox", "Search or run a command");
  await page.type("backu");
  await page.find("option", /^Backups/);
  await page.shot("palette");
  await page.press("Enter");
  await page.find("heading", "Backups");

  await page.press("Control", "k");
  await page.find("combobox", "Search or run a command");
  await page.press("Escape");
  await page.until(
    "the palette to close",
    async () => !(await page.has("combobox", "Search or run a command")),
  );
  assert.ok(await page.has("heading", "Backups"), "the screen is still there");

  // Two letters one after the other, as the sheet of keys says.
  await page.type("g");
  await page.type("p");
  await page.find("heading", "Projects");
}
