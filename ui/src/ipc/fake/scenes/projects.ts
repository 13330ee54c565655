import { cards, keychainMissing } from "../data/projects";
import { fails, never } from "../base";
import type { Scene } from "../scene";

export const projectsScenes: readonly Scene[] = [
  { name: "projects", at: "/", densities: true, sizes: [[1024, 680]] },
  { name: "projects-empty", at: "/", door: () => ({ projects: () => Promise.resolve([]) }) },
  { name: "projects-loading", at: "/", door: () => ({ projects: () => never() }) },
  { name: "projects-failed", at: "/", door: () => ({ projects: fails(keychainMissing) }) },
  {
    name: "projects-drop",
    at: "/",
    door: () => ({
      watchDrops: (seen) => {
        seen({ kind: "over" });
        return () => undefined;
      },
    }),
  },
  {
    name: "projects-quiet",
    at: "/",
    door: () => ({ projects: () => Promise.resolve(cards.filter((card) => card.attention.length === 0)) }),
  },
];
