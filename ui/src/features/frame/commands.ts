import type { LucideIcon } from "lucide-react";
import { useEffect, useRef } from "react";
import { create } from "zustand";
import type { Environment } from "../../ipc/bindings";

/** Something the palette can do. Screens add theirs while they are open. */
export interface Command {
  id: string;
  label: string;
  icon: LucideIcon;
  keys?: string;
  /** The environment it acts on, shown as a chip. */
  env?: Environment | undefined;
  /** Why it cannot be done now; it stays in the list and says so. */
  unavailable?: string | undefined;
  /** Opens a dialog before anything happens. */
  asksFirst?: boolean;
  run: () => void;
}

export const useCommandList = create<{ all: readonly Command[] }>(() => ({ all: [] }));

/** Commands of a screen, there as long as the screen is. */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  const shape = JSON.stringify(
    commands.map(({ id, label, keys, env, unavailable, asksFirst }) => [
      id,
      label,
      keys,
      env,
      unavailable,
      asksFirst,
    ]),
  );
  useEffect(() => {
    const added = latest.current.map((command): Command => ({
      ...command,
      run: () => latest.current.find((one) => one.id === command.id)?.run(),
    }));
    useCommandList.setState(({ all }) => ({ all: [...all, ...added] }));
    return () => useCommandList.setState(({ all }) => ({ all: all.filter((one) => !added.includes(one)) }));
  }, [shape]);
}
