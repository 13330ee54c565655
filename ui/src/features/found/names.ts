import { foundWords as words } from "./words";

/** A store that was found, or a connection that is saved. */
interface Named {
  name: string;
}

/** What is wrong with a name for a new file, or null. A name only: where it lies is the project's own folder. */
export function fileNameProblem(name: string): string | null {
  if (name.trim() === "") return words.nameEmpty;
  if (/[\\/:]/.test(name) || /^\.+$/.test(name.trim())) return words.nameBad;
  return null;
}

/** A new file named after what goes into it; several sources become one. */
export function newFileName(stores: readonly Named[]): string {
  const [only, ...more] = stores;
  if (only === undefined) return "new.db";
  return more.length === 0 ? `${only.name}_new.db` : "unified.db";
}

export function proposedName(stores: readonly Named[]): string {
  const [first, second, ...more] = stores;
  if (first === undefined) return "";
  if (second === undefined) return first.name;
  return more.length === 0 ? `${first.name} and ${second.name}` : `${first.name} and ${more.length + 1} more`;
}
