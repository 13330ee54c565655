/** Chooses the scene that `?scene=name` asks for. In development and screen-test builds only. */
import type { Door } from "../door";
import { baseDoor } from "./base";
import { scenes } from "./scenes";

declare global {
  interface Window {
    /** Read by the screen tests: the one list of scenes. */
    drydockScenes?: typeof scenes;
  }
}

export function fakeDoor(): Door {
  window.drydockScenes = scenes;
  const name = new URLSearchParams(window.location.search).get("scene");
  const scene = scenes.find((candidate) => candidate.name === name);
  if (scene !== undefined && window.location.hash === "") window.location.hash = scene.at;
  const base = baseDoor();
  return { ...base, ...scene?.door?.(base) };
}
