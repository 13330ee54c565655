import { CircleCheck, CircleDashed, CirclePause, CircleX, LoaderCircle, TriangleAlert } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { useState } from "react";
import type { LaneState, RunState, Status } from "../../ipc/bindings";
import { Card } from "../../parts/Card";
import { bytes, clock, count, duration, percent, rate } from "../../parts/format";
import { Icon } from "../../parts/Icon";
import { ProgressBar, type MeterTone } from "../../parts/Meter";
import { Segmented } from "../../parts/Tabs";
import { stateWords } from "../../parts/words";
import { ScrollArea } from "../work/ScrollArea";
import { laneLeft, laneShare, laneStatus, sortLanes } from "./lanes";
import { runWords as words } from "./words";

const looks: Record<Status, { tone: string; bar: MeterTone; icon: LucideIcon }> = {
  not_started: { tone: "t3", bar: "plain", icon: CircleDashed },
  waiting: { tone: "t3", bar: "plain", icon: CircleDashed },
  checking: { tone: "ac spins", bar: "ac", icon: LoaderCircle },
  running: { tone: "ac spins", bar: "ac", icon: LoaderCircle },
  paused: { tone: "warn", bar: "warn", icon: CirclePause },
  finished: { tone: "good", bar: "good", icon: CircleCheck },
  finished_with_losses: { tone: "warn", bar: "good", icon: TriangleAlert },
  stopped: { tone: "warn", bar: "warn", icon: CirclePause },
  failed: { tone: "bad", bar: "bad", icon: CircleX },
  rolled_back: { tone: "t3", bar: "plain", icon: CircleDashed },
};

/** Each table's part of the run: what failed first, then what moves, waits, is finished. */
export function Lanes({ state, over = false }: { state: RunState; over?: boolean }) {
  const { lanes } = state;
  const [unit, setUnit] = useState<"rows" | "bytes">("rows");
  const done = lanes.filter(
    (lane) => lane.status === "finished" || lane.status === "finished_with_losses",
  ).length;
  return (
    <Card
      title={words.tables}
      note={words.tablesNote(done, lanes.length)}
      className="card-fill"
      actions={
        <Segmented
          label={words.unit}
          value={unit}
          onChange={setUnit}
          options={[
            { id: "rows", label: words.rows },
            { id: "bytes", label: words.bytes },
          ]}
        />
      }
    >
      <ScrollArea label={words.tables}>
        <table className="plain-table lanes">
          <thead>
            <tr>
              <th scope="col">{words.table}</th>
              <th scope="col" className="lane-bar">
                {words.progress}
              </th>
              <th scope="col" className="n">
                {unit === "rows" ? words.rows : words.bytes}
              </th>
              {!over && (
                <th scope="col" className="n">
                  {words.speedShort}
                </th>
              )}
              <th scope="col" className="n">
                {over ? words.tookLabel : words.leftShort}
              </th>
            </tr>
          </thead>
          <tbody>
            {sortLanes(lanes).map((lane) => (
              <Lane
                key={lane.lane}
                lane={lane}
                status={laneStatus(lane, state.status)}
                unit={unit}
                over={over}
              />
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </Card>
  );
}

function Lane({
  lane,
  status,
  unit,
  over,
}: {
  lane: LaneState;
  status: Status;
  unit: "rows" | "bytes";
  over: boolean;
}) {
  const look = looks[status];
  const share = laneShare(lane);
  // None of a table that has not been measured yet, and none of one that stands still.
  const speed = status === "running" && lane.rows_per_second > 0 ? lane.rows_per_second : null;
  const left = laneLeft(lane, speed);
  const state = stateWords[status];
  const done = status === "finished" || status === "finished_with_losses";
  return (
    <tr>
      <th scope="row">
        <span className="lane-name">
          <span className={look.tone}>
            <Icon of={look.icon} />
          </span>
          <span className="col">
            <span className={status === "waiting" ? "lane-table t2" : "lane-table"}>{lane.to}</span>
            <span className="mi t3">
              {state}
              {lane.left_behind > 0 && `: ${count(lane.left_behind)}`}
            </span>
          </span>
        </span>
      </th>
      <td className="lane-bar">
        <ProgressBar
          label={`${lane.to}, ${state}`}
          value={share}
          tone={look.bar}
          valueText={words.percentOf(percent(share), count(lane.rows_written), count(lane.rows_total))}
        />
      </td>
      <td className="n">
        {unit === "rows" ? (
          <>
            {count(lane.rows_written)} <span className="t3">/ {count(lane.rows_total)}</span>
          </>
        ) : (
          bytes(lane.bytes)
        )}
      </td>
      {!over && <td className="n t2">{speed !== null && rate(speed)}</td>}
      <td className="n t2">
        {done ? (over ? duration(lane.took_ms) : words.took(lane.took_ms)) : left === null ? "" : clock(left)}
      </td>
    </tr>
  );
}
