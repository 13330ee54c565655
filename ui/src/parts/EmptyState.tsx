import type { ReactNode } from "react";
import "./emptystate.css";

/** Nothing here yet: one sentence, one action, one way out. */
export function EmptyState({
  title,
  text,
  actions,
  level = 2,
  compact = false,
}: {
  title: string;
  text: ReactNode;
  actions?: ReactNode;
  level?: 2 | 3;
  compact?: boolean;
}) {
  const Title = level === 2 ? "h2" : "h3";
  return (
    <div className={compact ? "empty empty-compact" : "empty"}>
      {!compact && <StopsArt />}
      <Title className="empty-title">{title}</Title>
      <p className="empty-text">{text}</p>
      {actions !== undefined && <div className="row wrap empty-actions">{actions}</div>}
    </div>
  );
}

/** Three stops, the last of them waiting to be made. */
function StopsArt() {
  return (
    <svg className="empty-art" width="124" height="26" viewBox="0 0 124 26" aria-hidden="true">
      <g fill="none" stroke="var(--ctl-line)" strokeWidth="2">
        <circle cx="13" cy="13" r="8.5" />
        <circle cx="62" cy="13" r="8.5" />
        <path d="M27 13h21M76 13h21" strokeDasharray="0.1 6" strokeLinecap="round" strokeWidth="3" />
      </g>
      <circle cx="111" cy="13" r="9" fill="var(--ac-soft)" stroke="var(--ac-tx)" strokeWidth="2" />
      <path d="M111 9v8M107 13h8" stroke="var(--ac-tx)" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
