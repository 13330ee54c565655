import { ArrowRight, Check, CircleCheck, CircleStop, CircleX, Hourglass, Undo2 } from "lucide-react";
import { useState } from "react";
import type { RunState, RunView } from "../../ipc/bindings";
import { Button, LinkButton } from "../../parts/Button";
import { Card, CardBody } from "../../parts/Card";
import { EnvChip } from "../../parts/Chip";
import { ConfirmDialog } from "../../parts/ConfirmDialog";
import { bytes, count, duration } from "../../parts/format";
import { Figure, FigureRow } from "../../parts/Figure";
import { Icon } from "../../parts/Icon";
import { screenPath } from "../frame/routes";
import { resultTitles, runWords as words } from "./words";

/** What a run that stands has done, what its proof says, and the one decision that is left. */
export function RunResult({
  project,
  view,
  pending,
  onKeep,
  onRollBack,
  onResume,
  onNext,
}: {
  project: string;
  view: RunView;
  pending: string | null;
  onKeep: () => void;
  onRollBack: () => void;
  onResume: () => void;
  onNext: () => void;
}) {
  const { state } = view;
  const takenBack = state.status === "rolled_back";
  return (
    <>
      <ResultHead view={view} pending={pending} onResume={onResume} onNext={onNext} />
      <FigureRow label={words.resultFigures}>
        <Figure
          label={takenBack ? words.takenBack : words.rowsWritten}
          value={count(state.rows_written)}
          note={words.read(state.rows_read)}
        />
        <Figure
          label={words.leftBehind}
          value={count(state.left_behind)}
          tone={state.left_behind > 0 && !takenBack ? "bad" : undefined}
          note={state.left_behind > 0 ? words.asListed : ""}
        />
        <Figure
          label={words.valuesChanged}
          value={count(state.changed)}
          tone={state.changed > 0 && !takenBack ? "warn" : undefined}
          note=""
        />
        <Figure
          label={words.tookLabel}
          value={duration(state.elapsed_ms)}
          note={
            state.resumed > 0
              ? words.resumed(state.resumed)
              : words.averageSpeed(Math.round((state.rows_written * 1000) / Math.max(1, state.elapsed_ms)))
          }
        />
        <Figure
          label={words.bytes}
          value={bytes(state.bytes)}
          note={state.retried > 0 ? words.triedAgain(state.retried) : ""}
        />
      </FigureRow>
      {!takenBack && (
        <div className="run-after">
          <ProofCard project={project} proved={state.proved} status={state.status} />
          <KeepCard view={view} pending={pending} onKeep={onKeep} onRollBack={onRollBack} />
        </div>
      )}
    </>
  );
}

function ResultHead({
  view,
  pending,
  onResume,
  onNext,
}: {
  view: RunView;
  pending: string | null;
  onResume: () => void;
  onNext: () => void;
}) {
  const { state, line } = view;
  const title = resultTitles[state.status]?.(state.elapsed_ms) ?? "";
  const canResume = line.can_resume && state.status === "stopped";
  return (
    <Card edge={edgeOf(state)} label={title} className="run-result">
      <div className="grow" role="status">
        <div className="row">
          <h2 className="verdict-title">{title}</h2>
          <EnvChip env={view.environment} />
        </div>
        <p className="t2">
          {resultText(state, line.target)} {canResume && words.resumeText}
        </p>
      </div>
      {state.status === "rolled_back" && (
        <Button variant="primary" iconAfter={ArrowRight} onPress={onNext}>
          {words.prepareNext}
        </Button>
      )}
      {canResume && (
        <Button variant="primary" isPending={pending === "resume"} onPress={onResume}>
          {words.resume}
        </Button>
      )}
    </Card>
  );
}

function edgeOf({ status, proved }: RunState): "good" | "warn" | "bad" {
  if (status === "rolled_back") return "good";
  if (status === "failed" || proved === false) return "bad";
  return status === "finished" ? "good" : "warn";
}

function resultText(state: RunState, target: string): string {
  const { status, rows_written, rows_total, left_behind, proved } = state;
  if (status === "rolled_back") return words.rolledBackText(target);
  if (status === "stopped") return words.stoppedText(rows_written, rows_total, left_behind);
  const done = `${words.done(rows_written, left_behind)}.`;
  if (proved === null) return done;
  return `${done} ${proved ? words.doneProved : words.doneNotProved}`;
}

function ProofCard({
  project,
  proved,
  status,
}: {
  project: string;
  proved: boolean | null;
  status: RunView["state"]["status"];
}) {
  const look =
    proved === true
      ? { tone: "good", icon: CircleCheck, title: words.proofHolds }
      : proved === false
        ? { tone: "bad", icon: CircleX, title: words.proofDiffers }
        : status === "finished" || status === "finished_with_losses"
          ? { tone: "info", icon: Hourglass, title: words.proofRunning }
          : { tone: "t3", icon: CircleStop, title: words.proofNone };
  return (
    <Card title={words.validate}>
      <CardBody className="row">
        <span className={look.tone}>
          <Icon of={look.icon} size="l" />
        </span>
        <span className="grow">
          <b>{look.title}</b>
          {look.title === words.proofNone && <p className="sm t2">{words.proofNoneText}</p>}
        </span>
        {proved !== null && (
          <LinkButton iconAfter={ArrowRight} href={screenPath(project, "validate")}>
            {words.openValidate}
          </LinkButton>
        )}
      </CardBody>
    </Card>
  );
}

function KeepCard({
  view,
  pending,
  onKeep,
  onRollBack,
}: {
  view: RunView;
  pending: string | null;
  onKeep: () => void;
  onRollBack: () => void;
}) {
  const [asking, setAsking] = useState(false);
  const { state, line } = view;
  const undo = state.undo;
  const canKeep =
    line.can_undo && !state.kept && (state.status === "finished" || state.status === "finished_with_losses");
  return (
    <Card title={canKeep || state.kept ? words.backOrKeep : words.back}>
      <CardBody className="row">
        <span className="t2">
          <Icon of={state.kept ? Check : Undo2} size="l" />
        </span>
        <span className="grow">
          {state.kept ? (
            <>
              <b>{words.kept}</b>
              <p className="sm t2">{words.keptText}</p>
            </>
          ) : line.can_undo && undo !== null ? (
            canKeep ? (
              words.backOrKeepText(undo.likely_ms)
            ) : (
              words.backOnlyText(undo.likely_ms)
            )
          ) : (
            words.noUndo
          )}
        </span>
        {canKeep && (
          <Button isPending={pending === "keep"} onPress={() => setAsking(true)}>
            {words.keep}
          </Button>
        )}
        {line.can_undo && (
          <Button variant="danger-outline" icon={Undo2} onPress={onRollBack}>
            {words.rollBack}
          </Button>
        )}
      </CardBody>
      {asking && (
        <ConfirmDialog
          isOpen
          onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            onKeep();
          }}
          title={words.keepTitle(line.target)}
          env={view.environment}
          place={line.target}
          consequences={[
            { kind: "written", text: words.keepStays(state.rows_written) },
            { kind: "removed", text: words.keepRemoves(bytes(undo?.bytes ?? 0)) },
          ]}
          undoFrom={null}
          confirmLabel={words.keepDo}
        />
      )}
    </Card>
  );
}
