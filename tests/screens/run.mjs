#!/usr/bin/env node
// Opens every scene of the window against the fake door in Chromium, in both themes, looks at it with
// axe, and keeps a picture. Any axe violation, page error or horizontal overflow fails. After that, what
// the keyboard promises is tried (keyboard.mjs), and what any machine may do to the window (window.mjs).
//
//   node tests/screens/run.mjs [--only name,name*] [--theme dark|light] [--scale 2] [--list]
//                              [--site NAME [--no-build]]
//
// Scenes stand in ui/src/ipc/fake/scenes. Pictures go to tests/artefacts/screens.
import AxeBuilder from "@axe-core/playwright";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openBrowser } from "./browser.mjs";
import { keyboardChecks } from "./keyboard.mjs";
import { buildScreens, pictures, root, serve } from "./site.mjs";
import { windowChecks } from "./window.mjs";

const { values: asked } = parseArgs({
  options: {
    only: { type: "string" },
    theme: { type: "string" },
    "no-build": { type: "boolean", default: false },
    "no-axe": { type: "boolean", default: false },
    scale: { type: "string", default: "1" },
    list: { type: "boolean", default: false },
    // The built window is kept under this name; without it each call builds its own and removes it.
    site: { type: "string" },
  },
});

/** Milliseconds. How fast a screen is, is measured elsewhere: here a busy machine must not turn a build red. */
const patience = 20_000;
const themes = asked.theme ? [asked.theme] : ["dark", "light"];

const built = join(root, "tests/artefacts", `site-${asked.site ?? process.pid}`);
if (!asked["no-build"]) await buildScreens(built);
await mkdir(pictures, { recursive: true });

const site = await serve(built);
let passed = 0;
const failures = [];

const started = Date.now();
try {
  const scenes = await listScenes();
  if (asked.list) {
    for (const scene of scenes) console.log(`${scene.name}  ${scene.at}`);
  } else {
    const queue = scenes.flatMap((scene) => viewsOf(scene).map((view) => ({ scene, view })));
    await Promise.all([work(queue), work(queue)]);
    await withBrowser(async (browser) => {
      for (const [name, check] of Object.entries({ ...keyboardChecks, ...windowChecks })) {
        if (!asked.only || wanted({ name })) await attempt(browser, name, check);
      }
    });
  }
} finally {
  site.close();
  if (asked.site === undefined) await rm(built, { recursive: true, force: true });
}

for (const failure of failures.sort()) console.log(failure);
if (!asked.list) {
  console.log(`screens took ${Math.round((Date.now() - started) / 1000)} s`);
  console.log(`${passed} passed, ${failures.length} failed`);
}
process.exitCode = failures.length === 0 ? 0 : 1;

