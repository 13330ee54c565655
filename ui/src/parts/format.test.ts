import { describe, expect, test } from "vitest";
import {
  ago,
  bytes,
  clock,
  count,
  day,
  duration,
  isOlderThan,
  list,
  percent,
  plural,
  roundTime,
  shareOf,
  timeOfDay,
} from "./format";

describe("count", () => {
  test("groups digits", () => expect(count(547_190)).toBe("547,190"));
  test("keeps every digit of a 64-bit value", () => {
    expect(count("9223372036854775807")).toBe("9,223,372,036,854,775,807");
    expect(count("-9223372036854775808")).toBe("-9,223,372,036,854,775,808");
  });
  test("shows text that is no number as it is", () => expect(count("about 12")).toBe("about 12"));
});

test("a time yet to come is rounded as people plan with it", () => {
  expect(roundTime(400)).toBe("1 s");
  expect(roundTime(8_100)).toBe("9 s");
  expect(roundTime(99_200)).toBe("1 min 40 s");
  expect(roundTime(301_000)).toBe("5 min 5 s");
  expect(roundTime(3_000_000)).toBe("50 min");
});

describe("percent", () => {
  test("rounds", () => expect(percent(0.6184)).toBe("62\u00a0%"));
  test("never calls nearly all of it all", () => {
    expect(percent(0.9999)).toBe("99\u00a0%");
    expect(percent(0.99996, 2)).toBe("99.99\u00a0%");
    expect(percent(1, 2)).toBe("100.00\u00a0%");
  });
  test("never calls nearly nothing nothing", () => {
    expect(percent(0.0001)).toBe("1\u00a0%");
    expect(percent(0)).toBe("0\u00a0%");
  });
});

test("shareOf divides beyond 2^53", () => {
  expect(shareOf("4611686018427387904", "9223372036854775808")).toBe(0.5);
  expect(shareOf("1", "0")).toBe(0);
});

describe("bytes", () => {
  test.each([
    [0, "0 bytes"],
    [512, "512 bytes"],
    [999.6, "1 kB"],
    [1000, "1 kB"],
    [94_208, "94 kB"],
    [1_871_872, "1.9 MB"],
    [184_000_000, "184 MB"],
    [999_999_999, "1 GB"],
  ])("%d", (size, text) => expect(bytes(size)).toBe(text));
});

describe("duration", () => {
  test.each([
    [219.4, "219 ms"],
    [6100, "6.1 s"],
    [9999, "10 s"],
    [59_400, "59 s"],
    [59_600, "1 min"],
    [112_000, "1 min 52 s"],
    [7_500_000, "2 h 5 min"],
  ])("%d ms", (ms, text) => expect(duration(ms)).toBe(text));
});

test("clock counts seconds", () => {
  expect(clock(100_000)).toBe("1:40");
  expect(clock(3_729_000)).toBe("1:02:09");
  expect(clock(-5)).toBe("0:00");
});

describe("moments", () => {
  const now = new Date(2026, 10, 21, 10, 4).getTime();
  const at = (...parts: [number, number, number, number, number]) => new Date(...parts).toISOString();

  test("ago", () => {
    expect(ago(at(2026, 10, 21, 9, 52), now)).toBe("12 minutes ago");
    expect(ago(at(2026, 10, 20, 16, 0), now)).toBe("18 hours ago");
    expect(ago(at(2026, 10, 20, 8, 0), now)).toBe("yesterday");
    expect(ago(at(2026, 9, 29, 8, 0), now)).toBe("23 days ago");
    expect(ago(at(2024, 10, 21, 8, 0), now)).toBe("2 years ago");
  });
  test("day", () => {
    expect(day(at(2026, 10, 21, 8, 40), now)).toBe("Today 08:40");
    expect(day(at(2026, 10, 20, 22, 10), now)).toBe("Yesterday 22:10");
  });
  test("timeOfDay", () => expect(timeOfDay(now)).toBe("10:04:00"));
  test("isOlderThan", () => {
    expect(isOlderThan(at(2026, 10, 10, 0, 0), 7, now)).toBe(true);
    expect(isOlderThan(at(2026, 10, 20, 0, 0), 7, now)).toBe(false);
  });
});

test("plural puts the figure into the right form", () => {
  expect(plural(1, "# row", "# rows")).toBe("1 row");
  expect(plural(0, "# row", "# rows")).toBe("0 rows");
  expect(plural("481842", "# row", "# rows")).toBe("481,842 rows");
});

test("list joins names", () => expect(list(["a", "b", "c"])).toMatch(/^a, b,? and c$/));
