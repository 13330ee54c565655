// What the window has to bear whatever machine it runs on.
import assert from "node:assert/strict";

export const windowChecks = {
  // WebKitGTK calls the language of a system without one "C", which Intl refuses.
  async "window: a system without a language does not keep a screen from loading"({ page, open }) {
    await page.addInitScript(() => {
      Object.defineProperty(navigator, "language", { get: () => "C", configurable: true });
      Object.defineProperty(navigator, "languages", { get: () => ["C"], configurable: true });
    });
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await open("parts", "", "gallery.html");
    assert.deepEqual(errors, []);
    assert.equal(await page.evaluate(() => navigator.language), "en-GB");
    assert.equal(await page.getByRole("img", { name: /Rows a second/ }).count(), 1);
  },

  async "window: an address nobody knows leaves a way on"({ page, open }) {
    await open("projects", "/");
    await page.evaluate(() => {
      location.hash = "#/nowhere/at/all";
    });
    await page
      .getByRole("link", { name: /Projects/ })
      .first()
      .click();
    await page.getByRole("heading", { name: "Projects", level: 1 }).waitFor();
  },

  async "window: preferences are kept and shown at once"({ page, open, settled }) {
    await open("settings", "/settings");
    await page.getByRole("radio", { name: "Dark" }).click();
    await page.getByRole("radio", { name: "Compact" }).click();
    await settled();
    const html = await page.evaluate(() => ({ ...document.documentElement.dataset }));
    assert.equal(html.theme, "dark");
    assert.equal(html.density, "compact");
    assert.equal(await page.evaluate(() => localStorage.getItem("drydock.theme")), "dark");
  },

  async "window: the theme of the system is followed while it is asked for"({ page, open, settled }) {
    await page.emulateMedia({ colorScheme: "light" });
    await open("projects", "/");
    const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
    assert.equal(await theme(), "light");
    await page.emulateMedia({ colorScheme: "dark" });
    await settled();
    assert.equal(await theme(), "dark");
  },
};
