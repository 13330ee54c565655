/** The Python environment with the real client that case C has to satisfy. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { python, root } from "./places.mjs";
import { run, say } from "./run.mjs";

const requirements = join(root, "tests", "langgraph", "requirements.txt");

/** The interpreter of an environment that holds exactly what the requirements say. */
export async function clientPython() {
  const wanted = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  const mark = join(python, "requirements.sha256");
  const interpreter = join(python, "bin", "python");
  const there = existsSync(interpreter) && existsSync(mark) && readFileSync(mark, "utf8") === wanted;
  if (!there) {
    say("Making the Python environment of the real client");
    rmSync(python, { recursive: true, force: true });
    await run("python3", ["-m", "venv", python], { quiet: true });
    await run(interpreter, ["-m", "pip", "install", "--quiet", "--requirement", requirements], {
      quiet: true,
    });
    writeFileSync(mark, wanted);
  }
  return interpreter;
}
