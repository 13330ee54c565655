import { Check, Copy, PencilLine, PlugZap, Trash2 } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { Environment } from "../../ipc/bindings";
import { Button } from "../../parts/Button";
import { Chip, EnvChip, StoreIcon } from "../../parts/Chip";
import { ConfirmDialog } from "../../parts/ConfirmDialog";
import { list } from "../../parts/format";
import { KeyHint } from "../../parts/KeyHint";
import "../work/work.css";
import "../../parts/card.css";
import { serverWords } from "./serverWords";
import { connectionWords as words } from "./words";

/** The card of one connection: its name, what the tabs hold, and what can be done with it. */
export function ConnectionDetail({
  name,
  kind,
  environment,
  turn,
  unsaved,
  saving,
  testing,
  tested,
  refused,
  forget,
  onDuplicate,
  onTest,
  onDiscard,
  onSave,
  children,
}: {
  name: string;
  kind: string;
  environment: Environment | null;
  /** Changes when a draft has been saved or discarded. */
  turn: number;
  unsaved: boolean;
  saving: boolean;
  testing: boolean;
  tested: boolean;
  /** Why it was not saved. */
  refused: ReactNode;
  /** What deleting it takes; none for what is not saved yet. */
  forget: { place: string; usedBy: readonly string[]; server: boolean; onForget: () => void } | null;
  onDuplicate: (() => void) | null;
  onTest: () => void;
  onDiscard: () => void;
  onSave: () => void;
  children: ReactNode;
}) {
  const [forgetting, setForgetting] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  // Save and Discard go away once they are pressed; the keyboard goes on from here and not from the top.
  useEffect(() => {
    if (turn > 0 && document.activeElement === document.body) heading.current?.focus();
  }, [turn]);
  return (
    <section className="card card-fill" aria-labelledby="connection-name">
      <div className="connection-head">
        <StoreIcon kind={kind} />
        <h2 ref={heading} id="connection-name" className="ellipsis" tabIndex={-1}>
          {name}
        </h2>
        {environment !== null && <EnvChip env={environment} />}
        <span className="grow" />
        {unsaved ? (
          <Chip tone="warn" icon={PencilLine}>
            {serverWords.notSaved}
          </Chip>
        ) : (
          <Chip tone="good" icon={Check}>
            {serverWords.saved}
          </Chip>
        )}
      </div>
      {/* What is typed while it is being saved would be lost. */}
      <div className="connection-inside" inert={saving}>
        {children}
      </div>
      {refused}
      <div className="card-foot">
        {forget !== null && (
          <Button variant="danger-outline" size="s" icon={Trash2} onPress={() => setForgetting(true)}>
            {words.forget}
          </Button>
        )}
        {onDuplicate !== null && !unsaved && (
          <Button variant="quiet" size="s" icon={Copy} onPress={onDuplicate}>
            {serverWords.duplicate}
          </Button>
        )}
        <span className="grow" />
        <Button icon={PlugZap} isPending={testing} onPress={onTest}>
          {tested ? words.testAgain : words.test}
          <KeyHint keys="Mod+T" />
        </Button>
        {unsaved && (
          <>
            <Button isDisabled={saving} onPress={onDiscard}>
              {serverWords.discard}
            </Button>
            <Button variant="primary" isPending={saving} onPress={onSave}>
              {serverWords.save}
              <KeyHint keys="Mod+S" />
            </Button>
          </>
        )}
      </div>
      {forget !== null && (
        <ConfirmDialog
          isOpen={forgetting}
          onClose={() => setForgetting(false)}
          onConfirm={() => {
            setForgetting(false);
            forget.onForget();
          }}
          title={words.forgetTitle(name)}
          env={environment ?? "LOCAL"}
          place={forget.place}
          consequences={[
            { kind: "removed", text: forget.server ? words.forgetServerLine : words.forgetLine },
            ...(forget.usedBy.length === 0
              ? []
              : [{ kind: "changed" as const, text: words.forgetUsed(list(forget.usedBy)) }]),
          ]}
          undoFrom={forget.server ? words.forgetServerUndo : words.forgetUndo}
          confirmLabel={words.forgetDo}
        />
      )}
    </section>
  );
}
