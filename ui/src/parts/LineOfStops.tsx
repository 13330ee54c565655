import type { ReactNode } from "react";
import { Link } from "react-aria-components";
import { partWords, stopStateWords } from "./words";
import "./lineofstops.css";

export type StopLook = keyof typeof stopStateWords;

export interface StopItem {
  id: string;
  name: string;
  look: StopLook;
  note?: string | undefined;
  /** 0 to 1 while the stop is under way: the ring and the track after it fill. */
  share?: number | undefined;
  /** A stop is a link, unless there is nothing behind it yet. */
  href?: string | undefined;
}

/** The way back that a run leaves open: from one stop to an earlier one, with its words. */
export interface ReturnTrack {
  from: string;
  to: string;
  text: string;
  active?: boolean;
}

/** Where this migration stands, from first connection to proof. The one decorative idea of the house. */
export function LineOfStops({
  stops,
  back,
  current,
}: {
  stops: readonly StopItem[];
  back?: ReturnTrack | undefined;
  /** The stop whose screen is open. */
  current?: string | undefined;
}) {
  // The last stop has no track after it; its width is a name's, and the way back has to agree with it.
  const columns = { gridTemplateColumns: `repeat(${stops.length - 1}, minmax(0, 1fr)) var(--stop-last)` };
  const place = (id: string) => stops.findIndex((stop) => stop.id === id) + 1;
  return (
    <nav className="stops" aria-label={partWords.lineOfStops}>
      <ol className="stops-line" style={columns}>
        {stops.map((stop, at) => (
          <li
            key={stop.id}
            className="stop"
            data-look={stop.look}
            data-track={trackAfter(stop, stops[at + 1])}
          >
            {at < stops.length - 1 && (
              <span className="stop-track" aria-hidden="true">
                {stop.share !== undefined && stop.look === "current" && (
                  <span className="stop-track-fill" style={{ width: `${stop.share * 100}%` }} />
                )}
              </span>
            )}
            <StopLink stop={stop} at={at} of={stops.length} isCurrent={stop.id === current} />
          </li>
        ))}
      </ol>
      {back && (
        <div className="stops-back" data-active={back.active === true || undefined} style={columns}>
          <span
            className="stops-back-track"
            style={{ gridColumn: `${place(back.to)} / ${place(back.from)}` }}
          >
            <span className="stops-back-text">{back.text}</span>
          </span>
        </div>
      )}
    </nav>
  );
}

/** The colour of the piece of track between two stops: that of the stop it leads to, once it is reached. */
function trackAfter(stop: StopItem, next: StopItem | undefined): string | undefined {
  if (next === undefined || stop.look !== "done" || next.look === "later") return undefined;
  return next.look;
}

function StopLink({
  stop,
  at,
  of,
  isCurrent,
}: {
  stop: StopItem;
  at: number;
  of: number;
  isCurrent: boolean;
}) {
  const said = [stop.name, stopStateWords[stop.look], stop.note, partWords.step(at + 1, of)];
  const label = said.filter((word) => word !== undefined).join(", ");
  const inside = (
    <>
      <StopMark look={stop.look} share={stop.share ?? 0} />
      <span className="stop-name">{stop.name}</span>
      <span className="stop-note num">{stop.note}</span>
    </>
  );
  if (stop.href === undefined) {
    return (
      <span className="stop-in">
        <span className="sr-only">{label}</span>
        <span className="stop-in" aria-hidden="true">
          {inside}
        </span>
      </span>
    );
  }
  return (
    <Link
      href={stop.href}
      className="stop-in"
      aria-label={label}
      {...(isCurrent && { "aria-current": "step" as const })}
    >
      {inside}
    </Link>
  );
}

const ring = 2 * Math.PI * 8;

function StopMark({ look, share }: { look: StopLook; share: number }): ReactNode {
  return (
    <svg className="stop-mark" width="26" height="26" viewBox="-13 -13 26 26" aria-hidden="true">
      {look === "later" && <circle r="7" fill="var(--stop-ground)" stroke="var(--stop)" strokeWidth="2" />}
      {look === "done" && (
        <>
          <circle r="8" fill="var(--stop)" />
          <path
            d="M-3.5 0.2l2.5 2.6 4.5-5"
            fill="none"
            stroke="var(--stop-ground)"
            strokeWidth="2"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </>
      )}
      {look === "attention" && (
        <>
          <circle r="8" fill="var(--warn-soft)" stroke="var(--stop)" strokeWidth="2.5" />
          <path d="M0 -3.6v4M0 3.4v.2" stroke="var(--stop)" strokeWidth="2" strokeLinecap="round" />
        </>
      )}
      {look === "failed" && (
        <>
          <circle r="8" fill="var(--stop)" />
          <path d="M-3 -3l6 6M3 -3l-6 6" stroke="var(--stop-ground)" strokeWidth="2" strokeLinecap="round" />
        </>
      )}
      {look === "current" && (
        <>
          <circle r="12" fill="var(--ac-soft)" />
          <circle r="8" fill="var(--stop-ground)" stroke="var(--line-strong)" strokeWidth="3" />
          <circle
            r="8"
            fill="none"
            stroke="var(--stop)"
            strokeWidth="3"
            strokeLinecap="round"
            strokeDasharray={`${ring * Math.max(share, 0.001)} ${ring}`}
            transform="rotate(-90)"
          />
          <circle r="2.6" fill="var(--stop)" />
        </>
      )}
    </svg>
  );
}

/** The same line in one small row, for lists. It is a picture: `label` says it. */
export function MiniStops({ stops, label }: { stops: readonly { look: StopLook }[]; label: string }) {
  const step = 22.5;
  return (
    <svg
      className="mini-stops"
      width={14 + step * (stops.length - 1)}
      height="16"
      role="img"
      aria-label={label}
    >
      {stops.map((stop, at) => {
        const x = 7 + at * step;
        const before = stops[at - 1];
        const reached = before?.look === "done" && stop.look !== "later";
        return (
          <g key={at} data-look={stop.look} className="mini-stop">
            {at > 0 && (
              <path
                d={`M${x - step + 6.5} 8H${x - 6.5}`}
                strokeWidth="2.5"
                stroke={reached ? "var(--stop)" : "var(--line-strong)"}
              />
            )}
            {stop.look === "done" && <circle cx={x} cy="8" r="5" fill="var(--stop)" />}
            {stop.look === "later" && (
              <circle cx={x} cy="8" r="4.2" fill="none" stroke="var(--stop)" strokeWidth="1.7" />
            )}
            {(stop.look === "current" || stop.look === "attention") && (
              <circle cx={x} cy="8" r="4.6" fill="none" stroke="var(--stop)" strokeWidth="2.6" />
            )}
            {stop.look === "failed" && (
              <>
                <circle cx={x} cy="8" r="5.6" fill="var(--stop)" />
                <path d={`M${x - 2} 6l4 4M${x + 2} 6l-4 4`} stroke="var(--bg-panel)" strokeWidth="1.6" />
              </>
            )}
          </g>
        );
      })}
    </svg>
  );
}
