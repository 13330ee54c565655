import type { KeptFile, PasswordKept, ServerKind } from "../../ipc/bindings";
import { Button } from "../../parts/Button";
import { Select, TextField } from "../../parts/Fields";
import { InlineProblem } from "../work/InlineProblem";
import { withKind, type Edited, type FieldProblems, type Fields } from "./fields";
import { KeptFileField, useFilePick } from "./KeptFileField";
import { PasswordField } from "./PasswordField";
import { serverWords as words } from "./serverWords";

/** Where a server is and as whom one comes. What is left empty is the usual, which stands in its place. */
export function ServerFields({
  edited,
  fields,
  kinds,
  kept,
  problems,
  onChange,
}: {
  edited: Edited;
  fields: Fields;
  kinds: readonly ServerKind[];
  kept: PasswordKept | null;
  problems: FieldProblems;
  onChange: (next: Edited) => void;
}) {
  const kind = kinds.find((each) => each.kind === fields.kind);
  const put = (change: Partial<Fields>) => onChange({ ...edited, fields: { ...fields, ...change } });
  return (
    <div className="connection-fields">
      <TextField
        label={words.name}
        value={edited.name}
        onChange={(name) => onChange({ ...edited, name })}
        error={problems.name}
      />
      <Select
        label={words.engine}
        value={fields.kind}
        options={kinds.map((each) => ({ id: each.kind, label: each.name }))}
        onChange={(next) => {
          const chosen = kinds.find((each) => each.kind === next);
          if (chosen !== undefined) onChange({ ...edited, fields: withKind(fields, chosen) });
        }}
      />
      {fields.socket === null ? (
        <>
          <div className="col g2">
            <TextField
              label={words.host}
              mono
              placeholder={words.hostUsual}
              value={fields.host}
              onChange={(host) => put({ host })}
            />
            <UseSocket kind={fields.kind} onChosen={(socket) => put({ socket })} />
          </div>
          <TextField
            label={words.port}
            mono
            inputMode="numeric"
            placeholder={kind === undefined ? "" : String(kind.port)}
            value={fields.port}
            onChange={(port) => put({ port })}
            error={problems.port}
          />
        </>
      ) : (
        <div className="connection-wide">
          <KeptFileField
            label={words.socket}
            kind={fields.kind}
            purpose="socket"
            value={fields.socket}
            help={words.socketText}
            onChange={(socket) => put({ socket })}
          />
        </div>
      )}
      <TextField
        label={words.database}
        mono
        value={fields.database}
        onChange={(database) => put({ database })}
      />
      {kind?.schema != null && (
        <TextField
          label={words.schema}
          mono
          placeholder={kind.schema}
          value={fields.schema}
          onChange={(schema) => put({ schema })}
        />
      )}
      <TextField
        label={words.user}
        mono
        autoComplete="off"
        placeholder={kind?.user ?? ""}
        value={fields.user}
        onChange={(user) => put({ user })}
      />
      <PasswordField
        value={edited.password}
        kept={kept}
        error={problems.password}
        onChange={(password) => onChange({ ...edited, password })}
      />
    </div>
  );
}

function UseSocket({ kind, onChosen }: { kind: string; onChosen: (socket: KeptFile) => void }) {
  const { choose, refused } = useFilePick(kind, "socket", onChosen);
  return (
    <>
      <div>
        <Button variant="link" size="s" onPress={choose}>
          {words.socketUse}
        </Button>
      </div>
      {refused !== null && <InlineProblem caught={refused} />}
    </>
  );
}
