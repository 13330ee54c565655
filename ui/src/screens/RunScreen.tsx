import { Pause, Play, Undo2 } from "lucide-react";
import { useState } from "react";
import { useCommands } from "../features/frame/commands";
import { Loaded } from "../features/frame/Loaded";
import { useGoTo, useProject, useProjectId, useWanted } from "../features/frame/queries";
import { nextRun } from "../features/frame/routes";
import { Screen } from "../features/frame/Screen";
import { useShortcuts } from "../features/frame/shortcuts";
import { useStatusLine } from "../features/frame/status";
import { GateView } from "../features/run/GateView";
import { Lanes } from "../features/run/Lanes";
import { shareDone } from "../features/run/lanes";
import { LeftBehind } from "../features/run/LeftBehind";
import { hasEnded, useRunFeed } from "../features/run/runFeed";
import { RunHead } from "../features/run/RunHead";
import { RunLog } from "../features/run/RunLog";
import { RunResult } from "../features/run/RunResult";
import { StopNow } from "../features/run/StopNow";
import { Throughput } from "../features/run/Throughput";
import { useGate, useRefreshAtEnd, useRunActs, useRuns, useStartRun } from "../features/run/useRuns";
import { phaseWords, runWords as words } from "../features/run/words";
import { RollBackDialog } from "../features/undo/RollBackDialog";
import { Trouble } from "../features/work/Trouble";
import { Waiting } from "../features/work/Waiting";
import "../features/rehearsal/rehearsal.css";
import "../features/run/run.css";
import "../features/work/work.css";
import type { RunLine, RunView } from "../ipc/bindings";
import { Button } from "../parts/Button";
import { Select } from "../parts/Fields";
import { dateTime, percent } from "../parts/format";
import { Icon } from "../parts/Icon";
import { stateWords } from "../parts/words";

/** The latest run is shown until nothing is left to decide about it; then the gate of the next one. */
function firstShown(latest: RunLine | undefined): string {
  if (latest === undefined || latest.kept || latest.status === "rolled_back") return nextRun;
  return latest.run;
}

export default function RunScreen() {
  const project = useProjectId();
  const runs = useRuns(project);
  const target = useProject(project).data?.route.target?.name ?? "";
  const [wanted, want] = useWanted();
  const show = (run: string) => want({ run });

  return (
    <Loaded
      query={runs}
      loading={
        <Screen title={words.title}>
          <Waiting label={words.loading} rows={6} />
        </Screen>
      }
      failed={(problem, again) => (
        <Screen title={words.title}>
          <Trouble problem={problem} ways={{ read_again: { label: "Read again", onPress: again } }} />
        </Screen>
      )}
    >
      {(lines) => {
        const shown = wanted.run ?? firstShown(lines[0]);
        const picker = lines.length > 0 && (
          <Select
            label={words.which}
            hideLabel
            value={shown}
            onChange={show}
            options={[
              { id: nextRun, label: words.nextRun },
              ...lines.map((line) => ({
                id: line.run,
                label: words.runOf(dateTime(line.started_at), stateWords[line.status]),
              })),
            ]}
          />
        );
        return shown === nextRun ? (
          <NextRun project={project} target={target} latest={lines[0]} picker={picker} onShow={show} />
        ) : (
          <OneRun
            key={shown}
            project={project}
            run={shown}
            picker={picker}
            onStay={() => show(shown)}
            onNext={() => show(nextRun)}
          />
        );
      }}
    </Loaded>
  );
}

function NextRun({
  project,
  target,
  latest,
  picker,
  onShow,
}: {
  project: string;
  target: string;
  latest: RunLine | undefined;
  picker: React.ReactNode;
  onShow: (run: string) => void;
}) {
  const gate = useGate(project);
  const start = useStartRun(project);
  useStatusLine(
    gate.data === undefined
      ? null
      : { facts: [words.onTarget(target), words.source], tone: "good", command: gate.data.command },
  );
  return (
    <Screen title={words.title} note={words.nextRun} actions={picker}>
      {latest?.status === "rolled_back" && (
        <div className="notice notice-good" role="status">
          <Icon of={Undo2} />
          <span className="grow">
            <b>{words.rolledBack}.</b>{" "}
            <span className="t2">{words.asBefore(latest.target, dateTime(latest.started_at))}</span>
          </span>
          <Button size="s" onPress={() => onShow(latest.run)}>
            {words.seeRun}
          </Button>
        </div>
      )}
      <Loaded query={gate} loading={<Waiting label={words.gateLoading} rows={5} />}>
        {(data) => (
          <GateView
            project={project}
            gate={data}
            target={target}
            pending={start.isPending}
            onRun={(typed) => start.mutate(typed, { onSuccess: (view) => onShow(view.state.run) })}
          />
        )}
      </Loaded>
    </Screen>
  );
}

