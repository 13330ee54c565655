import { Button } from "../../parts/Button";
import { problemOf } from "../../ipc/problem";
import { InlineProblem } from "../work/InlineProblem";
import { serverWords as words } from "./serverWords";

/** Why it was not saved. Where the core offers to keep the password with the program only, that is one press. */
export function SaveRefused({
  caught,
  saving,
  onKeepUntilClosed,
}: {
  caught: unknown;
  saving: boolean;
  onKeepUntilClosed: () => void;
}) {
  const problem = problemOf(caught);
  const way = problem.next.find((next) => next.action === "keep_until_closed");
  if (way === undefined) return <InlineProblem caught={caught} />;
  const first = problem.next.find((next) => next !== way);
  return (
    <div role="alert" className="notice notice-warn">
      <div className="grow col g3">
        <b>{problem.what}</b>
        <p>{problem.why}</p>
        <p>{problem.data}</p>
        {first !== undefined && <p>{first.text}</p>}
        <div className="row g4 wrap">
          <Button size="s" isPending={saving} onPress={onKeepUntilClosed}>
            {words.untilClosed}
          </Button>
          <span className="sm t2">{way.text}</span>
        </div>
      </div>
    </div>
  );
}