async function withBrowser(use) {
  const browser = await openBrowser(Number(asked.scale));
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

/** The list stands in the built window itself. */
function listScenes() {
  return withBrowser(async (browser) => {
    const page = await browser.newPage();
    await page.goto(site.url);
    await page.waitForFunction(() => window.drydockScenes !== undefined);
    const scenes = await page.evaluate(() => JSON.parse(JSON.stringify(window.drydockScenes)));
    return scenes.filter(wanted);
  });
}

/**
 * Takes one view after the other until none is left. A browser that looks on and on grows, so it is left
 * for a new one now and then; should it end by itself, the view is tried once more with the next.
 */
async function work(queue) {
  while (queue.length > 0) {
    await withBrowser(async (browser) => {
      let page = await browser.newPage();
      for (let looks = 1; looks <= 48; looks += 1) {
        const next = queue.shift();
        if (next === undefined) return;
        const errors = await look(page, next.scene, next.view);
        const gone = errors.some((error) => /has been closed|Target crashed/.test(error));
        if (gone && next.again === undefined) {
          queue.unshift({ ...next, again: true });
          return;
        }
        if (errors.length === 0) passed += 1;
        else failures.push(`FAILED ${next.view.name}\n  ${errors.join("\n  ")}`);
        if (looks % 16 === 0) {
          await page.close();
          page = await browser.newPage();
        }
      }
    });
  }
}

function wanted(scene) {
  if (!asked.only) return true;
  return asked.only
    .split(",")
    .some((name) => (name.endsWith("*") ? scene.name.startsWith(name.slice(0, -1)) : scene.name === name));
}

/** Each picture of a scene: both themes, then densities and window sizes in one theme each. */
function viewsOf(scene) {
  const plain = { density: "comfortable", size: [1440, 900] };
  const views = themes.map((theme) => ({ ...plain, theme, name: `${scene.name}-${theme}` }));
  if (scene.densities) {
    for (const density of ["compact", "spacious"]) {
      views.push({ ...plain, theme: themes[0], density, name: `${scene.name}-${density}` });
    }
  }
  for (const size of scene.sizes ?? []) {
    views.push({ ...plain, theme: themes[0], size, name: `${scene.name}-${size.join("x")}` });
  }
  return views;
}

async function look(page, scene, view) {
  const errors = [];
  const onError = (error) => errors.push(`page error: ${error.message}`);
  const onConsole = (message) => {
    if (message.type() === "error") errors.push(`console: ${message.text()}`);
  };
  page.on("pageerror", onError);
  page.on("console", onConsole);
  try {
    await page.setViewportSize({ width: view.size[0], height: view.size[1] });
    await page.emulateMedia({ colorScheme: view.theme, reducedMotion: "reduce" });
    const query = new URLSearchParams({ scene: scene.name, density: view.density });
    // From a blank page: a change of the hash alone would load nothing.
    await page.goto("about:blank");
    await page.goto(`${site.url}${scene.page ?? ""}?${query}#${scene.at}`);
    await page.waitForSelector("h1");
    await page.evaluate(() => document.fonts.ready);
    await settled(page);
    for (const step of scene.steps ?? []) await take(page, step);
    await settled(page);
    await page.screenshot({ path: join(pictures, `${view.name}.png`) });
    if (!asked["no-axe"]) errors.push(...(await accessibility(page)));
    errors.push(...(await overflow(page)));
  } catch (error) {
    errors.push(`could not be shown: ${error.message}`);
    await page.screenshot({ path: join(pictures, `${view.name}.png`) }).catch(() => undefined);
  }
  page.off("pageerror", onError);
  page.off("console", onConsole);
  return errors;
}

async function attempt(browser, name, check) {
  const page = await browser.newPage();
  try {
    const open = async (scene, at = "", file = "") => {
      await page.goto("about:blank");
      await page.goto(`${site.url}${file}?scene=${scene}#${at}`);
      await page.waitForSelector("h1");
      await settled(page);
    };
    await check({ page, open, settled: () => settled(page) });
    passed += 1;
  } catch (error) {
    failures.push(`FAILED ${name}\n  ${error.message}`);
  }
  await page.close();
}

async function take(page, step) {
  if (step.press) await page.keyboard.press(step.press);
  else if (step.type) await page.keyboard.type(step.type);
  else if (step.click) await page.locator(step.click).first().click({ timeout: patience });
  else if (step.hover) await page.locator(step.hover).first().hover({ timeout: patience });
  else if (step.waitFor) await page.waitForSelector(step.waitFor, { timeout: patience });
  else if (step.pauseMs) await page.waitForTimeout(step.pauseMs);
  await settled(page);
}

/** Two frames after the last change: what is in the document is then on the screen. */
function settled(page) {
  return page.evaluate(
    () =>
      new Promise((done) => {
        const frames = (left) => (left === 0 ? done() : requestAnimationFrame(() => frames(left - 1)));
        setTimeout(() => frames(2), 60);
      }),
  );
}

async function accessibility(page) {
  // Legacy mode looks at the page as it is; the other opens a second page for every look, for frames we have none of.
  const axe = new AxeBuilder({ page })
    .setLegacyMode(true)
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
  // A tooltip floats outside of every region by its nature; it belongs to what it describes.
  if ((await page.getByRole("tooltip").count()) > 0) axe.disableRules("region");
  const { violations } = await axe.analyze();
  return violations.map(
    (violation) =>
      `axe ${violation.id}: ${violation.help}` +
      violation.nodes
        .slice(0, 4)
        .map(
          (node) => `\n    ${node.target.join(" ")}  ${node.any[0]?.message ?? node.all[0]?.message ?? ""}`,
        )
        .join(""),
  );
}

/** Nothing may stick out of the window sideways. */
async function overflow(page) {
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width)
      return [`page is ${document.documentElement.scrollWidth} wide`];
    const screen = document.querySelector("main .screen");
    return screen && screen.scrollWidth > screen.clientWidth + 1
      ? [`screen is ${screen.scrollWidth} wide in ${screen.clientWidth}`]
      : [];
  });
  return wide.map((text) => `overflow: ${text}`);
}
