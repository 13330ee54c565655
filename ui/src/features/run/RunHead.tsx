import { Pause, Play, Square, Undo2 } from "lucide-react";
import type { RunView } from "../../ipc/bindings";
import { Button } from "../../parts/Button";
import { EnvChip, StatusChip } from "../../parts/Chip";
import { count, duration, percent, roundTime } from "../../parts/format";
import { ProgressBar } from "../../parts/Meter";
import { shareDone } from "./lanes";
import { phaseWords, runWords as words } from "./words";
import "../../parts/card.css";

/** How far the run is, in one line, with what can be done about it. */
export function RunHead({
  view,
  pending,
  onPause,
  onGoOn,
  onStop,
  onRollBack,
}: {
  view: RunView;
  pending: string | null;
  onPause: () => void;
  onGoOn: () => void;
  onStop: () => void;
  onRollBack: () => void;
}) {
  const { state, environment } = view;
  const share = shareDone(state);
  const paused = state.status === "paused";
  const rollingBack = state.phase === "roll_back";
  const moving = state.phase === "migrate";
  const shown = percent(share, 1);
  return (
    <section className="card run-head" data-env={environment} aria-label={phaseWords[state.phase]}>
      <div>
        <div className="row">
          {paused ? (
            <StatusChip state="paused" />
          ) : (
            <span className="over ac">{phaseWords[state.phase]}</span>
          )}
          <EnvChip env={environment} />
        </div>
        <p className="row run-percent">
          {!rollingBack && <span className="run-big num">{shown}</span>}
          {moving && !paused && (
            <span className="t2">
              {state.eta_ms === null ? words.workingOut : words.left(roundTime(state.eta_ms))}
            </span>
          )}
          {rollingBack && state.undo !== null && (
            <span className="t2">{words.backTo(state.undo.name, state.undo.likely_ms)}</span>
          )}
        </p>
      </div>
      <div className="grow">
        <ProgressBar
          large
          label={phaseWords[state.phase]}
          value={rollingBack ? null : share}
          tone={paused ? "warn" : "ac"}
          {...(!rollingBack && {
            valueText: words.percentOf(shown, count(state.rows_written), count(state.rows_total)),
          })}
        />
        <dl className="run-facts">
          <Fact
            name={words.rowsWritten}
            value={count(state.rows_written)}
            note={words.ofRows(state.rows_total)}
          />
          {moving && !paused && <Fact name={words.speed} value={words.perSecond(state.rows_per_second)} />}
          <Fact
            name={words.leftBehind}
            value={count(state.left_behind)}
            tone={state.left_behind > 0 ? "warn" : undefined}
          />
          <Fact name={words.retried} value={words.slices(state.retried)} />
          <Fact name={words.runningFor} value={duration(state.elapsed_ms)} />
        </dl>
      </div>
      {!rollingBack && (
        <div className="run-acts">
          {paused ? (
            <Button variant="primary" icon={Play} isPending={pending === "goOn"} onPress={onGoOn}>
              {words.goOn}
            </Button>
          ) : (
            <Button icon={Pause} isPending={pending === "pause"} onPress={onPause}>
              {words.pause}
            </Button>
          )}
          <span className="row g3">
            <Button icon={Square} isPending={pending === "stop"} onPress={onStop}>
              {words.stop}
            </Button>
            <Button variant="danger-outline" icon={Undo2} onPress={onRollBack} className="grow">
              {words.stopAndBack}
            </Button>
          </span>
        </div>
      )}
    </section>
  );
}

function Fact({
  name,
  value,
  note,
  tone,
}: {
  name: string;
  value: string;
  note?: string;
  tone?: "warn" | undefined;
}) {
  return (
    <div className="run-fact">
      <dt className="mi t3">{name}</dt>
      <dd className="num">
        <b className={tone}>{value}</b>
        {note !== undefined && <span className="t3"> {note}</span>}
      </dd>
    </div>
  );
}
