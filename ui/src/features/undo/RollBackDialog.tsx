import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Environment, UndoPreview } from "../../ipc/bindings";
import { useDoor } from "../../ipc/door";
import { Button } from "../../parts/Button";
import { ConfirmDialog, type Consequence } from "../../parts/ConfirmDialog";
import { Dialog } from "../../parts/Dialog";
import { SkeletonRows } from "../../parts/Skeleton";
import { useRefreshProject } from "../frame/queries";
import { runFeed, useRunFeed, hasEnded } from "../run/runFeed";
import { Trouble } from "../work/Trouble";
import { workProblem } from "../work/workProblem";
import { undoWords as words } from "./words";

export function useUndoPreview(run: string, enabled = true) {
  const door = useDoor();
  return useQuery({
    queryKey: ["undo-preview", run],
    queryFn: () => door.undoPreview(run),
    enabled,
    staleTime: 0,
  });
}

/**
 * Taking a run back. What it changes is read from both sides and shown first; a run that is still going
 * is stopped before that, as a decision of its own.
 */
export function RollBackDialog({
  project,
  run,
  target,
  environment,
  onClose,
  onStarted,
}: {
  project: string | null;
  run: string;
  target: string;
  environment: Environment;
  onClose: () => void;
  onStarted?: () => void;
}) {
  const door = useDoor();
  const { view } = useRunFeed(run);
  const [stopped, setStopped] = useState(false);
  const going = view !== null && !hasEnded(view.state.status);
  const stop = useMutation({
    mutationFn: () => door.runStop(run),
    onSuccess: (answer) => {
      runFeed(door, run).put(answer);
      setStopped(true);
    },
    onError: workProblem,
  });

  if (going && !stopped) {
    return (
      <ConfirmDialog
        isOpen
        onClose={onClose}
        onConfirm={() => stop.mutate()}
        pending={stop.isPending}
        title={words.stopTitle(target)}
        env={environment}
        place={target}
        consequences={[
          { kind: "changed", text: words.stopLine },
          { kind: "written", text: words.stopKeeps },
        ]}
        undoFrom={words.stopThen}
        confirmLabel={words.stopDo}
      />
    );
  }
  return (
    <Preview
      project={project}
      run={run}
      target={target}
      environment={environment}
      waiting={going}
      onClose={onClose}
      onStarted={onStarted ?? onClose}
    />
  );
}

function Preview({
  project,
  run,
  target,
  environment,
  waiting,
  onClose,
  onStarted,
}: {
  project: string | null;
  run: string;
  target: string;
  environment: Environment;
  /** The run is still coming to a stand. */
  waiting: boolean;
  onClose: () => void;
  onStarted: () => void;
}) {
  const door = useDoor();
  const preview = useUndoPreview(run, !waiting);
  const start = useStartUndo(project, run);
  const failure = start.error ?? (preview.data === undefined ? preview.error : null);

  if (failure !== null || preview.data === undefined) {
    return (
      <Dialog title={words.title(target)} isOpen onClose={onClose} size="l" dismissable={false}>
        {failure !== null ? (
          <Trouble
            problem={failure}
            ways={{
              read_again: {
                label: words.readAgain,
                onPress: () => {
                  start.reset();
                  void preview.refetch();
                },
              },
            }}
          />
        ) : (
          <SkeletonRows label={words.loading} showLabel rows={4} />
        )}
        <div className="row dialog-close">
          <Button onPress={onClose}>{words.close}</Button>
        </div>
      </Dialog>
    );
  }

  const { point, typed_name, command } = preview.data;
  // A name is only asked for on production, whatever the caller knew of the environment.
  const env = typed_name === null ? environment : "PROD";
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      onConfirm={() =>
        start.mutate(
          { typed: typed_name, evenIfChanged: point.changed_since },
          {
            onSuccess: (view) => {
              runFeed(door, run).put(view);
              onStarted();
            },
          },
        )
      }
      pending={start.isPending}
      title={words.title(target)}
      env={env}
      place={`${point.undo.name}, ${target}`}
      consequences={consequencesOf(preview.data, target)}
      undoFrom={point.changed_since ? null : words.again}
      checks={[
        {
          state: point.whole ? "passed" : "open",
          text: point.whole ? words.whole : words.damaged,
          note: words.checkedNow,
        },
        { state: "waiting", text: words.takes(point.undo.likely_ms) },
      ]}
      typeName={typed_name ?? undefined}
      confirmLabel={words.confirm(env)}
      command={command}
    />
  );
}

function useStartUndo(project: string | null, run: string) {
  const door = useDoor();
  const refresh = useRefreshProject();
  return useMutation({
    mutationFn: ({ typed, evenIfChanged }: { typed: string | null; evenIfChanged: boolean }) =>
      door.undoStart(run, typed, evenIfChanged),
    onSuccess: () => (project === null ? undefined : void refresh(project)),
  });
}

/** What rolling back does to each table, in the fewest lines that leave nothing out. */
export function consequencesOf(preview: UndoPreview, target: string): Consequence[] {
  const lines: Consequence[] = [];
  if (preview.point.undo.removes_target) lines.push({ kind: "removed", text: words.removesTarget(target) });
  const removed = preview.tables.filter((table) => table.rows_after === null && table.rows_now !== null);
  const returned = preview.tables.filter((table) => table.rows_now === null && table.rows_after !== null);
  if (removed.length > 0 && !preview.point.undo.removes_target) {
    const rows = removed.reduce((sum, table) => sum + (table.rows_now ?? 0), 0);
    lines.push({
      kind: "removed",
      text: words.removes(
        removed.map((table) => table.table),
        rows,
      ),
    });
  }
  if (returned.length > 0) {
    const rows = returned.reduce((sum, table) => sum + (table.rows_after ?? 0), 0);
    lines.push({
      kind: "added",
      text: words.returns(
        returned.map((table) => table.table),
        rows,
      ),
    });
  }
  for (const table of preview.tables) {
    if (table.rows_now !== null && table.rows_after !== null && table.rows_now !== table.rows_after) {
      lines.push({ kind: "changed", text: words.changes(table.table, table.rows_now, table.rows_after) });
    }
  }
  if (lines.length === 0) lines.push({ kind: "changed", text: words.same });
  if (preview.point.changed_since) lines.push({ kind: "left", text: words.changedSince });
  return lines;
}
