import { KeyRound } from "lucide-react";
import { useState } from "react";
import type { PasswordChoice, PasswordKept } from "../../ipc/bindings";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Fields";
import { KeptBox } from "./KeptBox";
import { serverWords as words } from "./serverWords";

/** A password is typed, replaced or removed here, and never shown: where it is, is all there is to see. */
export function PasswordField({
  value,
  kept,
  error,
  onChange,
}: {
  value: PasswordChoice;
  /** Where the saved one is; none for a new connection. */
  kept: PasswordKept | null;
  error: string | undefined;
  onChange: (next: PasswordChoice) => void;
}) {
  const [replacing, setReplacing] = useState(false);
  const isKept = kept !== null && kept.kept !== "nowhere";
  const before: PasswordChoice = kept === null ? { password: "nothing" } : { password: "unchanged" };
  const keep = (
    <Button variant="link" size="s" onPress={() => onChange({ password: "unchanged" })}>
      {words.keepPassword}
    </Button>
  );
  const replace = (
    <Button
      variant="link"
      size="s"
      aria-label={words.replacePassword}
      onPress={() => {
        setReplacing(true);
        onChange(isKept ? { password: "typed", text: "" } : before);
      }}
    >
      {words.replace}
    </Button>
  );

  if (value.password === "draft" || (isKept && value.password !== "typed")) {
    return (
      <div className="col g2">
        <KeptBox label={words.password} icon={KeyRound} text={whereOf(value, kept)} />
        {kept?.kept === "missing" && value.password === "unchanged" && (
          <p className="field-help">{kept.problem.why}</p>
        )}
        <div className="row g5">
          {value.password !== "nothing" && replace}
          {isKept && value.password !== "unchanged" && keep}
          {value.password === "unchanged" && (
            <Button variant="link" size="s" onPress={() => onChange({ password: "nothing" })}>
              {words.removePassword}
            </Button>
          )}
        </div>
      </div>
    );
  }

  // Emptied where no password was before, it is as if nothing had been typed; a replacement stays one.
  return (
    <div className="col g2">
      <TextField
        label={isKept ? words.passwordNew : words.password}
        type="password"
        autoComplete="off"
        autoFocus={replacing}
        value={value.password === "typed" ? value.text : ""}
        onChange={(text) => onChange(text === "" && !isKept ? before : { password: "typed", text })}
        error={error}
        help={isKept ? undefined : words.passwordHelp}
      />
      {isKept && <div>{keep}</div>}
    </div>
  );
}

/** Where the password is that would be used: in words, never in stars. */
function whereOf(value: PasswordChoice, kept: PasswordKept | null): string {
  if (value.password === "draft") return words.passwordIn.draft;
  if (value.password === "nothing" || kept === null || kept.kept === "nowhere")
    return words.passwordIn.removed;
  return words.passwordIn[kept.kept];
}
