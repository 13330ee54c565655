import { ArrowRight, FileText, Files, FolderOpen, PlugZap } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import type { ConnectionView, EnvFile, Environment, Found, NewTarget, Pick } from "../../ipc/bindings";
import { useDoor } from "../../ipc/door";
import { Button } from "../../parts/Button";
import { EnvChip } from "../../parts/Chip";
import { Choices, TextField } from "../../parts/Fields";
import { Icon } from "../../parts/Icon";
import { SkeletonRows } from "../../parts/Skeleton";
import { EnvReview } from "../connections/EnvReview";
import { serverWords } from "../connections/serverWords";
import { useConnections } from "../connections/useConnections";
import { environmentGroups } from "../connections/words";
import { useShowProject } from "../frame/queries";
import { InlineProblem } from "../work/InlineProblem";
import { notify } from "../../parts/Toasts";
import { fileNameProblem, newFileName, proposedName } from "./names";
import { SourceStep } from "./SourceStep";
import { TargetStep, type TargetKind } from "./TargetStep";
import { foundWords as words } from "./words";
import "./found.css";

type Step = "start" | "source" | "target" | "environment";
const steps: readonly Step[] = ["start", "source", "target", "environment"];

/**
 * From "what do you want to move" to a project, in four questions. Each can be gone back to, nothing is
 * asked twice, and nothing is written anywhere but the project itself.
 */
