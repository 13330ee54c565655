// Style sheets share one space of class names. These tests keep two folders from claiming one name, and
// colours from appearing anywhere but in the tokens.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const src = join(import.meta.dirname, "..");
const sheets = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".css"))
  .map((path) => ({
    path,
    folder: dirname(path),
    // Comments and the insides of url() and strings hold no selectors.
    text: readFileSync(join(src, path), "utf8")
      .replace(/\/\*[\s\S]*?\*\//g, "")
      .replace(/"[^"]*"|url\([^)]*\)/g, '""'),
  }));

/** The classes a sheet claims: those its selectors begin with. Reaching into one's own inside is no claim. */
function claimedBy(text: string): Set<string> {
  const selectors = (text.match(/[^{};]+(?=\{)/g) ?? []).flatMap((list) => list.split(","));
  return new Set(selectors.flatMap((selector) => /\.[a-z][\w-]*/.exec(selector)?.[0] ?? []));
}

test("a class belongs to one feature", () => {
  const shared = new Set(
    sheets
      .filter(({ folder }) => !folder.startsWith("features/") || folder === "features/frame")
      .flatMap(({ text }) => [...claimedBy(text)]),
  );
  const owners = new Map<string, Set<string>>();
  for (const { folder, text } of sheets) {
    if (!folder.startsWith("features/") || folder === "features/frame") continue;
    for (const name of claimedBy(text)) {
      if (shared.has(name)) continue;
      owners.set(name, (owners.get(name) ?? new Set()).add(folder));
    }
  }
  const claimed = [...owners]
    .filter(([, folders]) => folders.size > 1)
    .map(([name, folders]) => `${name}: ${[...folders].join(", ")}`);
  expect(claimed).toEqual([]);
});

test("every sheet stands in its layer", () => {
  const loose = sheets
    .filter(({ path }) => !/^styles\/(index|fonts)\.css$/.test(path))
    .filter(({ text }) => !/^\s*(@import[^;]*;\s*)*@layer/.test(text))
    .map(({ path }) => path);
  expect(loose).toEqual([]);
});

test("colours are named in the tokens and nowhere else", () => {
  const found = sheets
    .filter(({ path }) => path !== join("styles", "tokens.css"))
    .flatMap(({ path, text }) =>
      (text.match(/#[0-9a-f]{3,8}\b(?=[^{}]*;)|\b(?:rgb|hsl)a?\(/gi) ?? []).map(
        (colour) => `${path}: ${colour}`,
      ),
    );
  expect(found).toEqual([]);
  const inCode = readdirSync(src, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx$/.test(path) && !path.includes(".test."))
    .filter((path) => /["'`(]#[0-9a-fA-F]{6}\b/.test(readFileSync(join(src, path), "utf8")));
  expect(inCode).toEqual([]);
});
