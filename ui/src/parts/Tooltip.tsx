import type { ReactElement } from "react";
import { Focusable, Tooltip, TooltipTrigger } from "react-aria-components";
import { KeyHint } from "./KeyHint";
import "./tooltip.css";

/** A word about a control, on hover and on keyboard focus. The child must be focusable. */
export function Tip({
  text,
  keys,
  children,
}: {
  text: string;
  keys?: string | undefined;
  children: ReactElement;
}) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {children}
      <Tooltip className="tip" offset={6}>
        {text}
        {keys !== undefined && <KeyHint keys={keys} />}
      </Tooltip>
    </TooltipTrigger>
  );
}

/** For something that is no control but has more to tell: a cut-off name, an exact time. */
export function TipText({
  text,
  children,
  className,
}: {
  text: string;
  children: React.ReactNode;
  className?: string;
}) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      <Focusable>
        <span role="note" className={className}>
          {children}
        </span>
      </Focusable>
      <Tooltip className="tip" offset={6}>
        {text}
      </Tooltip>
    </TooltipTrigger>
  );
}
