import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Screen } from "../../ipc/bindings";
import { notify } from "../../parts/Toasts";
import { partWords } from "../../parts/words";
import { openStart, useStartMigration } from "../projects/useStart";
import { useZoom } from "../settings/preferences";
import { usePalette, useSheet } from "./paletteStore";
import { useOpenProject } from "./queries";
import { screenPath } from "./routes";
import { useShortcutListener, useShortcuts, type Shortcut } from "./shortcuts";
import { useStatusFacts } from "./status";
import { screenNames, shortcutWords } from "./words";

const letters: readonly [letter: string, screen: Screen, needsProject: boolean][] = [
  ["P", "projects", false],
  ["C", "connections", false],
  ["M", "map", true],
  ["D", "dry-run", true],
  ["R", "run", true],
  ["B", "backups", false],
];

/** The keys that work on every screen. */
export function useFrameShortcuts(): void {
  const navigate = useNavigate();
  const client = useQueryClient();
  const project = useOpenProject();
  const palette = usePalette((state) => state.show);
  const sheet = useSheet((state) => state.show);
  const zoom = useZoom();
  const start = useStartMigration();
  const command = useStatusFacts((state) => state.shown?.command);

  const everywhere: Shortcut[] = [
    { keys: "Mod+K", label: shortcutWords.palette, run: () => palette("") },
    { keys: "Mod+Shift+P", label: shortcutWords.palette, run: () => palette("") },
    { keys: "?", label: shortcutWords.sheet, run: sheet },
    { keys: "Mod+N", label: shortcutWords.newProject, run: () => openStart() },
    { keys: "Mod+O", label: shortcutWords.open, run: () => void start.openPlan() },
    { keys: "Mod+,", label: shortcutWords.settings, run: () => void navigate({ to: "/settings" }) },
    { keys: "Mod+F", label: shortcutWords.find, run: () => find() || palette("") },
    {
      keys: "Mod+R",
      label: shortcutWords.readAgain,
      run: () => void client.refetchQueries({ type: "active" }),
    },
    { keys: "Mod+Plus", label: shortcutWords.zoomIn, run: () => zoom(1) },
    { keys: "Mod+-", label: shortcutWords.zoomOut, run: () => zoom(-1) },
    { keys: "Mod+0", label: shortcutWords.zoomReset, run: () => zoom(0) },
  ];
  if (command !== undefined) {
    everywhere.push({ keys: "Mod+Shift+C", label: shortcutWords.copyCommand, run: () => copy(command) });
  }
  if (project !== null) {
    everywhere.push({ keys: "Mod+Shift+F", label: shortcutWords.findInProject, run: () => palette("@") });
    everywhere.push({ keys: "Mod+W", label: shortcutWords.close, run: () => void navigate({ to: "/" }) });
  }
  const go = letters
    .filter(([, , needsProject]) => project !== null || !needsProject)
    .map(([letter, screen]): Shortcut => ({
      keys: `G ${letter}`,
      label: screenNames[screen],
      group: "go",
      run: () => void navigate({ to: screenPath(project, screen) }),
    }));

  useShortcuts(everywhere);
  useShortcuts(go);
  useShortcutListener();
}

/** Into the screen's own search field; false where there is none. */
function find(): boolean {
  const field = document.querySelector<HTMLInputElement>("main input[type=search]");
  field?.select();
  field?.focus();
  return field !== null;
}

function copy(command: string): void {
  void navigator.clipboard
    .writeText(command)
    .then(() => notify({ tone: "good", title: partWords.copied, text: command }));
}
