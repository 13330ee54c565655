/**
 * `npm start`: puts in what is missing, builds, opens the window. The second time all of that is only looked at.
 * Arguments go to the program: `npm start -- ./my-folder`.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { buildUi, npmPackages } from "./lib/npm.mjs";
import { target } from "./lib/places.mjs";
import { environment, Failed, say } from "./lib/run.mjs";
import { rust } from "./lib/rust.mjs";
import { systemPackages } from "./lib/system.mjs";

// As fast as what is shipped, without the link-time pass that doubles the wait for the first window.
const PROFILE = "start";

async function open(args) {
  if (process.platform === "linux" && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    throw new Failed(
      "There is no display to open a window on. Start this from a desktop session, or use the `drydock` command.",
    );
  }
  rust();
  await systemPackages();
  await npmPackages();
  await buildUi();
  const program = join(
    target,
    PROFILE,
    process.platform === "win32" ? "drydock-studio.exe" : "drydock-studio",
  );
  const first = !existsSync(program);
  if (first) say("Building Drydock. The first time takes some minutes.");
  await passOn("cargo", [
    "build",
    // The first time there is a long way to watch; later there is nothing to see.
    ...(first ? [] : ["--quiet"]),
    "--locked",
    "--profile",
    PROFILE,
    "--features",
    "desktop,tauri/custom-protocol",
  ]);
  return passOn(program, args);
}

/** Hands the terminal over to a program until it ends. */
function passOn(command, args) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { env: environment, stdio: "inherit" });
    for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
    child.on("error", (error) => failed(new Failed(`${command} could not be started: ${error.message}`)));
    child.on("close", (code) =>
      code === 0 ? done() : failed(new Failed(`${command} ended with exit code ${code}`)),
    );
  });
}

try {
  await open(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Failed)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
