import { useState } from "react";
import type { Environment } from "../../ipc/bindings";
import { Button } from "../../parts/Button";
import { Chip, EnvChip } from "../../parts/Chip";
import { ConfirmDialog } from "../../parts/ConfirmDialog";
import { Choices } from "../../parts/Fields";
import { serverWords } from "./serverWords";
import { connectionWords as words, environmentGroups, guardOrder } from "./words";

/** Which kind of database it is. A guess is called one until a person has said it. */
export function EnvironmentChoice({
  value,
  guessed,
  error,
  onChange,
}: {
  value: Environment | null;
  guessed: boolean;
  /** Why it cannot be saved as it is. */
  error?: string | undefined;
  onChange: (environment: Environment) => void;
}) {
  return (
    <div className="col g3">
      <Choices
        label={words.environment}
        columns={2}
        value={value}
        onChange={onChange}
        options={[...environmentGroups].reverse().map((group) => ({
          id: group.id,
          title: <EnvChip env={group.id} />,
          text: group.rule,
          mark: guessed && group.id === value && <Chip tone="info">{serverWords.guess}</Chip>,
        }))}
      />
      {guessed && value !== null && (
        <p className="row g4 sm t2">
          {serverWords.guessed}
          <Button variant="link" size="s" onPress={() => onChange(value)}>
            {serverWords.confirm(value)}
          </Button>
        </p>
      )}
      {error !== undefined && (
        <p role="alert" className="field-error">
          {error}
        </p>
      )}
    </div>
  );
}

/** Of a saved connection it holds at once, and leaving strict guards behind is asked for. */
export function SavedEnvironment({
  name,
  place,
  value,
  guessed,
  onChange,
}: {
  name: string;
  place: string;
  value: Environment;
  guessed: boolean;
  onChange: (environment: Environment) => void;
}) {
  const [lower, setLower] = useState<Environment | null>(null);
  const choose = (to: Environment) => {
    const strict = value === "PROD" || value === "STAGING";
    if (strict && guardOrder.indexOf(to) < guardOrder.indexOf(value)) setLower(to);
    else if (to !== value || guessed) onChange(to);
  };
  return (
    <>
      <EnvironmentChoice value={value} guessed={guessed} onChange={choose} />
      {lower !== null && (
        <ConfirmDialog
          isOpen
          onClose={() => setLower(null)}
          onConfirm={() => {
            setLower(null);
            onChange(lower);
          }}
          title={words.lowerTitle(name, lower)}
          env={value}
          place={place}
          consequences={[{ kind: "changed", text: words.lowerLine(value, lower) }]}
          undoFrom={words.lowerUndo}
          confirmLabel={words.lowerDo(lower)}
        />
      )}
    </>
  );
}