export function NewMigration({ found: first, onClose }: { found: Found | null; onClose: () => void }) {
  const door = useDoor();
  const show = useShowProject();
  const [step, setStep] = useState<Step>(first === null ? "start" : "source");
  const [found, setFound] = useState<Found | null>(first);
  const [taken, setTaken] = useState<ReadonlySet<string>>(
    () => new Set(first?.stores.map((store) => store.token)),
  );
  const [kind, setKind] = useState<TargetKind>("new_file");
  const [fileName, setFileName] = useState<string | null>(null);
  const [place, setPlace] = useState<Found | null>(null);
  const [environment, setEnvironment] = useState<Environment>("LOCAL");
  const [name, setName] = useState<string | null>(null);
  const saved = useConnections(null).data ?? [];
  const [savedTaken, setSavedTaken] = useState<ReadonlySet<string>>(new Set());
  const [connectionName, setConnectionName] = useState<string | null>(null);
  const [env, setEnv] = useState<EnvFile | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  /** Runs one act at a time and keeps what went wrong for the person to read. */
  const doing = async (act: () => Promise<void>) => {
    setBusy(true);
    setFailure(null);
    try {
      await act();
    } catch (caught) {
      setFailure(caught);
    } finally {
      setBusy(false);
    }
  };
  const go = (to: Step) => {
    setFailure(null);
    setStep(to);
  };

  const look = (what: Pick) =>
    doing(async () => {
      const answer = await door.pick(what);
      if (answer === null) return;
      if (what === "plan" && answer.plan_file !== null) {
        await show(await door.projectFromPlan(answer.token));
        onClose();
        return;
      }
      setFound(answer);
      setTaken(new Set(answer.stores.map((store) => store.token)));
      setStep("source");
    });
  const openPlan = () =>
    doing(async () => {
      if (found === null) return;
      await show(await door.projectFromPlan(found.token));
      onClose();
    });
  const choosePlace = (what: Pick) =>
    doing(async () => {
      const answer = await door.pick(what);
      if (answer !== null) setPlace(answer);
    });

  const stores = (found?.stores ?? []).filter((store) => taken.has(store.token));
  const savedSources = saved.filter((view) => savedTaken.has(view.name));
  const sources = [...stores, ...savedSources];
  const file = fileName ?? newFileName(sources);
  const projectName = name ?? proposedName(sources);
  const free = saved.filter((view) => !savedTaken.has(view.name));
  const connection = free.find((view) => view.name === connectionName) ?? null;
  const target = targetOf(kind, file, place, connection);
  // A saved target is guarded as it was said to be; nobody is asked twice.
  const guarded = kind === "saved" ? connection?.environment : undefined;

  const create = () =>
    doing(async () => {
      if (target === null) return;
      const view = await door.projectCreate({
        name: projectName.trim(),
        sources: stores.map((store) => store.token),
        saved_sources: savedSources.map((view) => view.name),
        target,
        environment: guarded ?? environment,
      });
      await show(view);
      onClose();
    });

  if (env !== null) {
    return (
      <EnvReview
        file={env}
        closeLabel={words.back}
        onClose={() => setEnv(null)}
        onSaved={(names) => {
          setEnv(null);
          notify({ tone: "good", title: serverWords.envSaved(names) });
        }}
      />
    );
  }

  const at = steps.indexOf(step);
  return (
    <div className="new-migration">
      <p className="over" role="status">
        {words.step(at + 1, steps.length, words.steps[at] ?? "")}
      </p>

      {step === "start" && (
        <>
          <h3>{words.start}</h3>
          <p className="t2">{words.startNote}</p>
          {busy ? (
            <SkeletonRows label={words.looking} showLabel rows={3} />
          ) : (
            <div className="new-ways">
              <Way
                icon={FolderOpen}
                title={words.folder}
                text={words.folderText}
                onPress={() => void look("folder")}
              />
              <Way
                icon={Files}
                title={words.files}
                text={words.filesText}
                onPress={() => void look("files")}
              />
              {saved.length > 0 && (
                <Way
                  icon={PlugZap}
                  title={words.fromSaved}
                  text={words.fromSavedText}
                  onPress={() => {
                    setFound(null);
                    go("source");
                  }}
                />
              )}
              <Way
                icon={FileText}
                title={words.plan}
                text={words.planText}
                onPress={() => void look("plan")}
              />
            </div>
          )}
          <p className="sm t3">{words.dropHint}</p>
        </>
      )}

      {step === "source" && (
        <SourceStep
          found={found}
          taken={taken}
          onTaken={setTaken}
          saved={saved}
          savedTaken={savedTaken}
          onSavedTaken={setSavedTaken}
          busy={busy}
          onOpenPlan={() => void openPlan()}
          onEnv={setEnv}
        />
      )}

      {step === "target" && (
        <TargetStep
          kind={kind}
          onKind={(next) => {
            setKind(next);
            setPlace(null);
            setFailure(null);
          }}
          file={file}
          onFile={setFileName}
          place={place}
          onChoosePlace={(what) => void choosePlace(what)}
          busy={busy}
          saved={free}
          connection={connection}
          onConnection={setConnectionName}
        />
      )}

      {step === "environment" && (
        <>
          <h3>{words.environment}</h3>
          <p className="t2">{words.environmentNote}</p>
          {connection !== null && guarded !== undefined ? (
            <p className="row g4">
              <EnvChip env={guarded} />
              <span>{words.savedGuard(connection.name)}</span>
            </p>
          ) : (
            <Choices
              label={words.environment}
              hideLabel
              columns={2}
              value={environment}
              onChange={setEnvironment}
              options={[...environmentGroups].reverse().map((group) => ({
                id: group.id,
                title: <EnvChip env={group.id} />,
                text: group.rule,
              }))}
            />
          )}
          <TextField
            label={words.project}
            value={projectName}
            onChange={setName}
            error={projectName.trim() === "" ? words.projectEmpty : undefined}
          />
        </>
      )}

      {failure !== null && <InlineProblem caught={failure} />}

      <div className="dialog-foot new-foot">
        {at > 0 && (
          <Button variant="quiet" onPress={() => go(steps[at - 1] ?? "start")}>
            {words.back}
          </Button>
        )}
        <span className="grow" />
        <Button onPress={onClose}>{words.cancel}</Button>
        {step === "source" && (
          <Button
            variant="primary"
            iconAfter={ArrowRight}
            isDisabled={sources.length === 0}
            onPress={() => go("target")}
          >
            {words.use}
          </Button>
        )}
        {step === "target" && (
          <Button
            variant="primary"
            iconAfter={ArrowRight}
            isDisabled={target === null}
            onPress={() => go("environment")}
          >
            {words.continue}
          </Button>
        )}
        {step === "environment" && (
          <Button
            variant="primary"
            isPending={busy}
            isDisabled={projectName.trim() === ""}
            onPress={() => void create()}
          >
            {words.create}
          </Button>
        )}
      </div>
    </div>
  );
}

function targetOf(
  kind: TargetKind,
  file: string,
  place: Found | null,
  connection: ConnectionView | null,
): NewTarget | null {
  if (kind === "new_file")
    return fileNameProblem(file) === null ? { target: "new_file", name: file.trim() } : null;
  if (kind === "saved") return connection === null ? null : { target: "saved", connection: connection.name };
  const picked = place?.stores[0];
  return picked === undefined ? null : { target: "picked", token: picked.token };
}

function Way({
  icon,
  title,
  text,
  onPress,
}: {
  icon: LucideIcon;
  title: string;
  text: string;
  onPress: () => void;
}) {
  return (
    <AriaButton className="new-way" onPress={onPress}>
      <span className="ac">
        <Icon of={icon} size="l" />
      </span>
      <span className="grow">
        <b>{title}</b>
        <span className="sm t2 new-way-text">{text}</span>
      </span>
    </AriaButton>
  );
}
