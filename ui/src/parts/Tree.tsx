import { ChevronRight } from "lucide-react";
import { useMemo, type ReactNode } from "react";
import {
  Button as AriaButton,
  Collection,
  Tree as AriaTree,
  TreeItem,
  TreeItemContent,
  type Key,
  type Selection,
} from "react-aria-components";
import { Icon } from "./Icon";
import { partWords } from "./words";
import "./tree.css";

export interface TreeViewProps<T> {
  label: string;
  items: readonly T[];
  keyOf: (item: T) => string;
  childrenOf: (item: T) => readonly T[];
  /** The whole of what the row says, for assistive tools: "body, changed, can lose data". */
  textOf: (item: T) => string;
  render: (item: T) => ReactNode;
  expanded?: Iterable<Key>;
  defaultExpanded?: Iterable<Key>;
  onExpand?: (keys: Set<Key>) => void;
  selected?: Selection;
  onSelect?: (keys: Selection) => void;
  onOpen?: (item: T) => void;
  selection?: "none" | "single";
}

/** Things within things. Arrows move, right and left open and close, one tab stop. */
export function TreeView<T extends object>(props: TreeViewProps<T>) {
  const { label, items, keyOf, childrenOf, textOf, render, onOpen, selection = "none" } = props;
  const byKey = useMemo(() => {
    const found = new Map<string, T>();
    const walk = (level: readonly T[]) => {
      for (const item of level) {
        found.set(keyOf(item), item);
        walk(childrenOf(item));
      }
    };
    walk(items);
    return found;
  }, [items, keyOf, childrenOf]);

  const branch = (item: T): ReactNode => {
    const inside = childrenOf(item);
    return (
      <TreeItem id={keyOf(item)} textValue={textOf(item)} className="tree-item">
        <TreeItemContent>
          {({ hasChildItems }) => (
            <span className="tree-row">
              {hasChildItems ? (
                <AriaButton slot="chevron" className="tree-chevron">
                  <Icon of={ChevronRight} size="s" />
                </AriaButton>
              ) : (
                <span className="tree-chevron" />
              )}
              {render(item)}
            </span>
          )}
        </TreeItemContent>
        <Collection items={inside as T[]}>{branch}</Collection>
      </TreeItem>
    );
  };

  return (
    <AriaTree
      aria-label={label}
      className="tree"
      items={items}
      selectionMode={selection}
      selectionBehavior="replace"
      {...(props.expanded !== undefined && { expandedKeys: props.expanded })}
      {...(props.defaultExpanded !== undefined && { defaultExpandedKeys: props.defaultExpanded })}
      {...(props.onExpand !== undefined && { onExpandedChange: props.onExpand })}
      {...(props.selected !== undefined && { selectedKeys: props.selected })}
      {...(props.onSelect !== undefined && { onSelectionChange: props.onSelect })}
      {...(onOpen !== undefined && {
        onAction: (key: Key) => {
          const item = byKey.get(String(key));
          if (item !== undefined) onOpen(item);
        },
      })}
      renderEmptyState={() => <span className="sr-only">{partWords.loading}</span>}
    >
      {branch}
    </AriaTree>
  );
}
