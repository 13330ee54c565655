import { expect, test } from "vitest";
import { compared } from "../../ipc/fake/data/compare";
import { changeOrder, changeTree, countChanges, spoken } from "./changes";
import { linePairs } from "./lines";
import { compareWords as words } from "./words";

const texts = (pairs: ReturnType<typeof linePairs>) =>
  pairs.map(({ kind, left, right }) => [
    kind,
    left?.marks.map((mark) => (mark.marked ? `[${mark.text}]` : mark.text)).join("") ?? null,
    right?.marks.map((mark) => (mark.marked ? `[${mark.text}]` : mark.text)).join("") ?? null,
  ]);

test("lines that begin with the same name stand side by side, with the words that differ marked", () => {
  const now = "CREATE TABLE t (\n  a TEXT,\n  gone INT,\n  b INT\n)";
  const wanted = "CREATE TABLE t (\n  a TEXT NOT NULL,\n  b INT,\n  c INT\n) STRICT";
  expect(texts(linePairs(now, wanted))).toEqual([
    ["same", "CREATE TABLE t (", "CREATE TABLE t ("],
    ["changed", "  a TEXT,", "  a TEXT[ NOT NULL],"],
    ["removed", "  gone INT,", null],
    ["changed", "  b INT", "  b INT[,]"],
    ["added", null, "  c INT"],
    ["changed", ")", ")[ STRICT]"],
  ]);
});

test("nothing of either text is lost on the way to the screen", () => {
  const now = "a\r\n\n  b -- x\n\tc";
  const wanted = "a\n  B -- y\n\tc\nd\n";
  const pairs = linePairs(now, wanted);
  const side = (which: "left" | "right") =>
    pairs.flatMap((pair) =>
      pair[which] === null ? [] : [pair[which].marks.map((mark) => mark.text).join("")],
    );
  expect(side("left").join("\n")).toBe(now);
  expect(side("right").join("\n")).toBe(wanted.replace(/\n$/, ""));
  expect(pairs.flatMap((pair) => pair.left?.number ?? [])).toEqual([1, 2, 3, 4]);
});

test("a side that is not there has no lines", () => {
  expect(linePairs("", "a\nb").map((pair) => pair.left)).toEqual([null, null]);
  expect(linePairs("", "")).toEqual([]);
});

test("the tree groups by kind, ends with what is the same, and can be narrowed", () => {
  const tree = changeTree(compared.comparison, words.groups, "", false);
  expect(tree.map((node) => node.kind === "group" && node.name)).toEqual(["Tables", "Views", "Unchanged"]);
  expect(changeOrder(tree).map((item) => item.name)).toEqual([
    "attachments",
    "checkpoints",
    "memories",
    "messages",
    "msg_legacy",
    "recent_messages",
  ]);
  const risky = changeTree(compared.comparison, words.groups, "", true);
  expect(changeOrder(risky).map((item) => item.name)).toEqual(["messages", "msg_legacy"]);
  expect(changeOrder(changeTree(compared.comparison, words.groups, "LEGACY_FLAG", false))).toHaveLength(1);
});

test("a line of the tree says everything at once", () => {
  const tree = changeTree(compared.comparison, words.groups, "", false);
  const messages = tree[0]?.children.find((node) => node.kind === "item" && node.item.name === "messages");
  expect(messages && spoken(messages, words.canLose)).toBe("messages, table, changed, can lose data");
  expect(messages?.children[0] && spoken(messages.children[0], words.canLose)).toBe("role, field, changed");
  expect(countChanges(compared.comparison)).toEqual({
    added: 4,
    changed: 1,
    removed: 1,
    renamed: 0,
    same: 1,
  });
});