function OneRun({
  project,
  run,
  picker,
  onStay,
  onNext,
}: {
  project: string;
  run: string;
  picker: React.ReactNode;
  /** Keeps this run on the screen, whatever becomes of it. */
  onStay: () => void;
  onNext: () => void;
}) {
  const { view, problem, speeds, feed } = useRunFeed(run);
  const { act, pending } = useRunActs(project, run);
  const goTo = useGoTo();
  const [back, setBack] = useState(false);
  const status = view?.state.status;
  useCommands(
    status === "running"
      ? [
          {
            id: "pause",
            label: words.pause,
            icon: Pause,
            env: view?.environment,
            run: () => act.mutate("pause"),
          },
        ]
      : status === "paused"
        ? [
            {
              id: "go-on",
              label: words.goOn,
              icon: Play,
              env: view?.environment,
              run: () => act.mutate("goOn"),
            },
          ]
        : [],
  );
  // Going on writes again: on production that begins with a look at the button.
  const strict = view?.environment === "PROD";
  const first =
    status === "running" && view?.state.phase !== "roll_back"
      ? { label: words.pause, run: () => act.mutate("pause") }
      : status === "paused" && !strict
        ? { label: words.goOn, run: () => act.mutate("goOn") }
        : status === "stopped" && view?.line.can_resume === true && !strict
          ? { label: words.resume, run: () => act.mutate("resume") }
          : status === "rolled_back"
            ? { label: words.prepareNext, run: onNext }
            : null;
  useShortcuts(first === null ? [] : [{ ...first, keys: "Mod+Enter", group: "screen" }]);
  useRefreshAtEnd(project, view?.state.status);
  useStatusLine(
    view === null
      ? null
      : { facts: [words.onTarget(view.line.target), words.source], tone: "ac", command: view.command },
  );

  if (view === null) {
    return (
      <Screen title={words.title} actions={picker}>
        {problem === null ? (
          <Waiting label={words.loading} rows={6} />
        ) : (
          <Trouble problem={problem} ways={{ read_again: { label: "Read again", onPress: feed.retry } }} />
        )}
      </Screen>
    );
  }

  const { state } = view;
  const over = hasEnded(state.status);
  const rollBack = () => {
    onStay();
    setBack(true);
  };
  return (
    <Screen title={words.title} note={dateTime(state.started_at)} actions={picker} fill={!over}>
      <Announcer view={view} />
      <div className="run">
        {problem !== null && (
          <Trouble problem={problem} ways={{ read_again: { label: "Read again", onPress: feed.retry } }} />
        )}
        {!over ? (
          <RunHead
            view={view}
            pending={pending}
            onPause={() => act.mutate("pause")}
            onGoOn={() => act.mutate("goOn")}
            onStop={() => act.mutate("stop")}
            onRollBack={rollBack}
          />
        ) : state.problem !== null && state.status === "failed" ? (
          <Trouble
            problem={state.problem}
            ways={{
              ...(view.line.can_resume && {
                resume: {
                  label: words.resume,
                  onPress: () => act.mutate("resume"),
                  pending: pending === "resume",
                },
              }),
              ...(view.line.can_undo && { undo: { label: words.rollBack, onPress: rollBack, danger: true } }),
              validate: { label: words.openValidate, onPress: () => goTo("validate", project) },
              leave: { label: words.leave, onPress: onNext },
            }}
          />
        ) : (
          <RunResult
            project={project}
            view={view}
            pending={pending}
            onKeep={() => {
              onStay();
              act.mutate("keep");
            }}
            onRollBack={rollBack}
            onResume={() => act.mutate("resume")}
            onNext={onNext}
          />
        )}
        {over ? (
          <>
            <div className="run-parts run-parts-result">
              <Lanes state={state} over />
              <RunLog log={state.log} over />
            </div>
            {state.left_behind > 0 && <LeftBehind run={run} folder={view.left_behind_folder} />}
          </>
        ) : state.phase === "roll_back" ? (
          <div className="run-parts run-parts-result">
            <Lanes state={state} over />
            <RunLog log={state.log} />
          </div>
        ) : (
          <div className="run-parts">
            <Lanes state={state} />
            <Throughput speeds={speeds} state={state} />
            <RunLog log={state.log} />
            <StopNow undo={state.undo} />
          </div>
        )}
      </div>
      {back && (
        <RollBackDialog
          project={project}
          run={run}
          target={view.line.target}
          environment={view.environment}
          onClose={() => setBack(false)}
        />
      )}
    </Screen>
  );
}

/** Tells assistive tools of a new phase and of each quarter, not of every row. */
function Announcer({ view }: { view: RunView }) {
  const { state } = view;
  const quarter = Math.floor(shareDone(state) * 4) / 4;
  return (
    <p role="status" className="sr-only">
      {phaseWords[state.phase]}. {stateWords[state.status]}. {percent(quarter)}
    </p>
  );
}
