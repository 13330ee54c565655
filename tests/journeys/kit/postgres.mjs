/** A PostgreSQL of a journey's own: on the loopback, thrown away, with a user who has to say a password. */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePorts } from "./ports.mjs";

const PATIENCE_MS = 30_000;
export const USER = "harbour";

/** Where Debian and others keep its programs, the newest first. */
function programs() {
  const versions = readdirSync("/usr/lib/postgresql").sort((a, b) => Number(b) - Number(a));
  return `/usr/lib/postgresql/${versions[0]}/bin`;
}

/** It refuses to run as root. */
function unprivileged(program, args) {
  const drop = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"];
  const [first, ...rest] = process.getuid() === 0 ? [...drop, program, ...args] : [program, ...args];
  return [first, rest];
}

export async function startPostgres(password) {
  const folder = mkdtempSync(join(tmpdir(), "drydock-postgres-"));
  const secret = join(folder, "password");
  writeFileSync(secret, password);
  if (process.getuid() === 0) execFileSync("chown", ["-R", "nobody:nogroup", folder]);
  const data = join(folder, "data");
  const quiet = { cwd: "/", stdio: "ignore" };
  const init = [
    "-D",
    data,
    "-U",
    USER,
    "-A",
    "scram-sha-256",
    `--pwfile=${secret}`,
    "-N",
    "-E",
    "UTF8",
    "--locale=C",
  ];
  execFileSync(...unprivileged(join(programs(), "initdb"), init), quiet);
  const [port] = await freePorts(1);
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"];
  const start = ["-D", data, "-p", String(port), ...settings.flatMap((s) => ["-c", s])];
  const server = spawn(...unprivileged(join(programs(), "postgres"), start), quiet);
  const ask = (sql) =>
    execFileSync(
      join(programs(), "psql"),
      ["-X", "-A", "-t", "-h", "127.0.0.1", "-p", String(port), "-U", USER, "-d", "postgres", "-c", sql],
      {
        cwd: "/",
        encoding: "utf8",
        env: { ...process.env, PGPASSWORD: password },
        stdio: ["ignore", "pipe", "ignore"],
      },
    ).trim();
  const stop = async () => {
    server.kill("SIGQUIT");
    if (server.exitCode === null) await new Promise((done) => server.once("exit", done));
    rmSync(folder, { recursive: true, force: true });
  };
  const began = Date.now();
  for (;;) {
    try {
      ask("SELECT 1");
      return { port, ask, stop };
    } catch (error) {
      if (Date.now() - began > PATIENCE_MS) {
        await stop();
        throw error;
      }
      await sleep(50);
    }
  }
}
