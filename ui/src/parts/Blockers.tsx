import { CircleX, Hourglass } from "lucide-react";
import { useId, type ReactNode } from "react";
import { Icon } from "./Icon";
import { partWords } from "./words";
import "./blockers.css";

export interface Blocker {
  id: string;
  /** `fix` waits for the person, `wait` clears by itself. */
  kind: "fix" | "wait";
  text: ReactNode;
  /** A link or button that goes where it can be fixed. */
  action?: ReactNode;
}

/**
 * What stands in the way of an act, each line with its way out, and the act itself. The button is handed
 * the id of the list, so that it stays focusable and says why it does not open:
 *
 *     <Blockers items={items} then="Run opens when both are fixed." ready="Everything is ready.">
 *       {(blockedBy) => <Button blockedBy={blockedBy} ...>Run…</Button>}
 *     </Blockers>
 */
export function Blockers({
  items,
  then,
  ready,
  children,
}: {
  items: readonly Blocker[];
  /** What happens once the list is empty. */
  then: ReactNode;
  /** Said when nothing is in the way. */
  ready: ReactNode;
  children: (blockedBy: string | undefined) => ReactNode;
}) {
  const id = useId();
  const blocked = items.length > 0;
  return (
    <div className="blockers">
      {blocked && (
        <ul id={id} className="blockers-list">
          {items.map((item) => (
            <li key={item.id} className="blocker">
              <span className={item.kind === "fix" ? "bad" : "info"}>
                <Icon of={item.kind === "fix" ? CircleX : Hourglass} />
              </span>
              <span className="grow">
                <b className={item.kind === "wait" ? "t2" : undefined}>
                  {item.kind === "fix" ? partWords.blockers.fix : partWords.blockers.wait}
                </b>{" "}
                <span className={item.kind === "wait" ? "t2" : undefined}>{item.text}</span>
              </span>
              {item.action}
            </li>
          ))}
        </ul>
      )}
      <div className="blockers-foot">
        <span className="grow t2" role="status">
          {blocked ? then : ready}
        </span>
        {children(blocked ? id : undefined)}
      </div>
    </div>
  );
}
