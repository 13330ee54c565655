import { ChevronRight, OctagonAlert, ShieldCheck } from "lucide-react";
import { useId, type ReactNode } from "react";
import { Button as AriaButton, Disclosure, DisclosurePanel } from "react-aria-components";
import { Button } from "./Button";
import { Chip } from "./Chip";
import { useCopied } from "./CopyCommand";
import { Icon } from "./Icon";
import { partWords } from "./words";
import "./problem.css";

/** What the core says of something that went wrong. */
export interface ProblemFacts {
  code: string;
  what: string;
  why: string;
  data: string;
  /** Ways on; `action` names what a button for it does, where a button can. */
  next: readonly { text: string; action: string | null }[];
  detail: string;
}

/** A way on: its sentence, what follows from it, and the button that does it. */
export interface ProblemChoice {
  title: string;
  text?: string;
  action?: ReactNode;
  recommended?: boolean;
}

const words = partWords.problem;

/**
 * Every error in one shape: what happened, why, whether the data is safe, what to do next. Hand over a
 * button for each of the core's actions the screen can carry out, or `choices` for words of its own.
 */
export function ProblemPage({
  problem,
  title,
  meta,
  choices,
  actions = {},
  level = 2,
}: {
  problem: ProblemFacts;
  /** The title; the problem's own first sentence without it. */
  title?: string;
  meta?: ReactNode;
  choices?: readonly ProblemChoice[];
  /** Buttons by the name of the action, as `{ resume: <Button ...>Resume</Button> }`. */
  actions?: Readonly<Record<string, ReactNode>>;
  level?: 1 | 2;
}) {
  const id = useId();
  const [copied, copy] = useCopied();
  const Title = level === 1 ? "h1" : "h2";
  const Below = level === 1 ? "h2" : "h3";
  const ways: readonly ProblemChoice[] =
    choices ??
    problem.next.map(({ text, action }) => ({
      title: text,
      action: action === null ? undefined : actions[action],
    }));
  return (
    <section className="problem" aria-labelledby={id} role="alert">
      <div className="problem-body">
        <div className="problem-head">
          <span className="bad">
            <Icon of={OctagonAlert} size="xl" />
          </span>
          <div>
            <Title id={id} className="problem-title" tabIndex={level === 1 ? -1 : undefined}>
              {title ?? problem.what}
            </Title>
            <p className="sm t3">
              {meta}
              {words.code(problem.code)}
            </p>
          </div>
        </div>
        <dl className="problem-facts">
          {title !== undefined && (
            <>
              <dt>{words.what}</dt>
              <dd>{problem.what}</dd>
            </>
          )}
          <dt>{words.why}</dt>
          <dd>{problem.why}</dd>
          <dt>{words.data}</dt>
          <dd className="problem-data">
            <span className="good">
              <Icon of={ShieldCheck} size="s" />
            </span>
            {problem.data}
          </dd>
        </dl>
        {ways.length > 0 && (
          <>
            <Below className="over">{words.next}</Below>
            <ol className="problem-ways">
              {ways.map((way, at) => (
                <li key={at} className="problem-way">
                  <span className="problem-number num" aria-hidden="true">
                    {at + 1}
                  </span>
                  <div className="grow">
                    <span className="row">
                      <b>{way.title}</b>
                      {way.recommended === true && <Chip tone="ac">{words.recommended}</Chip>}
                    </span>
                    {way.text !== undefined && <p className="sm t2">{way.text}</p>}
                  </div>
                  {way.action}
                </li>
              ))}
            </ol>
          </>
        )}
      </div>
      <Disclosure className="problem-more">
        <div className="row problem-foot">
          {problem.detail !== "" && (
            <AriaButton slot="trigger" className="button button-link problem-toggle">
              <Icon of={ChevronRight} size="s" />
              {words.detail}
            </AriaButton>
          )}
          <span className="grow" />
          <Button variant="link" size="s" onPress={() => copy(reportOf(problem))}>
            {copied ? partWords.copied : words.copy}
          </Button>
        </div>
        <DisclosurePanel className="problem-panel">
          <pre className="problem-detail mono selectable">{problem.detail}</pre>
        </DisclosurePanel>
      </Disclosure>
    </section>
  );
}

/** The report that can be sent on: the core has already left secrets out of every part of it. */
export function reportOf(problem: ProblemFacts): string {
  const lines = [
    `${problem.code}: ${problem.what}`,
    "",
    `${words.why}: ${problem.why}`,
    `${words.data}: ${problem.data}`,
    `${words.next}:`,
    ...problem.next.map((step, at) => `${at + 1}. ${step.text}`),
  ];
  if (problem.detail !== "") lines.push("", `${words.detail}:`, problem.detail);
  return lines.join("\n");
}
