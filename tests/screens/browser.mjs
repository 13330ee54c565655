// Chromium as these tests want it: no network of its own, a fixed language, zone and clock.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

// The day on which the fake door's world stands still.
const now = new Date("2026-11-21T10:04:00Z");

export async function openBrowser(scale) {
  const profile = await mkdtemp(join(tmpdir(), "drydock-screens-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.DRYDOCK_CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--hide-scrollbars",
    ],
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: scale,
    reducedMotion: "reduce",
    locale: "en-GB",
    timezoneId: "UTC",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await context.addInitScript(prepare);
  return {
    async newPage() {
      const page = await context.newPage();
      await page.clock.setFixedTime(now);
      return page;
    },
    async close() {
      // A browser that has ended by itself cannot be closed; its profile goes all the same.
      await context.close().catch(() => undefined);
      await rm(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Runs in the page before anything of its own does. */
function prepare() {
  if (!location.protocol.startsWith("http")) return;
  // The shell does the same to its window (freezePrototype), and some libraries mind.
  Object.freeze(Object.prototype);
  localStorage.clear();
  const density = new URLSearchParams(location.search).get("density");
  if (density !== null) localStorage.setItem("drydock.density", density);
}
