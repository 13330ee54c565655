/**
 * The page in a window, through the eyes of a person: what can be read, what can be pressed by its role and name.
 *
 * Roles and names are found by Testing Library inside the page, the same way as in the UI's own tests.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { Key } from "selenium-webdriver";
import { startedAt } from "./processes.mjs";

const library = readFileSync(
  createRequire(import.meta.url).resolve("@testing-library/dom/dist/@testing-library/dom.umd.min.js"),
  "utf8",
);
const PATIENCE_MS = 10_000;

export class Page {
  #browser;
  #picks;
  #pictures;

  constructor(browser, { pid, pictures, picks }) {
    this.#browser = browser;
    this.#pictures = pictures;
    this.#picks = picks;
    this.pid = pid;
  }

  /** Waits until the window has left its empty first page and stands. */
  async loaded() {
    await this.until("the window to load", async () => {
      try {
        return await this.run("return location.protocol === 'tauri:' && document.readyState === 'complete'");
      } catch (error) {
        // The page that was asked went away meanwhile.
        if (error.name === "NoSuchFrameError" || error.name === "JavascriptError") return false;
        throw error;
      }
    });
  }

  /** Waits until a text can be read; a string is looked for as part of the page, without case. */
  async see(text, { within = PATIENCE_MS } = {}) {
    await this.until(`"${text}" to be seen`, () => this.#reads(text), within);
  }

  /** Waits until a text can no longer be read. */
  async seeNo(text, { within = PATIENCE_MS } = {}) {
    await this.until(`"${text}" to be gone`, async () => !(await this.#reads(text)), within);
  }

  /** All text that is on the screen now. */
  text() {
    return this.#browser.executeScript("return document.body.innerText");
  }

  /** The element with a role and a name (a string, or a regular expression), as soon as it is there. */
  async find(role, name, { within = PATIENCE_MS } = {}) {
    let found = null;
    await this.until(
      `${role} "${name}"`,
      async () => (found = await this.#byRole(role, name)) !== null,
      within,
    );
    return found;
  }

  async has(role, name) {
    return (await this.#byRole(role, name)) !== null;
  }

  async click(role, name, options) {
    // Between finding and pressing, the page may have drawn the element anew.
    await this.until(
      `${role} "${name}" to take a press`,
      async () => {
        const element = await this.find(role, name, options);
        try {
          // What is greyed out takes a press and does nothing with it.
          if (!(await element.isEnabled())) return false;
          if ((await element.getAttribute("aria-disabled")) === "true") return false;
          await element.click();
          return true;
        } catch (error) {
          if (
            [
              "StaleElementReferenceError",
              "ElementNotInteractableError",
              "ElementClickInterceptedError",
            ].includes(error.name)
          )
            return false;
          throw error;
        }
      },
      options?.within ?? PATIENCE_MS,
    );
  }

  /** One of several cards; what takes the press is the card, and not the field that it hides. */
  async choose(name) {
    const radio = await this.find("radio", name);
    const card = await this.#browser.executeScript("return arguments[0].closest('label')", radio);
    await card.click();
  }

  /** Puts a text in place of what a field holds. */
  async fill(name, text, { role = "textbox" } = {}) {
    const field = await this.find(role, name);
    await field.click();
    // One after the other: in a single message the driver holds Control down for the text as well.
    await field.sendKeys(Key.chord(Key.CONTROL, "a"));
    await field.sendKeys(Key.BACK_SPACE);
    await field.sendKeys(text);
  }

  /** Presses keys wherever the focus is: `press("Control", "k")`. */
  async press(...keys) {
    const coded = keys.map((key) => Key[key.toUpperCase()] ?? key);
    await this.#browser
      .switchTo()
      .activeElement()
      .sendKeys(Key.chord(...coded));
  }

  /** Types a text wherever the focus is. */
  async type(text) {
    await this.#browser.switchTo().activeElement().sendKeys(text);
  }

  /** Scrolls until an element is on the screen, for a picture. */
  async reveal(role, name) {
    const element = await this.find(role, name);
    await this.run("arguments[0].scrollIntoView({ block: 'center' })", element);
  }

  /** Answers the next native dialog; without paths the person cancels it. */
  pick(...paths) {
    this.#picks(paths);
  }

  /** A picture of the window, after two frames: what is in the page is ahead of what is painted. */
  async shot(name) {
    await this.#browser.executeAsyncScript(
      "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))",
    );
    await sleep(150);
    const number = String((this.#pictures.taken += 1)).padStart(2, "0");
    const picture = await this.#browser.takeScreenshot();
    writeFileSync(join(this.#pictures.folder, `${number}-${name}.png`), Buffer.from(picture, "base64"));
  }

  /** Milliseconds from the start of the process to the first content on the screen. */
  async firstPaint() {
    let painted = null;
    await this.until("the first paint", async () => {
      painted = await this.#browser.executeScript(
        "const p = performance.getEntriesByName('first-contentful-paint')[0]; return p ? performance.timeOrigin + p.startTime : null",
      );
      return painted !== null;
    });
    return Math.round(painted - startedAt(this.pid));
  }

  /** Runs a script in the page and gives what it returns. */
  run(script, ...args) {
    return this.#browser.executeScript(script, ...args);
  }

  /** The same for a script that has to wait for something. */
  async ask(script) {
    const { answer, error } = await this.#browser.executeAsyncScript(
      `const done = arguments[0];
       (async () => { ${script} })().then((answer) => done({ answer }), (error) => done({ error: String(error) }))`,
    );
    if (error) throw new Error(error);
    return answer;
  }

  async until(what, holds, within = PATIENCE_MS) {
    for (const end = Date.now() + within; ; await sleep(50)) {
      if (await holds()) return;
      if (Date.now() > end)
        throw new Error(`Waited ${within} ms for ${what}. The window says:\n${await this.text()}`);
    }
  }

  async #reads(text) {
    const page = await this.text();
    return text instanceof RegExp ? text.test(page) : page.toLowerCase().includes(text.toLowerCase());
  }

  async #byRole(role, name) {
    const there = await this.#browser.executeScript("return 'TestingLibraryDom' in window");
    if (!there)
      await this.#browser.executeScript(
        `${library}; window.TestingLibraryDom ??= globalThis.TestingLibraryDom`,
      );
    const pattern = name instanceof RegExp ? { source: name.source, flags: name.flags } : null;
    return this.#browser.executeScript(
      `const [role, name, pattern] = arguments;
       const wanted = pattern ? new RegExp(pattern.source, pattern.flags) : name;
       const all = window.TestingLibraryDom.queryAllByRole(document.body, role, { name: wanted });
       // What lies behind a dialog cannot be pressed; the library does not know \`inert\`.
       return all.find((element) => !element.closest("[inert]")) ?? null`,
      role,
      pattern ? null : name,
      pattern,
    );
  }
}
