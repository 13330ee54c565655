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
    name: "projects-long",
    at: "/",
    door: () => ({
      projects: () =>
        Promise.resolve(
          cards.map((card) => ({ ...card, name: "chatbot_memory and langgraph_agent, once more" })),
        ),
    }),
    sizes: [
      [1280, 800],
      [1024, 680],
    ],
  },
  {
    name: "projects-quiet",
    at: "/",
    door: () => ({ projects: () => Promise.resolve(cards.filter((card) => card.attention.length === 0)) }),
  },
];
