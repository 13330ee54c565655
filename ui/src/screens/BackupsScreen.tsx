import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useConnections } from "../features/connections/useConnections";
import { Loaded } from "../features/frame/Loaded";
import { keys, useAsked, useGoTo, useOpenProject, useProjects } from "../features/frame/queries";
import { screenPath } from "../features/frame/routes";
import { Screen } from "../features/frame/Screen";
import { useStatusLine } from "../features/frame/status";
import { PointDetail } from "../features/undo/PointDetail";
import { PointList } from "../features/undo/PointList";
import { RollBackDialog } from "../features/undo/RollBackDialog";
import { RollingBack } from "../features/undo/RollingBack";
import { RunUnderWay, useUndoUnderWay } from "../features/undo/RunUnderWay";
import { TimeAxis } from "../features/undo/TimeAxis";
import { backupWords as words } from "../features/undo/words";
import { Waiting } from "../features/work/Waiting";
import "../features/undo/undo.css";
import "../features/work/work.css";
import type { UndoPoint } from "../ipc/bindings";
import { useDoor } from "../ipc/door";
import { LinkButton } from "../parts/Button";
import { EmptyState } from "../parts/EmptyState";
import { bytes } from "../parts/format";

export default function BackupsScreen() {
  const project = useOpenProject();
  const door = useDoor();
  const query = useQuery({
    queryKey: project === null ? keys.studio("undo-points") : keys.of(project, "undo-points"),
    queryFn: () => door.undoPoints(project),
  });
  const client = useQueryClient();
  /** A way back that is taken for a run of no project in the list. */
  const [alone, setAlone] = useState<UndoPoint | null>(null);
  const underWay = useUndoUnderWay(project);
  const points = query.data ?? [];
  const size = points.reduce((sum, point) => sum + point.undo.bytes, 0);

  return (
    <Screen
      title={words.title}
      fill
      note={points.length === 0 ? undefined : words.note(points.length, bytes(size))}
    >
      {alone !== null && (
        <RollingBack
          point={alone}
          onEnd={() => {
            setAlone(null);
            void client.invalidateQueries({ queryKey: ["studio"] });
          }}
        />
      )}
      {project !== null && underWay !== null && <RunUnderWay project={project} undo={underWay} />}
      <Loaded query={query} loading={<Waiting label={words.loading} rows={6} />}>
        {(loaded) =>
          loaded.length === 0 ? (
            <EmptyState
              title={underWay === null ? words.empty : words.emptyUnderWay}
              text={underWay === null ? words.emptyText : words.emptyUnderWayText}
              actions={
                project !== null &&
                underWay === null && (
                  <LinkButton variant="primary" href={screenPath(project, "run")}>
                    {words.openRun}
                  </LinkButton>
                )
              }
            />
          ) : (
            <Points project={project} points={loaded} now={query.dataUpdatedAt} onAlone={setAlone} />
          )
        }
      </Loaded>
    </Screen>
  );
}

function Points({
  project,
  points,
  now,
  onAlone,
}: {
  project: string | null;
  points: readonly UndoPoint[];
  now: number;
  onAlone: (point: UndoPoint) => void;
}) {
  const [chosen, setChosen] = useState<string | null>(null);
  useAsked("point", setChosen);
  const [back, setBack] = useState(false);
  const goTo = useGoTo();
  const saved = useConnections(null);
  const projects = useProjects();
  const point = points.find((each) => each.run === chosen) ?? points[0];
  useStatusLine({ tone: "good", facts: [words.previewOnly] });
  if (point === undefined) return null;

  const environment = saved.data?.find((view) => view.name === point.target)?.environment ?? "LOCAL";
  const owner = project ?? projects.data?.find((card) => card.name === point.project)?.id ?? null;
  return (
    <div className="backups">
      <TimeAxis points={points} selected={point.run} now={now} />
      <div className="backups-parts">
        <PointList points={points} selected={point.run} onSelect={setChosen} now={now} />
        <PointDetail
          key={point.run}
          point={point}
          environment={environment}
          onRollBack={() => setBack(true)}
        />
      </div>
      {back && (
        <RollBackDialog
          project={owner}
          run={point.run}
          target={point.target}
          environment={environment}
          onClose={() => setBack(false)}
          onStarted={() => {
            setBack(false);
            // On Run one sees it go, and how it ends.
            if (owner !== null) goTo("run", owner, { run: point.run });
            else onAlone(point);
          }}
        />
      )}
    </div>
  );
}
