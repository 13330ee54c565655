import { SkeletonRows } from "../../parts/Skeleton";
import "../../parts/card.css";

/** The shape of a screen that is on its way. */
export function Waiting({ label, rows = 6 }: { label: string; rows?: number }) {
  return (
    <div className="card">
      <SkeletonRows label={label} rows={rows} showLabel />
    </div>
  );
}
