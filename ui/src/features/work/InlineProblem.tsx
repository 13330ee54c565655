import { problemOf } from "../../ipc/problem";
import "./work.css";

/** A problem in a line, where a form or a dialog goes on after it. */
export function InlineProblem({ caught }: { caught: unknown }) {
  const problem = problemOf(caught);
  return (
    <p role="alert" className="notice notice-bad">
      <span className="grow">
        <b>{problem.what}.</b> {sentence(problem.why)} {problem.next[0]?.text}
      </span>
    </p>
  );
}

/** What the core says of a cause is half a sentence; here it stands before another one. */
function sentence(text: string): string {
  return text === "" || /[.!?]$/.test(text) ? text : `${text}.`;
}
