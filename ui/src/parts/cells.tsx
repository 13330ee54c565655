import type { ComponentProps, KeyboardEvent, SyntheticEvent } from "react";
import "./cells.css";

/*
 * Controls in the cells of a table. They are the browser's own: a table shows hundreds at once, and a change of screen
 * has a tenth of a second for all of them.
 */

const keep = (event: SyntheticEvent) => event.stopPropagation();
const keepPress = (event: KeyboardEvent) => {
  if (event.key === "Enter" || event.key === " ") event.stopPropagation();
};
/** A press on the control is not one on its row, which would be selected by it or opened. */
const ownPress = { onPointerDown: keep, onMouseDown: keep, onDoubleClick: keep, onKeyDown: keepPress };

export function CellButton({ onPress, ...rest }: { onPress: () => void } & ComponentProps<"button">) {
  return (
    <button
      type="button"
      {...rest}
      {...ownPress}
      onClick={(event) => {
        event.stopPropagation();
        onPress();
      }}
    />
  );
}

export function CellCheckbox({
  label,
  isSelected,
  isDisabled = false,
  onChange,
}: {
  label: string;
  isSelected: boolean;
  isDisabled?: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <input
      type="checkbox"
      className="cell-check"
      aria-label={label}
      checked={isSelected}
      disabled={isDisabled}
      onChange={(event) => onChange(event.target.checked)}
      onClick={keep}
      {...ownPress}
    />
  );
}
