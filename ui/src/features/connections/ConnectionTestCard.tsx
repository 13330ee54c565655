import { Check, CircleCheck, CircleDashed, CircleX, LoaderCircle, Minus, TriangleAlert } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import type { StepState, TestStep } from "../../ipc/bindings";
import { problemOf } from "../../ipc/problem";
import { Button } from "../../parts/Button";
import { Card, CardBody } from "../../parts/Card";
import { duration } from "../../parts/format";
import { Icon } from "../../parts/Icon";
import { tookMs, type TestRun } from "./useConnectionTests";
import { connectionWords as words } from "./words";

const signs: Record<StepState, { tone: string; icon: LucideIcon; word: string }> = {
  waiting: { tone: "t3", icon: CircleDashed, word: "waiting" },
  running: { tone: "ac spins", icon: LoaderCircle, word: "running" },
  good: { tone: "good", icon: CircleCheck, word: "good" },
  note: { tone: "warn", icon: TriangleAlert, word: "to know" },
  failed: { tone: "bad", icon: CircleX, word: "failed" },
};

/** What the latest test found, step by step, and what the account may do. */
export function ConnectionTestCard({ run, onCancel }: { run: TestRun | undefined; onCancel: () => void }) {
  if (run === undefined) {
    return (
      <Card title={words.notTested} padded>
        <p className="t2">{words.notTestedText}</p>
      </Card>
    );
  }
  if (run.failure !== null) {
    const problem = problemOf(run.failure);
    return (
      <Card title={words.failed} edge="bad" padded>
        <Reason what={problem.what} why={problem.why} next={problem.next.map((next) => next.text)} />
      </Card>
    );
  }
  const steps = run.test?.steps ?? [];
  const whole = tookMs(run.test);
  const stopped = run.test?.stopped === true;
  const failed = steps.some((step) => step.state === "failed");
  const may = run.test?.may ?? [];
  return (
    <>
      <Card
        title={run.running ? words.testing : stopped ? words.stopped : (run.test?.verdict ?? words.failed)}
        edge={
          run.running || stopped
            ? undefined
            : failed
              ? "bad"
              : steps.some((step) => step.state === "note")
                ? "warn"
                : "good"
        }
        actions={
          <>
            {whole > 0 && <span className="sm t3 num">{duration(whole)}</span>}
            {run.running && (
              <Button size="s" onPress={onCancel}>
                {words.cancelTest}
              </Button>
            )}
          </>
        }
      >
        <ol className="steps" aria-label={words.steps} aria-busy={run.running}>
          {steps.map((step) => (
            <Step key={step.name} step={step} />
          ))}
        </ol>
      </Card>
      {may.length > 0 && (
        <Card title={words.can}>
          <CardBody>
            <ul className="may">
              {may.map(([what, allowed]) => (
                <li key={what} className="row g3">
                  <span className={allowed ? "good" : "t3"}>
                    <Icon of={allowed ? Check : Minus} size="s" />
                  </span>
                  <span className={allowed ? undefined : "t2"}>{what}</span>
                  {!allowed && <span className="sm t3">{words.cannot}</span>}
                </li>
              ))}
            </ul>
          </CardBody>
        </Card>
      )}
    </>
  );
}

function Step({ step }: { step: TestStep }) {
  const sign = signs[step.state];
  return (
    <li className="step">
      <span className={sign.tone}>
        <Icon of={sign.icon} />
      </span>
      <span className="grow">
        <span className="row">
          <span className={step.state === "waiting" ? "t2 grow" : "step-name grow"}>{step.name}</span>
          <span className="sr-only">{sign.word}</span>
          {step.took_ms !== null && <span className="sm t3 num">{duration(step.took_ms)}</span>}
        </span>
        {step.text !== "" && <span className="sm t2 step-text">{step.text}</span>}
        {step.problem !== null && (
          <Reason what="" why={step.problem.why} next={step.problem.next.map((next) => next.text)} />
        )}
      </span>
    </li>
  );
}

function Reason({ what, why, next }: { what: string; why: string; next: readonly string[] }) {
  return (
    <div className="reason">
      {what !== "" && <b>{what}</b>}
      <p className="sm t2">{why}</p>
      {next[0] !== undefined && <p className="sm">{next[0]}</p>}
    </div>
  );
}
