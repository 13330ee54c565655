import { useMemo } from "react";
import type { RunState } from "../../ipc/bindings";
import { Card, CardBody } from "../../parts/Card";
import { timeOfDay } from "../../parts/format";
import { LineChart } from "../../parts/LineChart";
import type { Speeds } from "./runFeed";
import { runWords as words } from "./words";

/** Rows a second over the last ten minutes that this window has seen. */
export function Throughput({ speeds, state }: { speeds: Speeds; state: RunState }) {
  const passed = state.status === "paused" || state.phase === "complete" || state.phase === "validate";
  const lines = useMemo(
    () => [{ label: words.rowsPerSecond, colour: "c1" as const, values: speeds.rowsPerSecond, filled: true }],
    [speeds],
  );
  return (
    <Card title={words.throughput} className="card-fill">
      <CardBody className="throughput">
        {speeds.times.length < 2 ? (
          <p className="t3">{passed ? words.throughputRests : words.throughputNone}</p>
        ) : (
          <LineChart sentence={sentence(speeds)} times={speeds.times} lines={lines} height={210} />
        )}
      </CardBody>
    </Card>
  );
}

export function sentence({ times, rowsPerSecond }: Speeds): string {
  const average = Math.round(
    rowsPerSecond.reduce((sum, each) => sum + each, 0) / Math.max(1, rowsPerSecond.length),
  );
  const lowest = Math.min(...rowsPerSecond);
  const at = times[rowsPerSecond.indexOf(lowest)] ?? 0;
  const now = rowsPerSecond[rowsPerSecond.length - 1] ?? 0;
  return words.throughputSentence(average, lowest, timeOfDay(at * 1000), now);
}
