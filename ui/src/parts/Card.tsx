import { useId, type ReactNode } from "react";
import "./card.css";

/**
 * A panel with an optional head. `edge` draws the coloured line at its left side that marks a verdict,
 * `padded` gives the body the card's own padding (tables go without).
 */
export function Card({
  title,
  note,
  actions,
  edge,
  padded = false,
  level = 2,
  className,
  children,
  label,
}: {
  title?: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  edge?: "good" | "warn" | "bad" | "ac" | "prod" | undefined;
  padded?: boolean;
  level?: 2 | 3;
  className?: string;
  /** The name for assistive tools of a card without a title. */
  label?: string;
  children?: ReactNode;
}) {
  const id = useId();
  const Title = level === 2 ? "h2" : "h3";
  const names = ["card", padded && "card-padded", edge && `card-edge card-edge-${edge}`, className];
  return (
    <section
      className={names.filter(Boolean).join(" ")}
      aria-labelledby={title === undefined ? undefined : id}
      aria-label={title === undefined ? label : undefined}
    >
      {title !== undefined && (
        <div className="card-head">
          <Title id={id} className="card-title">
            {title}
          </Title>
          {note !== undefined && <span className="t3 sm">{note}</span>}
          {actions !== undefined && <div className="card-actions">{actions}</div>}
        </div>
      )}
      {children}
    </section>
  );
}

/** The body of a card whose head must stay flush with its edges. */
export function CardBody({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={["card-body", className].filter(Boolean).join(" ")}>{children}</div>;
}
