import { ShieldCheck } from "lucide-react";
import type { Undo } from "../../ipc/bindings";
import { LinkButton } from "../../parts/Button";
import { bytes, dateTime } from "../../parts/format";
import { Icon } from "../../parts/Icon";
import { useProject } from "../frame/queries";
import { screenPath } from "../frame/routes";
import { useRefreshAtEnd } from "../run/useRuns";
import { hasEnded, useRunState } from "../run/runFeed";
import { backupWords as words } from "./words";

/** The way back of the run under way. It joins the list when that run ends; until then only Run can take it. */
export function useUndoUnderWay(project: string | null): Undo | null {
  const run = useProject(project).data?.run ?? null;
  const state = useRunState(run === null || hasEnded(run.status) ? null : run.run);
  useRefreshAtEnd(project, state?.status);
  return state === undefined || hasEnded(state.status) ? null : state.undo;
}

export function RunUnderWay({ project, undo }: { project: string; undo: Undo }) {
  return (
    <div className="notice notice-info" role="status">
      <Icon of={ShieldCheck} />
      <span className="grow">
        <b>{words.underWay(undo.name)}</b>{" "}
        {undo.removes_target
          ? words.underWayRemoves(dateTime(undo.at))
          : words.underWayFacts(dateTime(undo.at), bytes(undo.bytes), undo.checked)}
      </span>
      <LinkButton size="s" href={screenPath(project, "run")}>
        {words.openRun}
      </LinkButton>
    </div>
  );
}
