import { ArrowRight, FlaskConical, RefreshCw } from "lucide-react";
import { useState } from "react";
import { decisions } from "../features/findings/order";
import { findingAnchor } from "../features/findings/FindingList";
import { useCommands } from "../features/frame/commands";
import { Loaded } from "../features/frame/Loaded";
import { useGoTo, useProject, useProjectId } from "../features/frame/queries";
import { screenPath } from "../features/frame/routes";
import { Screen } from "../features/frame/Screen";
import { useShortcuts } from "../features/frame/shortcuts";
import { useStatusLine } from "../features/frame/status";
import { FindingsPanel } from "../features/rehearsal/FindingsPanel";
import { Progress } from "../features/rehearsal/Progress";
import { ReportTabs } from "../features/rehearsal/ReportTabs";
import { useDecided } from "../features/rehearsal/useDecided";
import { useRehearsal, useRehearse, useReport } from "../features/rehearsal/useRehearsal";
import { SixFigures, VerdictCard } from "../features/rehearsal/Verdict";
import { rehearsalWords as words, verdictWords } from "../features/rehearsal/words";
import { SampleNote } from "../features/sample/SampleNote";
import { Trouble } from "../features/work/Trouble";
import { Waiting } from "../features/work/Waiting";
import "../features/rehearsal/rehearsal.css";
import "../features/work/work.css";
import type { Rehearsal, RehearsalView } from "../ipc/bindings";
import { Button, LinkButton } from "../parts/Button";
import { EmptyState } from "../parts/EmptyState";
import { Select } from "../parts/Fields";
import { dateTime } from "../parts/format";

export default function DryRunScreen() {
  const project = useProjectId();
  const query = useRehearsal(project);
  const { start, cancel } = useRehearse(project);
  const [wanted, setWanted] = useState<string | null>(null);
  const view = query.data;
  // The latest report comes with the view; an earlier one is read when it is asked for.
  const older = wanted !== null && wanted !== view?.report?.id ? wanted : null;
  const earlier = useReport(project, older);
  const report = older === null ? (view?.report ?? null) : (earlier.data ?? null);
  const target = useProject(project).data?.route.target?.name ?? "";
  const running = view?.running === true;

  useStatusLine(
    report === null
      ? null
      : {
          tone: "good",
          facts: [words.nothingWritten(target), words.plan(report.plan.slice(0, 12))],
          command: report.command,
        },
  );

  const begin = () => {
    if (running || start.isPending) return;
    setWanted(null);
    start.mutate();
  };
  useCommands([
    {
      id: "rehearse",
      label: words.start,
      icon: FlaskConical,
      keys: "Mod+R",
      unavailable: running ? words.running : undefined,
      run: begin,
    },
  ]);
  useShortcuts([{ keys: "Mod+R", label: words.start, group: "screen", run: begin }]);

  return (
    <Screen
      title={words.title}
      fill
      note={
        report === null ? undefined : words.note(dateTime(report.at), report.took_ms, report.not_read ?? [])
      }
      actions={
        view !== undefined &&
        (view.report !== null || view.earlier.length > 0) && (
          <>
            {view.earlier.length > 1 && (
              <Select
                label={words.earlier}
                hideLabel
                options={view.earlier.map((line) => ({
                  id: line.id,
                  label: `${dateTime(line.at)}, ${verdictWords[line.verdict].toLowerCase()}`,
                  note: words.earlierNote(line.rows_read, line.left_behind),
                }))}
                value={report?.id ?? null}
                onChange={setWanted}
              />
            )}
            <Button icon={RefreshCw} isDisabled={running} onPress={begin}>
              {words.again}
            </Button>
          </>
        )
      }
    >
      <SampleNote project={project} />
      <Loaded query={query} loading={<Waiting label={words.loading} rows={8} />}>
        {(loaded) => (
          <div className="rehearsal">
            {loaded.running && (
              <Progress
                progress={loaded.progress}
                onCancel={() => cancel.mutate()}
                cancelling={cancel.isPending}
              />
            )}
            {loaded.problem !== null && !loaded.running && (
              <Trouble
                problem={loaded.problem}
                ways={{ read_again: { label: words.again, onPress: begin } }}
              />
            )}
            {report === null && !loaded.running && loaded.problem === null && older === null && (
              <EmptyState
                title={words.empty}
                text={words.emptyText}
                actions={
                  <Button variant="primary" icon={FlaskConical} isPending={start.isPending} onPress={begin}>
                    {words.start}
                  </Button>
                }
              />
            )}
            {older !== null && earlier.isError && <Trouble problem={earlier.error} />}
            {older !== null && earlier.isPending && <Waiting label={words.loading} />}
            {report !== null && (
              <Report
                key={report.id}
                project={project}
                report={report}
                view={loaded}
                latest={older === null}
                onLatest={() => setWanted(null)}
                onAgain={begin}
              />
            )}
          </div>
        )}
      </Loaded>
    </Screen>
  );
}

