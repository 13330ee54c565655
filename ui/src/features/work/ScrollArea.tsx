import type { ReactNode } from "react";
import "./work.css";

/** A part of a card that scrolls by itself, and can be reached and scrolled with the keyboard. */
export function ScrollArea({
  label,
  children,
  className,
}: {
  label: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <div role="group" aria-label={label} tabIndex={0} className={className ?? "card-scroll"}>
      {children}
    </div>
  );
}
