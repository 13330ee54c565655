import { useLocation } from "@tanstack/react-router";
import { useEffect, useRef, type ReactNode } from "react";
import { productName } from "./words";

/** Set once the first screen is drawn: only a change of screen moves the focus, not the start. */
let shownBefore = false;

/**
 * A screen: its title, a line of facts beside it, its actions, its content. `fill` gives the content
 * the whole height, for screens whose parts scroll by themselves; otherwise the screen scrolls.
 */
export function Screen({
  title,
  note,
  over,
  actions,
  fill = false,
  children,
}: {
  title: string;
  note?: ReactNode;
  /** Beside the title: chips. */
  over?: ReactNode;
  actions?: ReactNode;
  fill?: boolean;
  children?: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const path = useLocation({ select: (location) => location.pathname });

  useEffect(() => {
    document.title = `${title} · ${productName}`;
  }, [title]);

  useEffect(() => {
    if (shownBefore) heading.current?.focus({ preventScroll: true });
    shownBefore = true;
  }, [path]);

  return (
    <div className={fill ? "screen screen-fill" : "screen"}>
      <div className="screen-head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {over}
        {note !== undefined && <span className="screen-note t2">{note}</span>}
        {actions !== undefined && <div className="screen-actions">{actions}</div>}
      </div>
      {children}
    </div>
  );
}
