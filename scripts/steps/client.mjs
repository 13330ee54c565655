/** Does the real client read everything from what Drydock made of its databases? */
import { join } from "node:path";
import { clientPython } from "../lib/client.mjs";
import { ours } from "../lib/count.mjs";
import { target } from "../lib/places.mjs";
import { run } from "../lib/run.mjs";

export const realClient = {
  name: "real-client",
  count: ours,
  async run() {
    const python = await clientPython();
    await run("cargo", ["build", "--locked", "-p", "drydock-cli"]);
    return run(python, ["tests/langgraph/check.py"], { env: { DRYDOCK: join(target, "debug", "drydock") } });
  },
};
