import type { FoundStore } from "../../ipc/bindings";
import { StoreIcon } from "../../parts/Chip";
import { foundWords as words } from "./words";

export function FoundStoreTitle({ store }: { store: FoundStore }) {
  return (
    <span className="row">
      <StoreIcon kind={store.kind} size="s" />
      <span className="mono">{store.file}</span>
    </span>
  );
}

/** What is in it, exactly: "6 tables, 14 rows, 94 kB, with rows in its -wal file." */
export function foundStoreText(store: FoundStore): string {
  const facts = words.store(store.tables, store.rows, store.bytes);
  return [facts, ...store.notes].join(", ");
}
