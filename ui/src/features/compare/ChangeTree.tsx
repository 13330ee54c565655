import { ShieldAlert, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { ToggleButton } from "react-aria-components";
import { ChangeGlyph } from "../../parts/Chip";
import { EmptyState } from "../../parts/EmptyState";
import { SearchField } from "../../parts/Fields";
import { count } from "../../parts/format";
import { Icon } from "../../parts/Icon";
import { TreeView } from "../../parts/Tree";
import { spoken, type Node } from "./changes";
import { compareWords as words, partKinds } from "./words";

const idOf = (node: Node) => node.id;
const childrenOf = (node: Node) => node.children;
const textOf = (node: Node) => spoken(node, words.canLose);

/** Everything that differs, table by table and part by part. */
export function ChangeTree({
  tree,
  search,
  onSearch,
  riskyOnly,
  onRiskyOnly,
  selected,
  onSelect,
}: {
  tree: readonly Node[];
  search: string;
  onSearch: (text: string) => void;
  riskyOnly: boolean;
  onRiskyOnly: (on: boolean) => void;
  selected: string | null;
  onSelect: (id: string) => void;
}) {
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () =>
      new Set(
        tree
          .filter((node) => node.id !== "group unchanged")
          .flatMap((node) => [node.id, ...openAtFirst(node)]),
      ),
  );
  const narrowed = search.trim() !== "" || riskyOnly;
  return (
    <div className="compare-tree">
      <div className="compare-filter">
        <SearchField label={words.search} value={search} onChange={onSearch} />
        <ToggleButton className="button button-s compare-risky" isSelected={riskyOnly} onChange={onRiskyOnly}>
          <Icon of={ShieldAlert} size="s" />
          {words.riskyOnly}
        </ToggleButton>
      </div>
      <div className="card-scroll">
        {tree.length === 0 ? (
          <EmptyState compact level={2} title={words.noMatch} text={words.noMatchText} />
        ) : (
          <TreeView
            label={words.tree}
            items={tree}
            keyOf={idOf}
            childrenOf={childrenOf}
            textOf={textOf}
            render={render}
            selection="single"
            selected={new Set(selected === null ? [] : [selected])}
            onSelect={(keys) => {
              if (keys !== "all") for (const key of keys) onSelect(String(key));
            }}
            expanded={narrowed ? tree.flatMap((node) => [node.id, ...node.children.map(idOf)]) : open}
            onExpand={(keys) => setOpen(new Set([...keys].map(String)))}
          />
        )}
      </div>
    </div>
  );
}

/** The first changed table opens by itself, so that the tree shows what it is about. */
function openAtFirst(group: Node): string[] {
  const first = group.children.find((node) => node.children.length > 0);
  return first === undefined ? [] : [first.id];
}

function render(node: Node) {
  if (node.kind === "group") {
    return (
      <>
        <b className="grow">{node.name}</b>
        <span className="sm t3 num">{count(node.children.length)}</span>
      </>
    );
  }
  const what = node.kind === "part" ? node.part : node.item;
  return (
    <>
      <ChangeGlyph change={what.change} label={false} />
      <span className={`mono grow ellipsis compare-name${what.change === "removed" ? " compare-gone" : ""}`}>
        {what.name}
      </span>
      {what.can_lose_data && (
        <span className="bad">
          <Icon of={TriangleAlert} size="s" />
        </span>
      )}
      <span className="mi t3 nowrap">
        {node.kind === "part" ? (partKinds[what.kind] ?? what.kind) : what.kind}
      </span>
    </>
  );
}
