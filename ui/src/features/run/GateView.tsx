import { ArrowRight, Play, TriangleAlert, Undo2 } from "lucide-react";
import { useState } from "react";
import type { Gate, GateLine } from "../../ipc/bindings";
import { Blockers } from "../../parts/Blockers";
import { Button, TextLink } from "../../parts/Button";
import { Card, CardBody } from "../../parts/Card";
import { ChangeGlyph, EnvChip } from "../../parts/Chip";
import { ConfirmDialog, type Consequence } from "../../parts/ConfirmDialog";
import { Icon } from "../../parts/Icon";
import { useCommands } from "../frame/commands";
import { screenPath } from "../frame/routes";
import { useShortcuts } from "../frame/shortcuts";
import { screenNames } from "../frame/words";
import { runWords as words } from "./words";

/** What stands between the person and the run, and what the run will do. */
export function GateView({
  project,
  gate,
  target,
  pending,
  onRun,
}: {
  project: string;
  gate: Gate;
  target: string;
  pending: boolean;
  onRun: (typed: string | null) => void;
}) {
  const [asking, setAsking] = useState(false);
  const strict = gate.environment === "PROD";
  const first = gate.blockers[0];
  const ask = () => {
    if (gate.can_run && first === undefined) setAsking(true);
  };
  useCommands([
    {
      id: "run",
      label: gate.button,
      icon: Play,
      env: gate.environment,
      asksFirst: true,
      unavailable: first?.text,
      run: ask,
    },
  ]);
  // Production has no key of its own: its run begins with a look at the button.
  useShortcuts(strict ? [] : [{ keys: "Mod+Enter", label: gate.button, group: "screen", run: ask }]);
  return (
    <div className="gate">
      <section aria-label={words.gateTitle}>
        <h2 className="sr-only">{words.gateTitle}</h2>
        <Blockers
          items={gate.blockers.map((blocker) => ({
            id: blocker.id,
            kind: blocker.kind === "wait" ? "wait" : "fix",
            text: blocker.text,
            action:
              blocker.screen === null ? undefined : (
                <TextLink href={screenPath(project, blocker.screen)}>
                  {words.goTo(screenNames[blocker.screen])}
                </TextLink>
              ),
          }))}
          then={words.gateThen}
          ready={words.gateReady}
        >
          {(blockedBy) => (
            <Button
              variant={strict ? "danger-outline" : "primary"}
              icon={Play}
              blockedBy={blockedBy}
              isDisabled={blockedBy === undefined && !gate.can_run}
              isPending={pending}
              onPress={ask}
            >
              {gate.button}
            </Button>
          )}
        </Blockers>
      </section>

      <Card title={words.willTitle} actions={<EnvChip env={gate.environment} />}>
        <CardBody className="col g5">
          {gate.will.length === 0 ? (
            <p className="t2">{words.willNone}</p>
          ) : (
            <ul className="gate-will">
              {gate.will.map((line, at) => (
                <li key={at} className="row g5">
                  <LineSign line={line} />
                  <span>{line.text}</span>
                </li>
              ))}
            </ul>
          )}
          <p className="sm t2">{words.sourceSafe}</p>
        </CardBody>
      </Card>

      {asking && (
        <ConfirmDialog
          isOpen
          onClose={() => setAsking(false)}
          onConfirm={() => onRun(gate.typed_name)}
          pending={pending}
          title={words.confirmTitle(target)}
          env={gate.environment}
          place={target}
          consequences={gate.will.filter((line) => line.kind !== "undo").map(consequence)}
          undoFrom={gate.will.find((line) => line.kind === "undo")?.text ?? words.undoFirst}
          typeName={gate.typed_name ?? undefined}
          pauseMs={gate.wait_s * 1000}
          confirmLabel={gate.button.replace(/…$/, "")}
          command={gate.command}
        />
      )}
    </div>
  );
}

const consequenceKinds: Partial<Record<string, Consequence["kind"]>> = {
  add: "added",
  change: "changed",
  remove: "removed",
  write: "written",
  leave: "left",
};

function consequence(line: GateLine): Consequence {
  return { kind: consequenceKinds[line.kind] ?? "changed", text: line.text };
}

function LineSign({ line }: { line: GateLine }) {
  switch (line.kind) {
    case "add":
      return <ChangeGlyph change="added" label={false} />;
    case "change":
      return <ChangeGlyph change="changed" label={false} />;
    case "remove":
      return <ChangeGlyph change="removed" label={false} />;
    case "leave":
      return (
        <span className="warn">
          <Icon of={TriangleAlert} />
        </span>
      );
    case "undo":
      return (
        <span className="good">
          <Icon of={Undo2} />
        </span>
      );
    default:
      return (
        <span className="ac">
          <Icon of={ArrowRight} />
        </span>
      );
  }
}
