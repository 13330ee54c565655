/** What a person prefers, kept by the desktop shell; the window mirrors what the first paint needs. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDoor } from "../../ipc/door";
import { problemOf } from "../../ipc/problem";
import { notify } from "../../parts/Toasts";

export type ThemeChoice = "system" | "light" | "dark";
export type Density = "compact" | "comfortable" | "spacious";

export interface Preferences {
  theme: ThemeChoice;
  density: Density;
  /** Single-letter keys outside text fields. */
  letterKeys: boolean;
  zoom: number;
}

export const defaults: Preferences = {
  theme: readMirror("drydock.theme", ["system", "light", "dark"]) ?? "system",
  density: readMirror("drydock.density", ["compact", "comfortable", "spacious"]) ?? "comfortable",
  letterKeys: true,
  zoom: 1,
};

function readMirror<T extends string>(key: string, allowed: readonly T[]): T | undefined {
  try {
    const value = localStorage.getItem(key);
    return allowed.find((candidate) => candidate === value);
  } catch {
    return undefined;
  }
}

/** What is kept may come from an older or newer version: only what is understood is taken. */
export function parsePreferences(json: string | null): Preferences {
  if (json === null) return defaults;
  let kept: unknown;
  try {
    kept = JSON.parse(json);
  } catch {
    return defaults;
  }
  if (typeof kept !== "object" || kept === null) return defaults;
  const { theme, density, letterKeys, zoom } = kept as Partial<Record<keyof Preferences, unknown>>;
  return {
    theme: theme === "system" || theme === "light" || theme === "dark" ? theme : defaults.theme,
    density:
      density === "compact" || density === "comfortable" || density === "spacious"
        ? density
        : defaults.density,
    letterKeys: typeof letterKeys === "boolean" ? letterKeys : defaults.letterKeys,
    zoom: typeof zoom === "number" && zoom >= zoomSteps[0] && zoom <= 2 ? zoom : defaults.zoom,
  };
}

const settingsKey = "preferences";
const queryKey = ["preferences"] as const;

export function usePreferences(): Preferences {
  const door = useDoor();
  const kept = useQuery({
    queryKey,
    queryFn: async () => parsePreferences(await door.settingsGet(settingsKey)),
    staleTime: Infinity,
  });
  return kept.data ?? defaults;
}

/** Saves on change: what is seen is what is kept. */
export function useSetPreferences(): (change: Partial<Preferences>) => void {
  const door = useDoor();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (all: Preferences) => door.settingsSet(settingsKey, JSON.stringify(all)),
    onError: (caught) => {
      const { what, why } = problemOf(caught);
      notify({ tone: "bad", title: what, text: why });
    },
  });
  return (change) => {
    const all = { ...(client.getQueryData<Preferences>(queryKey) ?? defaults), ...change };
    client.setQueryData(queryKey, all);
    save.mutate(all);
  };
}

export const zoomSteps = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const;

/** One step larger (1), smaller (-1), or back to the natural size (0). */
export function useZoom(): (direction: -1 | 0 | 1) => void {
  const { zoom } = usePreferences();
  const set = useSetPreferences();
  return (direction) => {
    if (direction === 0) {
      set({ zoom: 1 });
      return;
    }
    const next =
      direction === 1
        ? zoomSteps.find((step) => step > zoom + 0.001)
        : zoomSteps.findLast((step) => step < zoom - 0.001);
    if (next !== undefined) set({ zoom: next });
  };
}
