import type { ReactNode } from "react";
import type { Problem } from "../../ipc/bindings";
import { problemOf } from "../../ipc/problem";
import { Button } from "../../parts/Button";
import { ProblemPage, type ProblemChoice } from "../../parts/Problem";
import { workWords } from "./words";

/** What a screen can do about a problem, by the core's word for it. */
export type Ways = Partial<
  Record<string, { label: string; onPress: () => void; pending?: boolean; danger?: boolean }>
>;

/**
 * A problem in its full form. The core says what may be done next; a button stands only beside what
 * this screen can really do, and the first of those is the one to take.
 */
export function Trouble({
  problem,
  ways = {},
  meta,
  level = 2,
}: {
  /** A problem, or whatever was thrown. */
  problem: unknown;
  ways?: Ways;
  meta?: ReactNode;
  level?: 1 | 2;
}) {
  const facts = withReading(isProblem(problem) ? problem : problemOf(problem), ways);
  const first = facts.next.findIndex((next) => next.action !== null && ways[next.action] !== undefined);
  const choices = facts.next.map((next, at): ProblemChoice => {
    const way = next.action === null ? undefined : ways[next.action];
    if (way === undefined) return { title: next.text };
    return {
      title: next.text,
      recommended: at === first && facts.next.length > 1,
      action: (
        <Button
          size="s"
          variant={way.danger === true ? "danger-outline" : at === first ? "primary" : "default"}
          isPending={way.pending ?? false}
          onPress={way.onPress}
        >
          {way.label}
        </Button>
      ),
    };
  });
  return <ProblemPage problem={facts} choices={choices} meta={meta} level={level} />;
}

function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "what" in value && "next" in value && "code" in value;
}

/** What can be read again says so where nothing that the core advises can be done from here. */
function withReading(problem: Problem, ways: Ways): Problem {
  const hasWay = problem.next.some((next) => next.action !== null && ways[next.action] !== undefined);
  if (ways["read_again"] === undefined || hasWay) return problem;
  return { ...problem, next: [...problem.next, { text: workWords.readAgainText, action: "read_again" }] };
}
