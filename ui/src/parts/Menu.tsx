import type { LucideIcon } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuTrigger,
  Popover as AriaPopover,
  Separator,
  type PopoverProps,
} from "react-aria-components";
import { Icon } from "./Icon";
import { KeyHint } from "./KeyHint";
import "./menu.css";

export interface MenuAction {
  id: string;
  label: string;
  icon?: LucideIcon;
  note?: string;
  keys?: string;
  href?: string;
  danger?: boolean;
  isDisabled?: boolean;
  onAction?: () => void;
}

/** A button that opens a list of acts. `"-"` draws a line between groups. */
export function MenuButton({
  label,
  trigger,
  items,
  placement = "bottom end",
}: {
  label: string;
  trigger: ReactElement;
  items: readonly (MenuAction | "-")[];
  placement?: NonNullable<PopoverProps["placement"]>;
}) {
  return (
    <MenuTrigger>
      {trigger}
      <AriaPopover className="popover menu-popover" placement={placement} offset={4}>
        <AriaMenu className="menu" aria-label={label}>
          {items.map((item, at) =>
            item === "-" ? (
              <Separator key={at} className="menu-line" />
            ) : (
              <AriaMenuItem
                key={item.id}
                id={item.id}
                textValue={item.label}
                className={item.danger === true ? "menu-item bad" : "menu-item"}
                isDisabled={item.isDisabled ?? false}
                onAction={item.onAction}
                {...(item.href !== undefined && { href: item.href })}
              >
                {item.icon && <Icon of={item.icon} size="s" />}
                <span className="grow">
                  {item.label}
                  {item.note !== undefined && <span className="menu-note">{item.note}</span>}
                </span>
                {item.keys !== undefined && <KeyHint keys={item.keys} />}
              </AriaMenuItem>
            ),
          )}
        </AriaMenu>
      </AriaPopover>
    </MenuTrigger>
  );
}

/** A floating panel of any content, for use inside a react-aria DialogTrigger. */
export function Panel({
  children,
  ...rest
}: Omit<PopoverProps, "className" | "children"> & { children: ReactNode }) {
  return (
    <AriaPopover {...rest} className="popover" offset={rest.offset ?? 4}>
      {children}
    </AriaPopover>
  );
}
