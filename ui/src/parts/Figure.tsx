import type { ReactNode } from "react";
import "./figure.css";

/** One key figure with its name and a line that gives it meaning. */
export function Figure({
  label,
  value,
  note,
  tone,
}: {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  tone?: "good" | "warn" | "bad" | "ac" | undefined;
}) {
  return (
    <div className="figure">
      <dt className="figure-label">{label}</dt>
      <dd className={["figure-value num", tone].filter(Boolean).join(" ")}>{value}</dd>
      {note !== undefined && <dd className="figure-note">{note}</dd>}
    </div>
  );
}

/** Figures side by side in one card; they wrap in a narrow window. */
export function FigureRow({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section className="figures" aria-label={label}>
      <dl className="figures-list">{children}</dl>
    </section>
  );
}
