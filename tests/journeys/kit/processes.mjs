/** What /proc tells about the processes that a journey started. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

const TICKS = 100;

/** The descendant of `ancestor` that runs `program`, or null. */
export function descendant(ancestor, program) {
  const parents = new Map();
  for (const name of readdirSync("/proc")) {
    if (/^\d+$/.test(name)) parents.set(Number(name), fields(name)?.parent);
  }
  const within = (pid) => pid !== undefined && pid > 1 && (pid === ancestor || within(parents.get(pid)));
  return [...parents.keys()].find((pid) => within(pid) && runs(pid, program)) ?? null;
}

/** When a process began, in milliseconds since 1970, to a hundredth of a second. */
export function startedAt(pid) {
  const up = Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]);
  return Date.now() - (up - fields(pid).start / TICKS) * 1000;
}

export function alive(pid) {
  const state = fields(pid)?.state;
  // A zombie has ended; only nobody has asked yet how.
  return state !== undefined && state !== "Z";
}

function runs(pid, program) {
  try {
    return readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, "") === program;
  } catch {
    return false;
  }
}

function fields(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may hold anything; what follows it is in order.
    const rest = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state: rest[0], parent: Number(rest[1]), start: Number(rest[19]) };
  } catch {
    return undefined;
  }
}
