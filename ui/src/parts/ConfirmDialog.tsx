import { ArrowRight, CircleCheck, CircleDashed, Clock, Lock, TriangleAlert, Undo2 } from "lucide-react";
import { useEffect, useId, useState, type ReactNode } from "react";
import { Form } from "react-aria-components";
import { Button } from "./Button";
import { ChangeGlyph, EnvChip, type EnvironmentName } from "./Chip";
import { CopyCommand } from "./CopyCommand";
import { Dialog } from "./Dialog";
import { TextField } from "./Fields";
import { Icon } from "./Icon";
import { partWords } from "./words";

export interface Consequence {
  kind: "added" | "changed" | "removed" | "written" | "left";
  text: ReactNode;
}

export interface Check {
  state: "passed" | "open" | "waiting";
  text: ReactNode;
  note?: ReactNode;
}

export interface ConfirmDialogProps {
  isOpen: boolean;
  onClose: () => void;
  onConfirm: () => void;
  /** A question with the object and the verb: "Run plan 12 on assistant?" */
  title: string;
  env: EnvironmentName;
  place?: string;
  consequences: readonly Consequence[];
  /** Where it can be taken back from, or null: then that is said in red. */
  undoFrom: ReactNode | null;
  checks?: readonly Check[];
  /** The name to type. Without it a press is enough. */
  typeName?: string | undefined;
  /** The button opens only after this time: a pause, for staging. */
  pauseMs?: number;
  /** The verb and the environment: "Run on PROD". */
  confirmLabel: string;
  command?: string;
  pending?: boolean;
}

/**
 * What an act will do, whether it can be undone, and one deliberate step before it. The typed name is a
 * pause and no puzzle: it may be pasted.
 */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, onClose, env, title, place, command } = props;
  return (
    <Dialog
      role="alertdialog"
      dismissable={false}
      isOpen={isOpen}
      onClose={onClose}
      title={title}
      band={env === "PROD" ? "prod" : undefined}
      over={
        <>
          <EnvChip env={env} />
          {place !== undefined && <span className="t2 sm ellipsis">{place}</span>}
        </>
      }
    >
      <ConfirmBody {...props} command={command} />
    </Dialog>
  );
}

function ConfirmBody({
  onClose,
  onConfirm,
  env,
  consequences,
  undoFrom,
  checks = [],
  typeName,
  pauseMs = 0,
  confirmLabel,
  command,
  pending = false,
}: Omit<ConfirmDialogProps, "command"> & { command: string | undefined }) {
  const [typed, setTyped] = useState("");
  const rested = useRested(pauseMs);
  const hint = useId();
  const ready = (typeName === undefined || typed === typeName) && rested;

  return (
    <Form
      className="confirm"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !pending) onConfirm();
      }}
    >
      <ul className="confirm-list">
        {consequences.map((consequence, at) => (
          <li key={at} className="row g5">
            <ConsequenceSign kind={consequence.kind} />
            <span>{consequence.text}</span>
          </li>
        ))}
        <li className="row g5">
          {undoFrom === null ? (
            <>
              <span className="bad">
                <Icon of={TriangleAlert} />
              </span>
              <b className="bad">{partWords.confirm.final}</b>
            </>
          ) : (
            <>
              <span className="good">
                <Icon of={Undo2} />
              </span>
              <span>{undoFrom}</span>
            </>
          )}
        </li>
      </ul>

      {checks.length > 0 && (
        <ul className="confirm-checks">
          {checks.map((check, at) => (
            <li key={at} className="row">
              <CheckSign state={check.state} />
              <span className="grow">{check.text}</span>
              {check.note !== undefined && <span className="t3 sm">{check.note}</span>}
            </li>
          ))}
        </ul>
      )}

      {typeName !== undefined && (
        <div className="confirm-type">
          <p id={`${hint}-ask`}>
            {partWords.confirm.type} <code className="confirm-name">{typeName}</code>{" "}
            {partWords.confirm.toConfirm}
          </p>
          <TextField
            label={`${partWords.confirm.type} ${typeName} ${partWords.confirm.toConfirm}`}
            hideLabel
            mono
            autoFocus
            autoComplete="off"
            value={typed}
            onChange={setTyped}
          />
          <p id={hint} className="sm t3" aria-live="polite">
            {typingHint(typed, typeName)}
          </p>
        </div>
      )}

      {pauseMs > 0 && (
        // Its place stays when the pause is over, or the button would move under the pointer.
        <p id={`${hint}-rest`} className="sm t2" style={{ visibility: rested ? "hidden" : "visible" }}>
          {partWords.confirm.rest}
        </p>
      )}

      <div className="dialog-foot confirm-foot">
        {command !== undefined && <CopyCommand command={command} compact />}
        <span className="grow" />
        <Button onPress={onClose} autoFocus={typeName === undefined}>
          {partWords.cancel}
        </Button>
        <Button
          type="submit"
          variant={env === "LOCAL" ? "primary" : "danger"}
          blockedBy={ready ? undefined : rested ? hint : `${hint}-rest`}
          isPending={pending}
          {...(env === "PROD" && { icon: Lock })}
        >
          {confirmLabel}
        </Button>
      </div>
    </Form>
  );
}

function ConsequenceSign({ kind }: { kind: Consequence["kind"] }) {
  if (kind === "written" || kind === "left") {
    return (
      <span className={kind === "written" ? "ac" : "warn"}>
        <Icon of={kind === "written" ? ArrowRight : TriangleAlert} />
      </span>
    );
  }
  return <ChangeGlyph change={kind} label={false} />;
}

function CheckSign({ state }: { state: Check["state"] }) {
  const look = {
    passed: ["good", CircleCheck],
    open: ["warn", CircleDashed],
    waiting: ["info", Clock],
  } as const;
  const [tone, sign] = look[state];
  return (
    <span className={tone}>
      <Icon of={sign} size="s" />
    </span>
  );
}

function typingHint(typed: string, name: string): string {
  if (typed === name) return "";
  if (name.startsWith(typed))
    return partWords.confirm.lettersLeft(Array.from(name).length - Array.from(typed).length);
  return partWords.confirm.differs;
}

/** True once the pause is over. */
function useRested(pauseMs: number): boolean {
  const [over, setOver] = useState(pauseMs === 0);
  useEffect(() => {
    if (pauseMs === 0) return undefined;
    const timer = setTimeout(() => setOver(true), pauseMs);
    return () => clearTimeout(timer);
  }, [pauseMs]);
  return over;
}
