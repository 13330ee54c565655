/**
 * Two texts line beside line. What is the same stands on one height, what was replaced is paired by the
 * name it begins with, and only the words that differ are marked. The comparing itself is jsdiff's.
 */
import { diffArrays, diffLines, diffWordsWithSpace } from "diff";

export interface Mark {
  text: string;
  marked: boolean;
}
export interface Side {
  number: number;
  marks: readonly Mark[];
}
export interface LinePair {
  kind: "same" | "changed" | "removed" | "added";
  left: Side | null;
  right: Side | null;
}

const plain = (number: number, text: string): Side => ({ number, marks: [{ text, marked: false }] });

export function linePairs(left: string, right: string): LinePair[] {
  const pairs: LinePair[] = [];
  const at = { left: 0, right: 0 };
  const changes = diffLines(ended(left), ended(right));
  for (let i = 0; i < changes.length; i += 1) {
    const change = changes[i];
    if (change === undefined) continue;
    const lines = split(change.value);
    if (!change.added && !change.removed) {
      for (const text of lines) {
        at.left += 1;
        at.right += 1;
        pairs.push({ kind: "same", left: plain(at.left, text), right: plain(at.right, text) });
      }
      continue;
    }
    const following = changes[i + 1];
    const replaced = change.removed && following?.added === true;
    const removed = change.removed ? lines : [];
    const added = replaced ? split(following.value) : change.added ? lines : [];
    if (replaced) i += 1;
    pairs.push(...paired(removed, added, at));
  }
  return pairs;
}

/** Lines that begin with the same name belong together; the rest stands alone. */
function paired(
  removed: readonly string[],
  added: readonly string[],
  at: { left: number; right: number },
): LinePair[] {
  const pairs: LinePair[] = [];
  let [l, r] = [0, 0];
  const takeLeft = () => {
    at.left += 1;
    return removed[l++] ?? "";
  };
  const takeRight = () => {
    at.right += 1;
    return added[r++] ?? "";
  };
  for (const run of diffArrays(removed.map(nameOf), added.map(nameOf))) {
    for (let n = 0; n < run.value.length; n += 1) {
      if (run.removed) {
        const text = takeLeft();
        pairs.push({ kind: "removed", left: plain(at.left, text), right: null });
      } else if (run.added) {
        const text = takeRight();
        pairs.push({ kind: "added", left: null, right: plain(at.right, text) });
      } else {
        const [before, after] = [takeLeft(), takeRight()];
        pairs.push({ kind: "changed", ...marked(before, at.left, after, at.right) });
      }
    }
  }
  return pairs;
}

function marked(before: string, left: number, after: string, right: number): { left: Side; right: Side } {
  const words = diffWordsWithSpace(before, after);
  return {
    left: {
      number: left,
      marks: words.filter((word) => !word.added).map((word) => ({ text: word.value, marked: word.removed })),
    },
    right: {
      number: right,
      marks: words.filter((word) => !word.removed).map((word) => ({ text: word.value, marked: word.added })),
    },
  };
}

/** What a line of a definition is about: its first word, without quotes; a closing bracket is about the end. */
function nameOf(line: string): string {
  if (line.trimStart().startsWith(")")) return ")";
  return /[^\s"`[(),;]+/.exec(line)?.[0]?.toLowerCase() ?? "";
}

function ended(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

function split(text: string): string[] {
  return text.replace(/\n$/, "").split("\n");
}
