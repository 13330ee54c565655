import type { ReactNode } from "react";
import "./skeleton.css";

const widths = ["92%", "74%", "84%", "66%", "88%", "58%"];

/**
 * The shape of what is on its way, never a blank panel. `label` says what is being read; figures that
 * are already known go into `note`.
 */
export function SkeletonRows({
  label,
  rows = 3,
  note,
  action,
  showLabel = false,
}: {
  label: string;
  rows?: number;
  note?: ReactNode;
  action?: ReactNode;
  showLabel?: boolean;
}) {
  return (
    <div className="skeleton" role="status" aria-busy="true">
      {showLabel ? (
        <div className="row">
          <b className="grow">{label}</b>
          {note !== undefined && <span className="sm t3 num">{note}</span>}
          {action}
        </div>
      ) : (
        <span className="sr-only">{label}</span>
      )}
      {Array.from({ length: rows }, (_, at) => (
        <span key={at} className="skeleton-bar" style={{ width: widths[at % widths.length] }} />
      ))}
    </div>
  );
}
