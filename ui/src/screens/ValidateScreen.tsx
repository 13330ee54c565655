import { ArrowRight, Check, RefreshCw, ShieldCheck, Undo2, X } from "lucide-react";
import { useState } from "react";
import { useCommands } from "../features/frame/commands";
import { Loaded } from "../features/frame/Loaded";
import { useGoTo, useProject, useProjectId } from "../features/frame/queries";
import { screenPath } from "../features/frame/routes";
import { Screen } from "../features/frame/Screen";
import { useShortcuts, type Shortcut } from "../features/frame/shortcuts";
import { useStatusLine } from "../features/frame/status";
import { Checks } from "../features/proof/Checks";
import { Datasets } from "../features/proof/Datasets";
import { useProof, useProve } from "../features/proof/useProof";
import { proofWords as words } from "../features/proof/words";
import { SampleNote } from "../features/sample/SampleNote";
import { RollBackDialog } from "../features/undo/RollBackDialog";
import { Trouble } from "../features/work/Trouble";
import { Waiting } from "../features/work/Waiting";
import "../features/proof/proof.css";
import "../features/rehearsal/rehearsal.css";
import "../features/work/work.css";
import type { Proof, RunLine } from "../ipc/bindings";
import { Button, LinkButton } from "../parts/Button";
import { Card, CardBody } from "../parts/Card";
import { EmptyState } from "../parts/EmptyState";
import { dateTime, list } from "../parts/format";
import { Icon } from "../parts/Icon";
import { ProgressBar } from "../parts/Meter";

export default function ValidateScreen() {
  const project = useProjectId();
  const query = useProof(project);
  const goTo = useGoTo();
  const prove = useProve(project);
  const view = query.data;
  const run = view?.run ?? null;
  const proof = view?.proof ?? null;
  const running = view?.running === true || prove.isPending;
  const takenBack = run?.status === "rolled_back";

  useStatusLine(view === undefined ? null : { tone: "good", facts: [words.readOnly], command: view.command });
  const start = () => {
    if (run !== null && !running && !takenBack) prove.mutate(run.run);
  };

  useCommands([
    {
      id: "prove",
      label: words.prove,
      icon: ShieldCheck,
      keys: "Mod+R",
      unavailable:
        run === null ? words.empty : takenBack ? words.takenBack : running ? words.proving : undefined,
      run: start,
    },
  ]);
  // What does not hold has only a way back, and that has no key.
  const toRun =
    run === null
      ? words.openRun
      : takenBack
        ? words.prepareNext
        : proof?.equal === true && run.can_undo && !run.kept
          ? words.keepOrBack
          : null;
  const first: Shortcut[] =
    toRun !== null
      ? [{ keys: "Mod+Enter", label: toRun, group: "screen", run: () => goTo("run", project) }]
      : proof === null
        ? [{ keys: "Mod+Enter", label: words.prove, group: "screen", run: start }]
        : [];
  useShortcuts([
    { keys: "Mod+R", label: words.prove, group: "screen", run: start },
    ...(view === undefined ? [] : first),
  ]);

  return (
    <Screen
      title={words.title}
      fill
      note={proof === null ? undefined : words.note(dateTime(proof.at), proof.took_ms)}
      actions={
        run !== null &&
        proof !== null &&
        !takenBack && (
          <Button icon={RefreshCw} isPending={running} onPress={start}>
            {words.again}
          </Button>
        )
      }
    >
      <SampleNote project={project} />
      <Loaded query={query} loading={<Waiting label={words.loading} rows={8} />}>
        {(loaded) => (
          <div className="proof">
            {running && (
              <Card title={words.proving}>
                <CardBody className="col g4">
                  <ProgressBar large label={words.proving} value={null} />
                  <p className="sm t2">{words.provingText}</p>
                </CardBody>
              </Card>
            )}
            {loaded.problem !== null && !running && (
              <Trouble
                problem={loaded.problem}
                ways={{
                  prove: { label: words.again, onPress: start },
                  read_again: { label: words.again, onPress: start },
                }}
              />
            )}
            {run !== null && takenBack && !running && (
              <Card edge="good" label={words.takenBack} className="verdict">
                <span className="verdict-sign verdict-good">
                  <Icon of={Undo2} size="xl" />
                </span>
                <div className="grow" role="status">
                  <h2 className="verdict-title">{words.takenBack}</h2>
                  <p className="t2">
                    {words.takenBackText(run.target)} {proof !== null && words.takenBackProof}
                  </p>
                </div>
                <LinkButton variant="primary" iconAfter={ArrowRight} href={screenPath(project, "run")}>
                  {words.prepareNext}
                </LinkButton>
              </Card>
            )}
            {proof !== null && run !== null && <Proved project={project} proof={proof} run={run} />}
            {proof === null && !running && !takenBack && loaded.problem === null && (
              <EmptyState
                title={run === null ? words.empty : words.unproved}
                text={run === null ? words.emptyText : words.unprovedText}
                actions={
                  run === null ? (
                    <LinkButton variant="primary" href={screenPath(project, "run")}>
                      {words.openRun}
                    </LinkButton>
                  ) : (
                    <Button variant="primary" icon={ShieldCheck} onPress={start}>
                      {words.prove}
                    </Button>
                  )
                }
              />
            )}
          </div>
        )}
      </Loaded>
    </Screen>
  );
}

function Proved({ project, proof, run }: { project: string; proof: Proof; run: RunLine }) {
  const [back, setBack] = useState(false);
  const goTo = useGoTo();
  const environment = useProject(project).data?.environment ?? "LOCAL";
  const differing = proof.datasets.filter((dataset) => !dataset.equal);
  const differences = differing.reduce((sum, dataset) => sum + dataset.differences_total, 0);
  const rows = proof.datasets.reduce((sum, dataset) => sum + dataset.rows_found, 0);
  const slices = proof.datasets.reduce((sum, dataset) => sum + dataset.slices, 0);
  const holding = proof.checks.filter((check) => check.holds).length;
  const tone = proof.equal ? "good" : "bad";
  return (
    <>
      {run.status !== "rolled_back" && (
        <Card edge={tone} label={words.title} className="verdict">
          <span className={`verdict-sign verdict-${tone}`}>
            <Icon of={proof.equal ? Check : X} size="xl" />
          </span>
          <div className="grow" role="status">
            <h2 className="verdict-title">
              {proof.equal ? words.equal : words.differs}
              <span className="t2"> · {words.holding(holding, proof.checks.length)}</span>
            </h2>
            <p className="t2">
              {proof.equal
                ? words.equalText(rows, slices)
                : words.differsText(list(differing.map((dataset) => dataset.to)), differences)}
            </p>
          </div>
          <span className="row">
            {proof.equal
              ? run.can_undo &&
                !run.kept && (
                  <LinkButton variant="primary" href={screenPath(project, "run")}>
                    {words.keepOrBack}
                  </LinkButton>
                )
              : run.can_undo && (
                  <Button variant="danger-outline" icon={Undo2} onPress={() => setBack(true)}>
                    {words.rollBack}
                  </Button>
                )}
          </span>
        </Card>
      )}
      <div className="proof-parts">
        <Datasets datasets={proof.datasets} />
        <Checks checks={proof.checks} />
      </div>
      {back && (
        <RollBackDialog
          project={project}
          run={run.run}
          target={run.target}
          environment={environment}
          onClose={() => setBack(false)}
          onStarted={() => goTo("run", project, { run: run.run })}
        />
      )}
    </>
  );
}
