import { expect, test } from "vitest";
import type { FoundStore } from "../../ipc/bindings";
import { fileNameProblem, newFileName, proposedName } from "./names";

const store = (name: string): FoundStore => ({
  token: name,
  kind: "sqlite",
  name,
  file: `${name}.db`,
  tables: 1,
  rows: 1,
  bytes: 1,
  notes: [],
});

test("a name for a new file names a file and no folder", () => {
  expect(fileNameProblem("unified.db")).toBeNull();
  for (const bad of ["", "  ", "../up.db", "a/b.db", "a\\b.db", "C:x.db", "..", "."]) {
    expect(fileNameProblem(bad), bad).not.toBeNull();
  }
});

test("one source gives its name, several become one", () => {
  expect(newFileName([store("app")])).toBe("app_new.db");
  expect(newFileName([store("a"), store("b")])).toBe("unified.db");
  expect(proposedName([store("a"), store("b"), store("c")])).toBe("a and 2 more");
  expect(proposedName([])).toBe("");
});
