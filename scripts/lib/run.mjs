/** Starts programs: what they print is passed on as it comes, and a failure is an error that names the command. */
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { root, target } from "./places.mjs";

export class Failed extends Error {
  /** `printed` is what the program said before it failed. */
  constructor(message, printed = "") {
    super(message);
    this.printed = printed;
  }
}

/** A fresh rustup puts cargo where a shell that is already open does not look. */
const path = [process.env.PATH, join(homedir(), ".cargo", "bin")].join(delimiter);

export const environment = { ...process.env, PATH: path, CARGO_TARGET_DIR: target };

/**
 * Runs a program to its end and returns all that it printed.
 * `quiet` keeps the output back unless the program fails.
 */
export function run(command, args = [], { env = {}, quiet = false, cwd = root } = {}) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...environment, ...env },
      // No step may wait for a person.
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    const take = (to) => (chunk) => {
      text += chunk;
      if (!quiet) to.write(chunk);
    };
    child.stdout.setEncoding("utf8").on("data", take(process.stdout));
    child.stderr.setEncoding("utf8").on("data", take(process.stderr));
    child.on("error", (error) => failed(new Failed(`${command} could not be started: ${error.message}`)));
    child.on("close", (code, signal) => {
      if (code === 0) return done(text);
      if (quiet) process.stderr.write(text);
      failed(new Failed(`${[command, ...args].join(" ")} ended with ${signal ?? `exit code ${code}`}`, text));
    });
  });
}

/** What a program prints and how it ended; its status is null when it could not be started. */
export function collect(command, args = []) {
  return spawnSync(command, args, { cwd: root, env: environment, encoding: "utf8", maxBuffer: 1 << 28 });
}

/** What a program prints, or null when it is missing or fails. */
export function ask(command, args = []) {
  const { status, stdout } = collect(command, args);
  return status === 0 ? stdout.trim() : null;
}

/** Where a program is, or null. */
export function find(name) {
  for (const folder of path.split(delimiter)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not here; the next folder may have it.
    }
  }
  return null;
}

export function say(text) {
  process.stdout.write(`${text}\n`);
}
