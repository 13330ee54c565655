import { problemOf } from "../../ipc/problem";
import { notify } from "../../parts/Toasts";

/** Says in the corner that an act was refused, with the reason and the way on. It stays until it is dismissed. */
export function workProblem(caught: unknown): void {
  const problem = problemOf(caught);
  const way = problem.next[0]?.text;
  notify({ tone: "bad", title: problem.what, text: [problem.why, way].filter(Boolean).join(" ") });
}
