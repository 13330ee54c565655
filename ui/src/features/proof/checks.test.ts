import { expect, test } from "vitest";
import { broken, proof } from "../../ipc/fake/data/proof";
import { checkGroups } from "./checks";

test("kinds with a check that does not hold stand first, and so does that check", () => {
  const [first, second] = checkGroups(broken.checks);
  expect([first?.kind, second?.kind]).toEqual(["values", "rows"]);
  expect(first?.checks[0]?.object).toBe("memories");
  expect(first?.holding).toBe(5);
});

test("no check is lost in the grouping", () => {
  const grouped = checkGroups(proof.checks).flatMap((group) => group.checks);
  expect(grouped).toHaveLength(proof.checks.length);
});
