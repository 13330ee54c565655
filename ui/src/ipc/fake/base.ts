/**
 * A door with a small invented world behind it, for screen tests and screenshots. It keeps what it is
 * told (settings, pins) as long as the page lives. Scenes replace single methods; whatever a scene does
 * not bring and this world does not hold, fails by name, so that a missing fixture is seen at once.
 */
import type { Problem, ProjectView } from "../bindings";
import type { Door } from "../door";
import { DoorProblem } from "../problem";
import { activityPage } from "./data/activity";
import { compared } from "./data/compare";
import { connectionWorld } from "./data/connections";
import { mapWorld } from "./data/map";
import { unproved } from "./data/proof";
import { rehearsalWorld } from "./data/rehearsal";
import { planted } from "./data/sample";
import { rollingBack, runWorld } from "./data/run";
import { undoPoints, undoPreview } from "./data/undo";
import { cards, sampleFind, studioInfo, views } from "./data/projects";

/** A promise that never settles: the loading state of a screen. */
export function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined);
}

/** A method that fails as the core would. */
export function fails(problem: Problem): () => Promise<never> {
  return () => Promise.reject(new DoorProblem(problem));
}

function absent(method: string): () => Promise<never> {
  return fails({
    code: "FAKE-0001",
    what: `This scene has no ${method}`,
    why: "The fake door was asked for something that neither the scene nor its world holds.",
    data: "There is none.",
    next: [{ text: "Give the scene this method, or add it to ipc/fake/base.ts.", action: null }],
    detail: "",
  });
}

function viewOf(id: string): ProjectView {
  const view = views.find((candidate) => candidate.id === id) ?? views[0];
  if (view === undefined) throw new Error("the fake world has no project");
  return view;
}

export function baseDoor(): Door {
  const settings = new Map<string, string>();
  let known = [...cards];
  const plan = mapWorld();
  return {
    studioInfo: () => Promise.resolve(studioInfo),
    settingsGet: (key) => Promise.resolve(settings.get(key) ?? null),
    settingsSet: (key, json) => {
      settings.set(key, json);
      return Promise.resolve();
    },
    setZoom: () => Promise.resolve(),

    projects: () => Promise.resolve(known),
    projectOpen: (id) => Promise.resolve(viewOf(id)),
    projectForget: (id) => {
      known = known.filter((card) => card.id !== id);
      return Promise.resolve();
    },
    projectPin: (id, pinned) => {
      known = known.map((card) => (card.id === id ? { ...card, pinned } : card));
      return Promise.resolve();
    },
    projectRename: (id, name) => Promise.resolve({ ...viewOf(id), name }),
    sampleOpen: () => Promise.resolve(viewOf("harbour-chat")),
    sampleReset: () => Promise.resolve(viewOf("harbour-chat")),
    sampleProblems: () => Promise.resolve(planted),
    pick: () => Promise.resolve(sampleFind),
    watchDrops: () => () => undefined,
    projectCreate: () => Promise.resolve(viewOf("unify")),
    projectFromPlan: () => Promise.resolve(viewOf("unify")),

    ...connectionWorld(),
    ...plan,
    compare: () => Promise.resolve(compared),

    ...rehearsalWorld(plan),

    ...runWorld(),

    validate: () => Promise.resolve(unproved),
    proveStart: absent("proveStart"),

    undoPoints: () => Promise.resolve(undoPoints),
    undoPreview: () => Promise.resolve(undoPreview),
    undoStart: () => Promise.resolve(rollingBack),

    activity: (project, offset, limit) => Promise.resolve(activityPage(project, offset, limit)),
  };
}
