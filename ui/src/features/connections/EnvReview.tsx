import { CircleCheck, KeyRound } from "lucide-react";
import type { EnvFile } from "../../ipc/bindings";
import { Button } from "../../parts/Button";
import { Chip, StoreIcon } from "../../parts/Chip";
import { Checkbox, Select, TextField } from "../../parts/Fields";
import { list } from "../../parts/format";
import { Icon } from "../../parts/Icon";
import "../work/work.css";
import "./connections.css";
import { SaveRefused } from "./SaveRefused";
import { serverWords as words } from "./serverWords";
import { useTakenNames } from "./useConnections";
import { type EnvLine, useEnvSave } from "./useEnvSave";
import { environmentGroups } from "./words";

/** What a file of settings held, by name: choose, look over, save. */
export function EnvReview({
  file,
  closeLabel = words.envClose,
  onClose,
  onSaved,
}: {
  file: EnvFile;
  closeLabel?: string;
  onClose: () => void;
  onSaved: (names: readonly string[]) => void;
}) {
  const taken = useTakenNames();
  const { lines, saving, refused, change, save } = useEnvSave(file);
  const open = lines.filter((line) => line.taken && !line.saved);
  const problems = lines.map((line) => nameProblem(line, lines, taken));
  const wrong = problems.some((problem) => problem !== undefined);
  const saveAll = async (keep: "keychain" | "until_closed") => {
    const names = await save(keep);
    if (names !== null) onSaved(names);
  };

  return (
    <div className="col g6" inert={saving}>
      <p className="t2 connection-place">
        {file.found.length === 0
          ? words.envNothing(file.place)
          : `${words.envFound(file.found.length, file.place)} ${words.envOnlyNames}`}
      </p>
      {lines.length > 0 && (
        <ul className="env-lines" aria-label={words.envTitle}>
          {lines.map((line, at) => (
            <Line
              key={line.find.variables.join(" ")}
              line={line}
              problem={problems[at]}
              onChange={(to) => change(at, to)}
            />
          ))}
        </ul>
      )}
      {file.unusable.length > 0 && (
        <div>
          <h3 className="sm">{words.envUnusable(file.unusable.length)}</h3>
          <ul className="col g2">
            {file.unusable.map(([variable, why]) => (
              <li key={variable} className="sm">
                <span className="mono">{variable}:</span> <span className="t2">{why}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {refused !== null && (
        <SaveRefused
          caught={refused}
          saving={saving}
          onKeepUntilClosed={() => void saveAll("until_closed")}
        />
      )}
      <div className="dialog-foot dialog-foot-in">
        <Button onPress={onClose}>{closeLabel}</Button>
        {lines.length > 0 && (
          <Button
            variant="primary"
            isPending={saving}
            isDisabled={open.length === 0 || wrong}
            onPress={() => void saveAll("keychain")}
          >
            {words.envSave(open.length)}
          </Button>
        )}
      </div>
    </div>
  );
}

function nameProblem(line: EnvLine, lines: readonly EnvLine[], taken: readonly string[]): string | undefined {
  if (!line.taken || line.saved) return undefined;
  const name = line.name.trim();
  if (name === "") return words.nameEmpty;
  const twice = lines.some((other) => other !== line && other.taken && other.name.trim() === name);
  return twice || taken.includes(name) ? words.nameTaken : undefined;
}

function Line({
  line,
  problem,
  onChange,
}: {
  line: EnvLine;
  problem: string | undefined;
  onChange: (to: Partial<EnvLine>) => void;
}) {
  const { variables, draft } = line.find;
  const said = list(variables);
  return (
    <li className="env-line">
      {line.saved ? (
        <span className="good env-take">
          <Icon of={CircleCheck} />
        </span>
      ) : (
        <div className="env-take">
          <Checkbox
            label={words.envTake(said)}
            isSelected={line.taken}
            onChange={(taken) => onChange({ taken })}
          />
        </div>
      )}
      <div className="grow col g3">
        <div className="row g3 wrap">
          <StoreIcon kind={draft.form.kind} size="s" />
          <span className="mono env-place">{placeOf(draft.form)}</span>
          <Chip {...(draft.password !== null && { icon: KeyRound })}>
            {draft.password === null ? words.envNoPassword : words.envPassword}
          </Chip>
        </div>
        <p className="sm t2 env-place">
          {words.envFrom} <span className="mono">{variables.join(", ")}</span>
          {draft.left_out.length > 0 && `. ${words.leftOut(list(draft.left_out))}`}
        </p>
        {draft.known_as !== null && <p className="sm t2">{words.knownAs(draft.known_as)}</p>}
      </div>
      <div className="env-said">
        {line.saved ? (
          <span className="sm t2">
            {words.envSavedAs} <b>{line.name}</b>
          </span>
        ) : (
          <>
            <TextField
              label={words.envName(said)}
              hideLabel
              isDisabled={!line.taken}
              value={line.name}
              onChange={(name) => onChange({ name })}
              error={problem}
            />
            <Select
              label={words.envEnvironment(said)}
              hideLabel
              isDisabled={!line.taken}
              value={line.environment}
              onChange={(environment) => onChange({ environment })}
              options={[...environmentGroups].reverse().map((group) => ({
                id: group.id,
                label:
                  group.id === draft.environment ? `${group.id} (${words.guess.toLowerCase()})` : group.id,
                note: group.rule,
              }))}
            />
          </>
        )}
      </div>
    </li>
  );
}

/** Where it is in a few words; what is not said is left to the usual. */
function placeOf({ host, port, database, socket }: EnvLine["find"]["draft"]["form"]): string {
  const at = socket?.name ?? (port === null ? host || words.hostUsual : `${host || words.hostUsual}:${port}`);
  return database === "" ? at : `${at}/${database}`;
}
