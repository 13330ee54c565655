import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Problem } from "../../ipc/bindings";
import { problemOf } from "../../ipc/problem";
import { Button } from "../../parts/Button";
import { ProblemPage } from "../../parts/Problem";
import { frameWords } from "./words";

/**
 * The states of something that is read through the door: its shape while it loads, its problem, itself.
 * Old data stays on the screen while newer is read.
 */
export function Loaded<T>({
  query,
  loading,
  failed,
  children,
}: {
  query: UseQueryResult<T>;
  loading: ReactNode;
  /** What to show instead of the plain problem page. */
  failed?: (problem: Problem, again: () => void) => ReactNode;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isError) {
    const again = () => void query.refetch();
    const problem = problemOf(query.error);
    if (failed) return <>{failed(problem, again)}</>;
    return (
      <ProblemPage
        problem={problem}
        actions={{ read_again: <Button onPress={again}>{frameWords.tryAgain}</Button> }}
      />
    );
  }
  return <>{loading}</>;
}
