import { Copy, PlugZap, Trash2 } from "lucide-react";
import { useState } from "react";
import type { ConnectionView, Environment } from "../../ipc/bindings";
import { Button, IconButton } from "../../parts/Button";
import { EnvChip, StoreIcon } from "../../parts/Chip";
import { ConfirmDialog } from "../../parts/ConfirmDialog";
import { useCopied } from "../../parts/CopyCommand";
import { Choices } from "../../parts/Fields";
import { bytes, list } from "../../parts/format";
import { KeyHint } from "../../parts/KeyHint";
import "../work/work.css";
import { connectionWords as words, environmentGroups, guardOrder, kindNames } from "./words";
import "../../parts/card.css";

/** One connection: where it is, what kind of database it is, and what can be done with it. */
export function ConnectionDetail({
  view,
  testing,
  tested,
  onTest,
  onEnvironment,
  onForget,
  pending,
}: {
  view: ConnectionView;
  testing: boolean;
  tested: boolean;
  onTest: () => void;
  onEnvironment: (environment: Environment) => void;
  onForget: () => void;
  pending: boolean;
}) {
  const [lower, setLower] = useState<Environment | null>(null);
  const [forgetting, setForgetting] = useState(false);
  const [copied, copy] = useCopied();

  const choose = (to: Environment) => {
    if (to === view.environment) return;
    const strict = view.environment === "PROD" || view.environment === "STAGING";
    const lowers = guardOrder.indexOf(to) < guardOrder.indexOf(view.environment);
    if (strict && lowers) setLower(to);
    else onEnvironment(to);
  };

  return (
    <section className="card card-fill" aria-labelledby="connection-name">
      <div className="connection-head">
        <StoreIcon kind={view.kind} />
        <h2 id="connection-name" className="ellipsis">
          {view.name}
        </h2>
        <EnvChip env={view.environment} />
      </div>
      <div className="card-scroll connection-body">
        <Choices
          label={words.environment}
          columns={2}
          value={view.environment}
          onChange={choose}
          options={[...environmentGroups].reverse().map((group) => ({
            id: group.id,
            title: <EnvChip env={group.id} />,
            text: group.rule,
          }))}
        />
        <dl className="facts connection-facts">
          <dt>{words.kind}</dt>
          <dd>{kindNames[view.kind] ?? view.kind}</dd>
          <dt>{words.address}</dt>
          <dd className="row g2 connection-address">
            <span className="mono selectable">{view.address}</span>
            <IconButton
              size="s"
              icon={Copy}
              label={copied ? words.copied : words.copyAddress}
              onPress={() => copy(view.address)}
            />
          </dd>
          {view.bytes !== null && (
            <>
              <dt>{words.size}</dt>
              <dd className="num">{bytes(view.bytes)}</dd>
            </>
          )}
          <dt>{words.role}</dt>
          <dd>{roleText(view.role)}</dd>
          <dt>{words.usedBy}</dt>
          <dd>{view.used_by.length === 0 ? words.usedByNone : list(view.used_by)}</dd>
        </dl>
      </div>
      <div className="card-foot">
        <Button variant="danger-outline" size="s" icon={Trash2} onPress={() => setForgetting(true)}>
          {words.forget}
        </Button>
        <span className="grow" />
        <Button icon={PlugZap} isPending={testing} onPress={onTest}>
          {tested ? words.testAgain : words.test}
          <KeyHint keys="Mod+T" />
        </Button>
      </div>

      <ConfirmDialog
        isOpen={forgetting}
        onClose={() => setForgetting(false)}
        onConfirm={() => {
          setForgetting(false);
          onForget();
        }}
        pending={pending}
        title={words.forgetTitle(view.name)}
        env={view.environment}
        place={view.address}
        consequences={[
          { kind: "removed", text: words.forgetLine },
          ...(view.used_by.length === 0
            ? []
            : [{ kind: "changed" as const, text: words.forgetUsed(list(view.used_by)) }]),
        ]}
        undoFrom={words.forgetUndo}
        confirmLabel={words.forgetDo}
      />
      {lower !== null && (
        <ConfirmDialog
          isOpen
          onClose={() => setLower(null)}
          onConfirm={() => {
            setLower(null);
            onEnvironment(lower);
          }}
          title={words.lowerTitle(view.name, lower)}
          env={view.environment}
          place={view.address}
          consequences={[{ kind: "changed", text: words.lowerLine(view.environment, lower) }]}
          undoFrom={words.lowerUndo}
          confirmLabel={words.lowerDo(lower)}
        />
      )}
    </section>
  );
}

function roleText(role: string | null): string {
  if (role === "source") return words.roleSource;
  if (role === "target") return words.roleTarget;
  return words.roleNone;
}
