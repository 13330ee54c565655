import { Outlet, useLocation } from "@tanstack/react-router";
import { problemOf } from "../../ipc/problem";
import { Button, LinkButton } from "../../parts/Button";
import { LineOfStops } from "../../parts/LineOfStops";
import { ProblemPage } from "../../parts/Problem";
import { useStartMigration } from "../projects/useStart";
import { useLiveProject } from "../run/useLiveProject";
import { useProject, useProjectId } from "./queries";
import { returnTrack, stopItems, stopOf } from "./stops";
import { frameWords, screenNames } from "./words";

/** The line of stops over the screens of a project, and what stands there when it cannot be opened. */
export function ProjectLayout() {
  const id = useProjectId();
  const project = useProject(id);
  const screen = useLocation({ select: (location) => location.pathname.split("/")[3] });

  const start = useStartMigration();
  const view = useLiveProject(id);

  if (project.isError && project.data === undefined) {
    const problem = problemOf(project.error);
    const find = <Button onPress={() => void start.openPlan()}>{frameWords.find}</Button>;
    return (
      <div className="screen">
        <ProblemPage
          level={1}
          problem={problem}
          choices={[
            ...problem.next.map(({ text, action }) => ({
              title: text,
              action: action === "choose_file" ? find : undefined,
            })),
            {
              title: frameWords.toProjects,
              action: <LinkButton href="/">{screenNames.projects}</LinkButton>,
            },
          ]}
        />
      </div>
    );
  }

  const here = view && stopOf(screen, view.stops);
  return (
    <>
      {screen !== "activity" && (
        <div className="spine">
          {view === undefined ? (
            <div className="spine-waiting" />
          ) : (
            <LineOfStops stops={stopItems(id, view.stops)} back={returnTrack(view)} current={here} />
          )}
        </div>
      )}
      <Outlet />
    </>
  );
}
