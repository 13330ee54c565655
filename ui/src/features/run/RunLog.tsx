import { ArrowDown, Pause } from "lucide-react";
import { useLayoutEffect, useRef, useState } from "react";
import type { LogLevel, LogLine } from "../../ipc/bindings";
import { Button } from "../../parts/Button";
import { Card } from "../../parts/Card";
import { timeOfDay } from "../../parts/format";
import { Segmented } from "../../parts/Tabs";
import { levelWords, runWords as words } from "./words";

type Level = "all" | "warn" | "error";
const tones: Record<LogLevel, string> = { info: "", warn: "warn", error: "bad" };

/** The last lines of the log, newest at the end. It follows until somebody scrolls up or holds it. */
export function RunLog({ log, over = false }: { log: readonly LogLine[]; over?: boolean }) {
  const [level, setLevel] = useState<Level>("all");
  /** The lines as they were when the log was held; null while it follows. */
  const [held, setHeld] = useState<readonly LogLine[] | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const lines = held ?? log;
  const shown = level === "all" ? lines : lines.filter((line) => line.level === level);
  const following = held === null;

  useLayoutEffect(() => {
    const element = box.current;
    if (element !== null && following) element.scrollTop = element.scrollHeight;
  }, [shown, following]);

  const onScroll = () => {
    const element = box.current;
    if (element === null) return;
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 8;
    if (!atEnd && following) setHeld(log);
  };

  return (
    <Card
      title={words.log}
      className="card-fill"
      actions={
        <>
          <Segmented
            label={words.logLevels}
            value={level}
            onChange={setLevel}
            options={[
              { id: "all", label: words.logAll },
              { id: "warn", label: words.logWarnings(log.filter((line) => line.level === "warn").length) },
              { id: "error", label: words.logErrors(log.filter((line) => line.level === "error").length) },
            ]}
          />
          {!over && (
            <>
              <Button
                size="s"
                variant={following ? "quiet" : "default"}
                icon={following ? Pause : ArrowDown}
                onPress={() => setHeld(following ? log : null)}
              >
                {following ? words.hold : words.follow}
              </Button>
              <span className="sm t2 run-log-state">
                {following ? words.following : words.held(newLines(held, log))}
              </span>
            </>
          )}
        </>
      }
    >
      <div
        ref={box}
        role="log"
        aria-live="off"
        aria-label={words.log}
        tabIndex={0}
        className="run-log"
        onScroll={onScroll}
      >
        {shown.length === 0 ? (
          <p className="t3">{words.logEmpty}</p>
        ) : (
          shown.map((line, at) => (
            <p key={`${line.at} ${at}`} className="run-line">
              <span className="t3">{timeOfDay(line.at)}</span>
              <span className={line.level === "info" ? "t3" : tones[line.level]}>
                {levelWords[line.level]}
              </span>
              <span className="t2 ellipsis">{line.table}</span>
              <span className={`selectable ${tones[line.level]}`}>{line.text}</span>
            </p>
          ))
        )}
      </div>
    </Card>
  );
}

/** How many lines came after the last one that is held. The log is a window: older ones fall out of it. */
export function newLines(held: readonly LogLine[], log: readonly LogLine[]): number {
  const last = held[held.length - 1];
  if (last === undefined) return log.length;
  for (let at = log.length - 1; at >= 0; at -= 1) {
    const line = log[at];
    if (line?.at === last.at && line.text === last.text && line.table === last.table)
      return log.length - 1 - at;
  }
  return log.length;
}
