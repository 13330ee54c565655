import { keychainMissing, studioInfo } from "../data/projects";
import type { Scene } from "../scene";

export const settingsScenes: readonly Scene[] = [
  { name: "settings", at: "/settings", densities: true },
  {
    name: "settings-no-keychain",
    at: "/settings",
    door: () => ({
      studioInfo: () =>
        Promise.resolve({ ...studioInfo, keychain: { state: "missing" as const, problem: keychainMissing } }),
    }),
    steps: [{ click: "text=Technical details" }],
  },
];
