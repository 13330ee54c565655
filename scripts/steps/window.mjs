/** The real window, built once, and the journeys through it. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { clientPython } from "../lib/client.mjs";
import { ours } from "../lib/count.mjs";
import { buildUi } from "../lib/npm.mjs";
import { target } from "../lib/places.mjs";
import { Failed, run } from "../lib/run.mjs";
import { cargoTool } from "../lib/tools.mjs";

/** Another build of the window may be walked through instead, such as the one that `npm start` makes. */
const program = process.env.DRYDOCK_STUDIO || join(target, "debug", "drydock-studio");

export const windowBuild = {
  name: "window",
  async run() {
    await buildUi();
    // With the pages inside; without this feature the window would look for a development server.
    await run("cargo", ["build", "--locked", "--features", "desktop,tauri/custom-protocol"]);
  },
};

export const journeys = {
  name: "journeys",
  count: ours,
  async run() {
    if (process.platform !== "linux") {
      throw new Failed("Journeys need WebKitWebDriver, which only Linux has.");
    }
    if (!existsSync(program))
      throw new Failed("The window was not built. Run `npm test -- --only window,journeys`.");
    const driver = await cargoTool("tauri-driver", "~2.1");
    const client = await clientPython();
    return run("sh", ["tests/journeys/session.sh", "node", "tests/journeys/run.mjs"], {
      env: { DRYDOCK_STUDIO: program, TAURI_DRIVER: driver, CLIENT_PYTHON: client },
    });
  },
};
