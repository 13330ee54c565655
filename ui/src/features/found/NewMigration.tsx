import { ArrowRight, FileText, FolderOpen, Files } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import type { Environment, Found, NewTarget, Pick } from "../../ipc/bindings";
import { useDoor } from "../../ipc/door";
import { Button } from "../../parts/Button";
import { Chip, EnvChip } from "../../parts/Chip";
import { Checkbox, Choices, TextField } from "../../parts/Fields";
import { Icon } from "../../parts/Icon";
import { SkeletonRows } from "../../parts/Skeleton";
import { environmentGroups } from "../connections/words";
import { useShowProject } from "../frame/queries";
import { InlineProblem } from "../work/InlineProblem";
import { FoundStoreTitle, foundStoreText } from "./FoundStores";
import { fileNameProblem, newFileName, proposedName } from "./names";
import { foundWords as words } from "./words";
import "./found.css";

type Step = "start" | "source" | "target" | "environment";
const steps: readonly Step[] = ["start", "source", "target", "environment"];

type TargetKind = "new_file" | "new_place" | "existing";

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
  const file = fileName ?? newFileName(stores);
  const projectName = name ?? proposedName(stores);
  const picked = place?.stores[0];
  const target: NewTarget | null =
    kind === "new_file"
      ? fileNameProblem(file) === null
        ? { target: "new_file", name: file.trim() }
        : null
      : picked === undefined
        ? null
        : { target: "picked", token: picked.token };

  const create = () =>
    doing(async () => {
      if (target === null) return;
      const view = await door.projectCreate({
        name: projectName.trim(),
        sources: stores.map((store) => store.token),
        target,
        environment,
      });
      await show(view);
      onClose();
    });

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

      {step === "source" && found !== null && (
        <>
          <h3>{words.source}</h3>
          <p className="t2 new-place">
            {found.stores.length === 0 ? words.foundNothingText(found.place) : summary(found)}
          </p>
          {found.plan_file !== null && (
            <div className="notice notice-info">
              <span className="grow">{words.existingPlan(found.plan_file)}</span>
              <Button size="s" isPending={busy} onPress={() => void openPlan()}>
                {words.openPlan}
              </Button>
            </div>
          )}
          <ul className="new-stores" aria-label={words.source}>
            {found.stores.map((store) => (
              <li key={store.token} className="new-store">
                <Checkbox
                  isSelected={taken.has(store.token)}
                  onChange={(on) => {
                    const next = new Set(taken);
                    if (on) next.add(store.token);
                    else next.delete(store.token);
                    setTaken(next);
                  }}
                >
                  <span className="grow">
                    <FoundStoreTitle store={store} />
                    <span className="sm t2 new-store-text">{foundStoreText(store)}</span>
                  </span>
                </Checkbox>
              </li>
            ))}
          </ul>
          {found.unusable.length > 0 && (
            <div>
              <h4 className="sm">{words.unusable(found.unusable.length)}</h4>
              <ul className="new-unusable">
                {found.unusable.map(([unusable, problem]) => (
                  <li key={unusable} className="sm">
                    <span className="mono">{unusable}</span> <span className="t2">{problem.why}</span>
                  </li>
                ))}
              </ul>
            </div>
          )}
        </>
      )}

      {step === "target" && (
        <>
          <h3>{words.target}</h3>
          <p className="t2">{words.targetNote}</p>
          <Choices<TargetKind>
            label={words.target}
            hideLabel
            value={kind}
            onChange={(next) => {
              setKind(next);
              setPlace(null);
              setFailure(null);
            }}
            options={[
              {
                id: "new_file",
                title: words.newFile,
                text: words.newFileText,
                mark: <Chip tone="ac">{words.recommended}</Chip>,
              },
              { id: "new_place", title: words.newPlace, text: words.newPlaceText },
              { id: "existing", title: words.existing, text: words.existingText },
            ]}
          />
          {kind === "new_file" ? (
            <TextField
              label={words.newFileName}
              mono
              value={file}
              onChange={setFileName}
              error={fileNameProblem(file) ?? undefined}
            />
          ) : (
            <div className="row">
              <Button
                isPending={busy}
                onPress={() => void choosePlace(kind === "existing" ? "target" : "new_target")}
              >
                {picked === undefined ? words.choose : words.chooseOther}
              </Button>
              {picked !== undefined && (
                <span className="grow ellipsis">
                  <FoundStoreTitle store={picked} />
                  {kind === "existing" && <span className="sm t2">{foundStoreText(picked)}</span>}
                </span>
              )}
            </div>
          )}
          {place?.unusable.map(([unusable, problem]) => (
            <p key={unusable} role="alert" className="notice notice-bad">
              <span className="grow">
                <b className="mono">{unusable}</b> {problem.why}
              </span>
            </p>
          ))}
        </>
      )}

      {step === "environment" && (
        <>
          <h3>{words.environment}</h3>
          <p className="t2">{words.environmentNote}</p>
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
            isDisabled={stores.length === 0}
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

function summary(found: Found): string {
  const tables = found.stores.reduce((sum, store) => sum + store.tables, 0);
  const rows = found.stores.reduce((sum, store) => sum + store.rows, 0);
  return `${words.found(found.stores.length, tables, rows)} ${found.place}`;
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
