// What the window promises to someone who uses no mouse, tried with real key presses.
import assert from "node:assert/strict";

const focused = (page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    return at === null ? "" : (at.getAttribute("aria-label") ?? at.textContent ?? "").trim();
  });
const path = (page) => page.evaluate(() => location.hash.replace(/\?.*$/, ""));
const region = (page) =>
  page.evaluate(
    () => document.activeElement?.closest("header, nav.side, aside, main, footer")?.tagName ?? "BODY",
  );

export const keyboardChecks = {
  async "keyboard: the first Tab is the skip link, and it leads to the screen's title"({
    page,
    open,
    settled,
  }) {
    await open("projects", "/");
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "Skip to the screen");
    await page.keyboard.press("Enter");
    await settled();
    assert.equal(await focused(page), "Projects");
  },

  async "keyboard: F6 goes round the regions and Shift F6 back"({ page, open }) {
    await open("projects", "/");
    const seen = [];
    for (let press = 0; press < 4; press += 1) {
      await page.keyboard.press("F6");
      seen.push(await region(page));
    }
    assert.deepEqual([...new Set(seen)].sort(), ["FOOTER", "HEADER", "MAIN", "NAV"]);
    const last = seen.at(-2);
    await page.keyboard.press("Shift+F6");
    assert.equal(await region(page), last, `went ${seen.join(", ")}, and back to another`);
  },

  async "keyboard: F6 reaches what stands beside the map"({ page, open }) {
    await open("map", "/p/assistant/map");
    const seen = new Set();
    for (let press = 0; press < 5; press += 1) {
      await page.keyboard.press("F6");
      seen.add(await region(page));
    }
    assert.deepEqual([...seen].sort(), ["ASIDE", "FOOTER", "HEADER", "MAIN", "NAV"]);
  },

  async "keyboard: G then a letter changes the screen and moves the focus to its title"({
    page,
    open,
    settled,
  }) {
    await open("projects", "/");
    await page.keyboard.press("g");
    await page.keyboard.press("b");
    await page.waitForFunction(() => location.hash.startsWith("#/backups"));
    // The address changes first; the screen is fetched, and takes the focus once it is there.
    await page.waitForSelector('h1:has-text("Backups")');
    await settled();
    assert.equal(await focused(page), "Backups");
  },

  async "keyboard: letters typed into a field stay letters"({ page, open, settled }) {
    await open("projects", "/");
    await page.getByRole("searchbox", { name: "Filter projects" }).click();
    await page.keyboard.type("gb?");
    await settled();
    assert.equal(await path(page), "#/");
    assert.equal(await page.getByRole("dialog").count(), 0);
    assert.equal(await page.getByRole("searchbox", { name: "Filter projects" }).inputValue(), "gb?");
  },

  async "keyboard: single letters can be turned off, and stay off"({ page, open, settled }) {
    await open("settings", "/settings");
    await page.getByRole("switch", { name: "Single-letter keys" }).press("Space");
    await settled();
    await page.getByRole("heading", { name: "Settings" }).focus();
    await page.keyboard.press("g");
    await page.keyboard.press("p");
    await settled();
    assert.equal(await path(page), "#/settings");
  },

  async "keyboard: the palette goes where is typed and gives the focus back on Escape"({
    page,
    open,
    settled,
  }) {
    await open("projects", "/");
    await page.getByRole("button", { name: "New migration" }).first().focus();
    await page.keyboard.press("Control+k");
    // What is typed before the field has the focus goes to the screen behind it.
    await page.waitForSelector(".palette-input:focus");
    await page.keyboard.press("Escape");
    await page.waitForSelector(".palette", { state: "detached" });
    assert.equal(await focused(page), "New migration");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("sett");
    await settled();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => location.hash.startsWith("#/settings"));
  },

  async "keyboard: the palette's commands change the theme"({ page, open, settled }) {
    await open("projects", "/");
    await page.keyboard.press("Control+k");
    await page.keyboard.type(">light theme");
    await settled();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.documentElement.dataset.theme === "light");
    await page.keyboard.press("Control+Shift+p");
    await page.keyboard.type(">dark theme");
    await settled();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
  },

  async "keyboard: the list of projects is one tab stop, and Enter opens a row"({ page, open }) {
    await open("projects", "/");
    await page.getByRole("searchbox", { name: "Filter projects" }).focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => location.hash.startsWith("#/p/"));
  },

  async "keyboard: a danger dialog without a name begins at Cancel and Escape leaves it"({
    page,
    open,
    settled,
  }) {
    await open("parts", "", "gallery.html");
    await page.getByRole("button", { name: "Skip…" }).press("Enter");
    await page.waitForSelector("[role=alertdialog]");
    await settled();
    assert.equal(await focused(page), "Cancel");
    await page.keyboard.press("Escape");
    await page.waitForSelector("[role=alertdialog]", { state: "detached" });
    await settled();
    assert.equal(await focused(page), "Skip…");
  },

  async "keyboard: a production dialog begins at the name, and Enter does nothing before it is whole"({
    page,
    open,
    settled,
  }) {
    await open("parts", "", "gallery.html");
    await page.getByRole("button", { name: "Roll back…" }).first().press("Enter");
    await page.waitForSelector("[role=alertdialog]");
    await settled();
    assert.equal(await focused(page), "Type assistant to confirm");
    await page.keyboard.type("assistan");
    await page.keyboard.press("Enter");
    await settled();
    assert.equal(await page.getByRole("alertdialog").count(), 1);
    await page.keyboard.type("t");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[role=alertdialog]", { state: "detached" });
  },

  async "keyboard: the map is walked with arrows, left out with Space and renamed with Enter"({
    page,
    open,
  }) {
    await open("map", "/p/assistant/map");
    await page.getByRole("rowheader", { name: "email" }).click();
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction(() => document.activeElement?.textContent?.includes("name"));
    await page.keyboard.press("Space");
    const row = page
      .getByRole("row")
      .filter({ has: page.getByRole("rowheader", { name: "name", exact: true }) });
    await row.first().getByText("Left out").waitFor();
    await page.keyboard.press("Control+z");
    await row.first().getByText("Mapped").waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  },

  async "keyboard: in a map of 6,000 fields only what is in sight is drawn, and Ctrl End leads to the last"({
    page,
    open,
  }) {
    await open("map-large", "/p/assistant/map");
    const drawn = () => page.locator(".map-grid [role=row]").count();
    assert.ok((await drawn()) < 60, `${await drawn()} rows`);
    await page.getByRole("rowheader", { name: "part_001" }).click();
    await page.keyboard.press("Control+End");
    await page.waitForFunction(() =>
      document.activeElement?.closest("[role=row]")?.textContent?.startsWith("f_20"),
    );
    assert.ok((await drawn()) < 60, `${await drawn()} rows`);
  },

  async "keyboard: the sheet of keys opens with ? and lists what works here"({ page, open }) {
    await open("projects", "/");
    await page.keyboard.press("?");
    const sheet = page.getByRole("dialog", { name: "Keyboard" });
    await sheet.waitFor();
    assert.equal(await sheet.getByText("Search or run a command").count(), 1);
    await page.keyboard.press("Escape");
    await sheet.waitFor({ state: "detached" });
  },
};
