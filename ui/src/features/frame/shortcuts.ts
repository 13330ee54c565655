/**
 * Keys, in one place: what is registered here works, is listed under `?` and stands beside its command
 * in the palette.
 */
import { useEffect, useRef } from "react";
import { tinykeys } from "tinykeys";
import { create } from "zustand";
import type { shortcutWords } from "./words";

export interface Shortcut {
  /** As `KeyHint` and the sheet show it: `Mod+K`, `G P`, `J`. */
  keys: string;
  label: string;
  group?: keyof typeof shortcutWords.groups;
  run: () => void;
}

export interface Registered extends Shortcut {
  id: number;
}

export const useShortcutList = create<{ all: readonly Registered[] }>(() => ({ all: [] }));
/** Letters alone can be turned off: speech input types them by accident (WCAG 2.1.4). */
export const useLetterKeys = create<{ on: boolean }>(() => ({ on: true }));

let next = 0;

/** Keys of a screen, there as long as the screen is. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  const shape = JSON.stringify(shortcuts.map(({ keys, label, group }) => [keys, label, group]));
  useEffect(() => {
    const added = latest.current.map((shortcut, at): Registered => {
      next += 1;
      return { ...shortcut, id: next, run: () => latest.current[at]?.run() };
    });
    useShortcutList.setState(({ all }) => ({ all: [...all, ...added] }));
    return () => useShortcutList.setState(({ all }) => ({ all: all.filter((one) => !added.includes(one)) }));
  }, [shape]);
}

/** What each key does now: a screen's own meaning goes before the frame's. */
export function inForce(all: readonly Registered[]): readonly Registered[] {
  const own = new Set(all.filter(({ group }) => group === "screen").map(({ keys }) => keys));
  return all.filter(({ group, keys }) => group === "screen" || !own.has(keys));
}

/** The listener behind it all. Used once, by the frame. */
export function useShortcutListener(): void {
  const all = inForce(useShortcutList((state) => state.all));
  // Apart: a screen that comes with keys of its own between G and its letter must not make G forgotten.
  useListener(all.filter(({ keys }) => keys.includes(" ")));
  useListener(all.filter(({ keys }) => !keys.includes(" ")));
}

function useListener(shortcuts: readonly Registered[]): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  const ids = shortcuts.map(({ id }) => id).join(" ");
  useEffect(() => {
    const bindings: Record<string, (event: KeyboardEvent) => void> = {};
    for (const shortcut of latest.current) {
      bindings[binding(shortcut.keys)] = (event) => {
        if (!mayRun(shortcut.keys, event)) return;
        event.preventDefault();
        shortcut.run();
      };
    }
    return tinykeys(window, bindings, { capture: true });
  }, [ids]);
}

/** `Mod+K` in the way tinykeys wants it; letters there are matched by what they type. */
export function binding(keys: string): string {
  return keys
    .split(" ")
    .map((press) =>
      press
        .split("+")
        .map((key) =>
          key === "Mod" ? "$mod" : key === "Plus" ? "(\\+|=)" : key.length === 1 ? key.toLowerCase() : key,
        )
        .join("+"),
    )
    .join(" ");
}

function isLetterAlone(keys: string): boolean {
  return keys.split(" ").every((press) => press.length === 1);
}

function mayRun(keys: string, event: KeyboardEvent): boolean {
  // A dialog has the keyboard to itself.
  if (document.querySelector(".scrim") !== null) return false;
  // A text field takes back its own letters.
  if (/^Mod\+(Shift\+)?Z$/.test(keys) && typesHere(event.target)) return false;
  if (!isLetterAlone(keys)) return true;
  return useLetterKeys.getState().on && !typesHere(event.target);
}

/** True where a letter is input: text fields, and lists that jump to what is typed. */
export function typesHere(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return (
    target.closest(
      "input:not([type=checkbox], [type=radio]), textarea, [contenteditable=true], [role=menu], [role=listbox]",
    ) !== null
  );
}
