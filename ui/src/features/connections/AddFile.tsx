import { FileSearch } from "lucide-react";
import { useState } from "react";
import type { Environment, Found } from "../../ipc/bindings";
import { Button } from "../../parts/Button";
import { EnvChip } from "../../parts/Chip";
import { Choices, TextField } from "../../parts/Fields";
import { FoundStoreTitle, foundStoreText } from "../found/FoundStores";
import { InlineProblem } from "../work/InlineProblem";
import { useConnectionChanges } from "./useConnections";
import { connectionWords as words, environmentGroups } from "./words";

/** Gives a file a name, so that plans can speak of it. The path itself stays on the other side of the door. */
export function AddFile({
  project,
  taken,
  found,
  failure,
  onPick,
  onClose,
  onAdded,
}: {
  project: string | null;
  taken: readonly string[];
  found: Found;
  /** What went wrong when another file was looked into. */
  failure: unknown;
  onPick: () => void;
  onClose: () => void;
  onAdded: (name: string) => void;
}) {
  const { add } = useConnectionChanges(project);
  const [store, setStore] = useState(found.stores[0] ?? null);
  const [name, setName] = useState(store?.name ?? "");
  const [environment, setEnvironment] = useState<Environment>("LOCAL");
  const error = taken.includes(name)
    ? words.addNameTaken
    : name.trim() === ""
      ? words.addNameEmpty
      : undefined;

  return (
    <>
      <p className="t2">{words.addText}</p>
      <div>
        <Button icon={FileSearch} onPress={onPick} autoFocus>
          {words.addOther}
        </Button>
      </div>
      {failure !== null && <InlineProblem caught={failure} />}
      {found.unusable.map(([file, problem]) => (
        <p key={file} className="notice notice-bad">
          <span className="grow">
            <b className="mono">{file}</b> {problem.why}
          </span>
        </p>
      ))}
      {store !== null && (
        <>
          <Choices
            label={words.addWhich}
            value={store.token}
            onChange={(token) => {
              const next = found.stores.find((each) => each.token === token) ?? null;
              setStore(next);
              setName(next?.name ?? "");
            }}
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
            const saved = name.trim();
            add.mutate({ token: store.token, name: saved, environment }, { onSuccess: () => onAdded(saved) });
          }}
        >
          {words.addSave}
        </Button>
      </div>
    </>
  );
}
