/**
 * Drydock as one person has it: a home that stays while windows come and go, are closed or killed. `open` gives the
 * page of a new window.
 */
import { execFileSync, spawn } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Builder, Capabilities } from "selenium-webdriver";
import { Page } from "./page.mjs";
import { freePorts } from "./ports.mjs";
import { alive, descendant } from "./processes.mjs";

const program = realpathSync(process.env.DRYDOCK_STUDIO);
const READY_MS = 20_000;

export class Studio {
  #window = null;

  constructor(pictures) {
    this.pictures = { folder: pictures, taken: 0 };
    this.folder = mkdtempSync(join(tmpdir(), "drydock-journey-"));
    this.home = join(this.folder, "home");
    this.picks = join(this.folder, "picks");
    for (const name of ["home", "files"]) mkdirSync(join(this.folder, name));
  }

  /** A place for files that a journey brings along. */
  file(name) {
    return join(this.folder, "files", name);
  }

  async open({ env = {} } = {}) {
    const [port, native] = await freePorts(2);
    const driver = spawn(
      process.env.TAURI_DRIVER,
      ["--port", String(port), "--native-port", String(native)],
      { env: { ...this.#environment(), ...env }, stdio: ["ignore", "ignore", "inherit"] },
    );
    this.#window = { driver };
    await answers(`http://127.0.0.1:${port}/status`, driver);
    const wanted = new Capabilities().set("tauri:options", { application: program }).setBrowserName("wry");
    const browser = await new Builder()
      .withCapabilities(wanted)
      .usingServer(`http://127.0.0.1:${port}/`)
      .build();
    const pid = descendant(driver.pid, program);
    this.#window = { driver, browser, pid };
    this.page = new Page(browser, { pid, pictures: this.pictures, picks: (paths) => this.#pick(paths) });
    await this.page.loaded();
    return this.page;
  }

  /** Starts the program once more beside the open window, as opening a file with it does, and waits for its end. */
  startAgain(...paths) {
    execFileSync(program, paths, { env: this.#environment(), timeout: READY_MS, stdio: "ignore" });
  }

  #environment() {
    return { ...process.env, DRYDOCK_HOME: this.home, DRYDOCK_TEST_PICKS: this.picks };
  }

  /** The next native dialog answers with these paths; none means that the person cancels. */
  #pick(paths) {
    appendFileSync(this.picks, `${paths.join("\t")}\n`);
  }

  /** Closes the window as its session ends. */
  async close() {
    const window = this.#window;
    if (!window) return;
    this.#window = null;
    await window.browser?.quit().catch(() => {});
    await gone(window);
  }

  /** Presses the window's own close button; the program may ask back. */
  pressClose() {
    execFileSync("python3", [join(import.meta.dirname, "close.py"), String(this.#window.pid)]);
  }

  /** Whether the program has ended by itself. */
  ended() {
    return !alive(this.#window.pid);
  }

  /** Ends the program where it stands, as a power cut would. */
  async kill() {
    const window = this.#window;
    this.#window = null;
    process.kill(window.pid, "SIGKILL");
    await gone(window);
  }

  /** What helps to understand a failure: the last picture and the log. */
  async explain() {
    await this.page?.shot("failed").catch(() => {});
    const logs = join(this.home, "logs");
    if (!existsSync(logs)) return;
    for (const name of readdirSync(logs)) {
      console.log(readFileSync(join(logs, name), "utf8").split("\n").slice(-30).join("\n"));
    }
  }

  async end() {
    await this.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function answers(address, driver) {
  for (const end = Date.now() + READY_MS; Date.now() < end; await sleep(50)) {
    if (driver.exitCode !== null) throw new Error(`tauri-driver ended with ${driver.exitCode}`);
    const answer = await fetch(address).catch(() => null);
    if (answer?.ok) return;
  }
  throw new Error("tauri-driver did not answer");
}

/** The next window may only open when this one's process no longer holds the home. */
async function gone({ driver, pid }) {
  for (const end = Date.now() + 5_000; pid && alive(pid) && Date.now() < end;) await sleep(20);
  if (pid && alive(pid)) process.kill(pid, "SIGKILL");
  if (driver.exitCode === null) {
    const ended = new Promise((done) => driver.once("exit", done));
    driver.kill();
    await ended;
  }
}
