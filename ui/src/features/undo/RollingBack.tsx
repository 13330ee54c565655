import { Undo2 } from "lucide-react";
import { useEffect } from "react";
import type { UndoPoint } from "../../ipc/bindings";
import { Icon } from "../../parts/Icon";
import { notify } from "../../parts/Toasts";
import { hasEnded, useRunFeed } from "../run/runFeed";
import { undoWords as words } from "./words";

/** Follows a roll back that no screen of a project shows, and says how it ended. */
export function RollingBack({ point, onEnd }: { point: UndoPoint; onEnd: () => void }) {
  const state = useRunFeed(point.run).view?.state;
  const ended = state !== undefined && hasEnded(state.status);
  const back = state?.status === "rolled_back";
  const problem = state?.problem ?? null;
  useEffect(() => {
    if (!ended) return;
    notify(
      back
        ? { tone: "good", title: words.done, text: words.doneText(point.target) }
        : { tone: "bad", title: words.notDone(point.target), text: problem?.what ?? "" },
    );
    onEnd();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- said once, at the end
  }, [ended]);
  return (
    <div className="notice notice-info" role="status">
      <Icon of={Undo2} />
      <span className="grow">{words.going(point.target)}</span>
    </div>
  );
}
