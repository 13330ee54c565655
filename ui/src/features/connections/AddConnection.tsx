import { FileSearch } from "lucide-react";
import { useState } from "react";
import type { Environment, Found, FoundStore } from "../../ipc/bindings";
import { useDoor } from "../../ipc/door";
import { Button } from "../../parts/Button";
import { EnvChip } from "../../parts/Chip";
import { Dialog } from "../../parts/Dialog";
import { Choices, TextField } from "../../parts/Fields";
import { FoundStoreTitle, foundStoreText } from "../found/FoundStores";
import { InlineProblem } from "../work/InlineProblem";
import { useConnectionChanges } from "./useConnections";
import { connectionWords as words, environmentGroups } from "./words";

/** Gives a file a name, so that plans can speak of it. The path itself stays on the other side of the door. */
export function AddConnection({
  project,
  taken,
  isOpen,
  onClose,
  onAdded,
}: {
  project: string | null;
  taken: readonly string[];
  isOpen: boolean;
  onClose: () => void;
  onAdded: (name: string) => void;
}) {
  return (
    <Dialog title={words.addTitle} isOpen={isOpen} onClose={onClose} size="l" dismissable>
      <AddForm project={project} taken={taken} onClose={onClose} onAdded={onAdded} />
    </Dialog>
  );
}

function AddForm({
  project,
  taken,
  onClose,
  onAdded,
}: {
  project: string | null;
  taken: readonly string[];
  onClose: () => void;
  onAdded: (name: string) => void;
}) {
  const door = useDoor();
  const { add } = useConnectionChanges(project);
  const [found, setFound] = useState<Found | null>(null);
  const [store, setStore] = useState<FoundStore | null>(null);
  const [name, setName] = useState("");
  const [environment, setEnvironment] = useState<Environment>("LOCAL");
  const [failure, setFailure] = useState<unknown>(null);

  const take = (next: FoundStore | null) => {
    setStore(next);
    setName(next?.name ?? "");
  };
  const pick = () => {
    setFailure(null);
    door.pick("files").then(
      (answer) => {
        if (answer === null) return;
        setFound(answer);
        take(answer.stores[0] ?? null);
      },
      (caught: unknown) => setFailure(caught),
    );
  };
  const error = taken.includes(name)
    ? words.addNameTaken
    : name.trim() === ""
      ? words.addNameEmpty
      : undefined;
  const unusable = found?.unusable ?? [];

  return (
    <div className="col g6">
      <p className="t2">{words.addText}</p>
      <div>
        <Button icon={FileSearch} variant={found === null ? "primary" : "default"} onPress={pick} autoFocus>
          {found === null ? words.addPick : words.addOther}
        </Button>
      </div>
      {failure !== null && <InlineProblem caught={failure} />}
      {unusable.map(([file, problem]) => (
        <p key={file} className="notice notice-bad">
          <span className="grow">
            <b className="mono">{file}</b> {problem.why}
          </span>
        </p>
      ))}
      {found !== null && store !== null && (
        <>
          <Choices
            label={words.addWhich}
            value={store.token}
            onChange={(token) => take(found.stores.find((each) => each.token === token) ?? null)}
            options={found.stores.map((each) => ({
              id: each.token,
              title: <FoundStoreTitle store={each} />,
              text: foundStoreText(each),
            }))}
          />
          <TextField label={words.addName} value={name} onChange={setName} error={error} mono />
          <Choices
            label={words.addEnvironment}
            columns={2}
            value={environment}
            onChange={setEnvironment}
            options={[...environmentGroups].reverse().map((group) => ({
              id: group.id,
              title: <EnvChip env={group.id} />,
              text: group.rule,
            }))}
          />
        </>
      )}
      {add.isError && <InlineProblem caught={add.error} />}
      <div className="dialog-foot dialog-foot-in">
        <Button onPress={onClose}>{words.cancelAdd}</Button>
        <Button
          variant="primary"
          isPending={add.isPending}
          isDisabled={store === null || error !== undefined}
          onPress={() => {
            if (store === null) return;
            add.mutate(
              { token: store.token, name: name.trim(), environment },
              { onSuccess: () => onAdded(name.trim()) },
            );
          }}
        >
          {words.addSave}
        </Button>
      </div>
    </div>
  );
}
