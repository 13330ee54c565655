import type { UndoPoint } from "../../ipc/bindings";
import { day } from "../../parts/format";
import { axis } from "./points";
import { backupWords as words } from "./words";

/** Where the ways back lie in time. A picture: the list below it says the same. */
export function TimeAxis({
  points,
  selected,
  now,
}: {
  points: readonly UndoPoint[];
  selected: string | null;
  now: number;
}) {
  const placed = axis(points, now);
  const first = placed[0];
  if (first === undefined) return null;
  const chosen = placed.find(({ point }) => point.run === selected);
  return (
    <div className="axis" role="img" aria-label={words.axis(points.length, day(first.point.undo.at, now))}>
      <div className="axis-track">
        <span className="axis-line" />
        {chosen !== undefined && <span className="axis-back" style={{ left: `${chosen.at * 100}%` }} />}
        {placed.map(({ point, at, labelled }) => (
          <span
            key={point.run}
            className="axis-point"
            data-damaged={!point.whole || undefined}
            data-selected={point.run === selected || undefined}
            style={{ left: `${at * 100}%` }}
          >
            {labelled && <span className="axis-label">{day(point.undo.at, now)}</span>}
          </span>
        ))}
        <span className="axis-now">
          <span className="axis-label">{words.now}</span>
        </span>
      </div>
    </div>
  );
}
