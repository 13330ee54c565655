/**
 * What has to be on the machine besides Rust and Node. Needs are looked for by what they offer, so that any
 * system will do; only putting in what is missing asks for a packager we know.
 */
import { existsSync, readdirSync } from "node:fs";
import { ask, Failed, find, run, say } from "./run.mjs";

const library = (name) => () => ask("pkg-config", ["--exists", name]) !== null;
const program = (name) => () => find(name) !== null;
/** Debian keeps servers outside of the path of ordinary users. */
const anyProgram = (name, path) => () => find(name) !== null || existsSync(path);

/** Debian keeps each version of PostgreSQL in a folder of its own. */
const postgres = () => {
  const versions = "/usr/lib/postgresql";
  const has = (version) => existsSync(`${versions}/${version}/bin/initdb`);
  return find("initdb") !== null || (existsSync(versions) && readdirSync(versions).some(has));
};

const browsers = ["chromium", "chromium-browser", "google-chrome"];

/** Where the browser for the tests of the screens is. */
export const browser = () => process.env.DRYDOCK_CHROMIUM || browsers.map(find).find(Boolean);

/** To build and to open the window. */
const buildNeeds = [
  { what: "a C compiler", apt: "build-essential", there: program("cc") },
  { what: "pkg-config", apt: "pkg-config", there: program("pkg-config") },
  { what: "WebKitGTK 4.1", apt: "libwebkit2gtk-4.1-dev", there: library("webkit2gtk-4.1") },
];

/** To run every test. */
const testNeeds = [
  { what: "Xvfb", apt: "xvfb", there: program("xvfb-run") },
  { what: "xauth", apt: "xauth", there: program("xauth") },
  { what: "WebKitWebDriver", apt: "webkit2gtk-driver", there: program("WebKitWebDriver") },
  { what: "D-Bus", apt: "dbus", there: program("dbus-run-session") },
  { what: "a Secret Service", apt: "gnome-keyring", there: program("gnome-keyring-daemon") },
  { what: "Chromium", apt: "chromium", there: () => browser() !== undefined },
  { what: "the sqlite3 shell", apt: "sqlite3", there: program("sqlite3") },
  { what: "PostgreSQL", apt: "postgresql", there: postgres },
  { what: "MariaDB", apt: "mariadb-server", there: anyProgram("mariadbd", "/usr/sbin/mariadbd") },
  {
    what: "Python with venv",
    apt: "python3-venv",
    there: () => ask("python3", ["-c", "import venv, ensurepip"]) !== null,
  },
];

export async function systemPackages({ tests = false } = {}) {
  if (process.platform === "darwin") return macos();
  if (process.platform !== "linux") return;
  const needs = tests ? [...buildNeeds, ...testNeeds] : buildNeeds;
  const missing = () => needs.filter((need) => !need.there());
  const absent = missing();
  if (absent.length === 0) return;

  const packages = absent.map((need) => need.apt);
  if (!find("apt-get")) {
    throw new Failed(
      `Missing: ${absent.map((need) => need.what).join(", ")}.\n` +
        `Put in what your system calls ${packages.join(", ")} (these are Debian's names), then start again.`,
    );
  }
  say(`Installing ${packages.join(" ")}`);
  await apt(packages);
  const still = missing();
  if (still.length > 0) {
    throw new Failed(`Still missing after the installation: ${still.map((need) => need.what).join(", ")}.`);
  }
}

/** Debian starts a server as soon as it is installed, unless a policy says no. Tests start their own. */
const policy = "/usr/sbin/policy-rc.d";
const startNothing = `if [ ! -e ${policy} ]; then
  printf '#!/bin/sh\\nexit 101\\n' > ${policy} && chmod +x ${policy}
  trap 'rm -f ${policy}' EXIT
fi
"$@"`;

async function apt(packages) {
  const byHand = `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(" ")}`;
  const root = process.getuid() === 0;
  if (!root && !find("sudo")) throw new Failed(`This needs the rights of root. Run this first:\n  ${byHand}`);
  // A machine without a person at it must not wait for a password.
  const sudo = root ? [] : process.stdin.isTTY ? ["sudo"] : ["sudo", "-n"];
  const aptGet = ["apt-get", "-y", "-o", "DPkg::Lock::Timeout=300"];
  const quietly = ["env", "DEBIAN_FRONTEND=noninteractive", "sh", "-c", startNothing, "sh"];
  const command = [...sudo, ...quietly, ...aptGet];
  try {
    await run(command[0], [...command.slice(1), "update"], { quiet: true });
    await run(command[0], [...command.slice(1), "install", "--no-install-recommends", ...packages], {
      quiet: true,
    });
  } catch (error) {
    throw new Failed(`${error.message}\nTo do it by hand:\n  ${byHand}`);
  }
}

function macos() {
  if (ask("xcode-select", ["-p"]) === null) {
    throw new Failed(
      "Apple's command line tools are missing. Run `xcode-select --install`, then start again.",
    );
  }
}