function Report({
  project,
  report,
  view,
  latest,
  onLatest,
  onAgain,
}: {
  project: string;
  report: Rehearsal;
  view: RehearsalView;
  latest: boolean;
  onLatest: () => void;
  onAgain: () => void;
}) {
  const { decided, choose, back, pending } = useDecided(project, report.id);
  const first = decisions(report.findings).find((finding) => !decided.has(finding.id));
  const goTo = useGoTo();
  const show = (id: string) => {
    const place = document.getElementById(findingAnchor(id));
    place?.scrollIntoView({ block: "nearest" });
    place?.querySelector("button")?.focus();
  };
  /** The button that was pressed has gone: the keyboard goes on with what stands in its place. */
  const stay = (id: string) => () =>
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) show(id);
    });

  const moveTo = (by: number) => {
    const all = [...document.querySelectorAll<HTMLElement>(".finding")];
    const at = all.findIndex((each) => each.contains(document.activeElement));
    all[at < 0 ? 0 : at + by]?.focus();
  };
  useShortcuts([
    { keys: "J", label: words.nextFinding, group: "screen", run: () => moveTo(1) },
    { keys: "K", label: words.previousFinding, group: "screen", run: () => moveTo(-1) },
    {
      keys: "Mod+Enter",
      label: first === undefined ? words.openRun : words.firstDecision,
      group: "screen",
      run: () => {
        if (first !== undefined) show(first.id);
        else if (report.verdict === "ready" && latest) goTo("run", project);
      },
    },
  ]);

  return (
    <>
      {!latest && (
        <div className="notice notice-info">
          <span className="grow">{words.oldReport}</span>
          <Button size="s" onPress={onLatest}>
            {words.toLatest}
          </Button>
        </div>
      )}
      {latest && view.outdated !== null && !view.running && (
        <div className="notice notice-warn" role="status">
          <span className="grow">
            <b>{words.outdated}</b> {view.outdated}
          </span>
          <Button size="s" icon={RefreshCw} onPress={onAgain}>
            {words.again}
          </Button>
        </div>
      )}
      <VerdictCard
        report={report}
        decided={decided}
        action={
          first !== undefined
            ? latest && (
                <Button variant="primary" iconAfter={ArrowRight} onPress={() => show(first.id)}>
                  {first.severity === "fails" ? words.firstFailure : words.firstDecision}
                </Button>
              )
            : report.verdict === "ready" &&
              latest &&
              view.outdated === null && (
                <LinkButton variant="primary" iconAfter={ArrowRight} href={screenPath(project, "run")}>
                  {words.openRun}
                </LinkButton>
              )
        }
      />
      <SixFigures report={report} />
      <div className="rehearsal-parts">
        <ReportTabs report={report} />
        <FindingsPanel
          findings={
            latest ? report.findings : report.findings.map((finding) => ({ ...finding, choices: [] }))
          }
          decided={decided}
          pending={pending}
          onChoose={(finding, choice) => choose.mutate({ finding, choice }, { onSuccess: stay(finding.id) })}
          onTakeBack={(finding) => back.mutate(finding, { onSuccess: stay(finding.id) })}
        />
      </div>
    </>
  );
}
