import { useRouter, type ErrorComponentProps } from "@tanstack/react-router";
import { problemOf } from "../../ipc/problem";
import { Button } from "../../parts/Button";
import { ProblemPage } from "../../parts/Problem";
import { frameWords } from "./words";

/** In place of a screen that could not be drawn: the frame around it, and every way out of it, stays. */
export function ScreenError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <div className="screen">
      <ProblemPage
        level={1}
        problem={problemOf(error)}
        actions={{ read_again: <Button onPress={again}>{frameWords.openAgain}</Button> }}
      />
    </div>
  );
}
