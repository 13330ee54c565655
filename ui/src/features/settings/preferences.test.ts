import { expect, test } from "vitest";
import { defaults, parsePreferences } from "./preferences";

test("what was never kept is the default", () => expect(parsePreferences(null)).toEqual(defaults));

test("what is kept comes back", () => {
  const kept = { theme: "light", density: "compact", letterKeys: false, zoom: 1.25 };
  expect(parsePreferences(JSON.stringify(kept))).toEqual(kept);
});

test.each(["", "[]", "null", "7", '"dark"', "{"])("%j is no reason to fail", (json) => {
  expect(parsePreferences(json)).toEqual(defaults);
});

test("what another version wrote is taken as far as it is understood", () => {
  const json = JSON.stringify({ theme: "sepia", density: "compact", letterKeys: "yes", zoom: 9, more: 1 });
  expect(parsePreferences(json)).toEqual({ ...defaults, density: "compact" });
});
