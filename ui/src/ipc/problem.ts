import type { Problem } from "./bindings";

/** A `Problem` from the core, thrown: every method of the door fails with this and nothing else. */
export class DoorProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.what);
    this.name = "DoorProblem";
    this.problem = problem;
  }
}

/** What a caught value says to a person. Anything but a DoorProblem is a fault of this window. */
export function problemOf(caught: unknown): Problem {
  if (caught instanceof DoorProblem) return caught.problem;
  return {
    code: "DRY-9001",
    what: "This part of the window stopped working",
    why: "It met a value or a state it was not made for.",
    data: "Safe. The window only shows data; a run that is under way goes on.",
    next: [
      { text: "Open the screen again.", action: "read_again" },
      { text: "Copy the report and send it to us if this returns.", action: null },
    ],
    detail: caught instanceof Error ? (caught.stack ?? caught.message) : String(caught),
  };
}
