/** What others wrote: licences, doubles, origins, and known holes as far as the registries tell. */
import { cargoTool } from "../lib/tools.mjs";
import { collect, Failed, run, say } from "../lib/run.mjs";

export const cargoDeny = {
  name: "cargo-deny",
  async run() {
    const deny = await cargoTool("cargo-deny", "~0.20");
    await run(deny, ["--workspace", "--all-features", "--locked", "check", "bans", "licenses", "sources"]);
    return advisories(deny);
  },
};

/** The list of known holes comes from the network. Without it nothing is known, which is not the same as nothing found. */
async function advisories(deny) {
  try {
    await run(deny, ["--locked", "fetch", "db"], { quiet: true });
  } catch {
    return unanswered(
      "The advisory database could not be fetched: known holes in crates were not looked for.",
    );
  }
  await run(deny, ["--workspace", "--all-features", "--locked", "check", "advisories"]);
  return "";
}

export const npmAudit = {
  name: "npm-audit",
  async run() {
    const found = vulnerabilities(collect("npm", ["audit", "--json"]).stdout);
    if (!found) {
      return unanswered(
        "The npm registry gives no answer to audits here: known holes in packages were not looked for.",
      );
    }
    say(`low ${found.low}, moderate ${found.moderate}, high ${found.high}, critical ${found.critical}`);
    if (found.high + found.critical > 0)
      throw new Failed("There are packages with holes of high severity: run `npm audit`.");
    return "";
  },
};

/** The counts by severity, or nothing when the answer is not a report. */
function vulnerabilities(answer) {
  try {
    return JSON.parse(answer).metadata?.vulnerabilities;
  } catch {
    return undefined;
  }
}

function unanswered(text) {
  say(text);
  return { unanswered: text };
}
