import type { Scene } from "../scene";
import { compareScenes } from "./compare";
import { connectionScenes } from "./connections";
import { frameScenes } from "./frame";
import { keepScenes } from "./keep";
import { mapScenes } from "./map";
import { projectsScenes } from "./projects";
import { rehearsalScenes } from "./rehearsal";
import { runScenes } from "./run";
import { sampleScenes } from "./sample";
import { serverScenes } from "./servers";
import { settingsScenes } from "./settings";
import { startScenes } from "./start";
import { validateScenes } from "./validate";

/** Every scene that is looked at. A new file of scenes joins with one line. */
export const scenes: readonly Scene[] = [
  ...projectsScenes,
  ...frameScenes,
  ...settingsScenes,
  ...connectionScenes,
  ...serverScenes,
  ...mapScenes,
  ...compareScenes,
  ...rehearsalScenes,
  ...runScenes,
  ...startScenes,
  ...validateScenes,
  ...keepScenes,
  ...sampleScenes,
];
