import type { Change, Comparison, Difference, PartDifference } from "../../ipc/bindings";
import { partKinds } from "./words";

/** A line of the change tree: a group, a thing in it, or a part of that thing. */
export type Node =
  | { kind: "group"; id: string; name: string; children: Node[] }
  | { kind: "item"; id: string; item: Difference; children: Node[] }
  | { kind: "part"; id: string; item: Difference; part: PartDifference; children: Node[] };

export function itemId(item: Difference): string {
  return JSON.stringify([item.kind, item.name]);
}

const groupOrder = ["table", "view", "trigger", "index"];

/** What differs, by kind; what is the same stands together at the end. */
export function changeTree(
  comparison: Comparison,
  groupNames: Partial<Record<string, string>>,
  search: string,
  riskyOnly: boolean,
): Node[] {
  const wanted = search.trim().toLowerCase();
  const found = comparison.items
    .filter((item) => !riskyOnly || item.can_lose_data)
    .filter((item) => matches(wanted, item.name, ...item.parts.map((part) => part.name)));
  const differing = found.filter((item) => item.change !== "same");
  const same = found.filter((item) => item.change === "same");
  const kinds = [...new Set(differing.map((item) => item.kind))].sort(
    (a, b) => (groupOrder.indexOf(a) + 1 || 99) - (groupOrder.indexOf(b) + 1 || 99),
  );
  const groups: Node[] = kinds.map((kind) => ({
    kind: "group",
    id: `group ${kind}`,
    name: groupNames[kind] ?? kind,
    children: differing.filter((item) => item.kind === kind).map((item) => itemNode(item)),
  }));
  if (same.length > 0 && !riskyOnly) {
    groups.push({
      kind: "group",
      id: "group unchanged",
      name: groupNames["unchanged"] ?? "unchanged",
      children: same.map((item) => itemNode(item)),
    });
  }
  return groups;
}

function itemNode(item: Difference): Node {
  const id = itemId(item);
  return {
    kind: "item",
    id,
    item,
    children: item.parts.map((part, at) => ({
      kind: "part",
      id: `${id} ${at}`,
      item,
      part,
      children: [],
    })),
  };
}

function matches(wanted: string, ...texts: readonly string[]): boolean {
  return texts.some((text) => text.toLowerCase().includes(wanted));
}

export function countChanges(comparison: Comparison): Record<Change, number> {
  const counts: Record<Change, number> = { added: 0, removed: 0, changed: 0, renamed: 0, same: 0 };
  for (const item of comparison.items) counts[item.change] += 1;
  return counts;
}

/** The whole of what a line says, for assistive tools: "body, field, changed, can lose data". */
export function spoken(node: Node, canLose: string): string {
  if (node.kind === "group") return `${node.name}, ${node.children.length}`;
  const what = node.kind === "part" ? node.part : node.item;
  const kind = partKinds[what.kind] ?? what.kind;
  return [what.name, kind, what.change, what.can_lose_data ? canLose : null]
    .filter((word) => word !== null)
    .join(", ");
}

/** The things that differ in the order of the tree: what J and K go through. */
export function changeOrder(tree: readonly Node[]): Difference[] {
  return tree.flatMap((group) =>
    group.children.flatMap((node) =>
      node.kind === "item" && node.item.change !== "same" ? [node.item] : [],
    ),
  );
}
