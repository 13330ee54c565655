import type { LucideIcon } from "lucide-react";
import type { ReactNode, Ref } from "react";
import {
  Button as AriaButton,
  Link as AriaLink,
  type ButtonProps as AriaButtonProps,
} from "react-aria-components";
import { Icon } from "./Icon";
import { Tip } from "./Tooltip";
import "./button.css";

export type ButtonVariant = "default" | "primary" | "danger" | "danger-outline" | "quiet" | "link";

interface Look {
  variant?: ButtonVariant;
  size?: "m" | "s";
  icon?: LucideIcon;
  iconAfter?: LucideIcon;
}

const classNames = (variant: ButtonVariant, size: "m" | "s", extra?: string) =>
  ["button", `button-${variant}`, size === "s" && "button-s", extra].filter(Boolean).join(" ");

function Content({ icon, iconAfter, size, children }: Look & { children: ReactNode }) {
  const iconSize = size === "s" ? "s" : "m";
  return (
    <>
      {icon && <Icon of={icon} size={iconSize} />}
      {children}
      {iconAfter && <Icon of={iconAfter} size={iconSize} />}
    </>
  );
}

export interface ButtonProps
  extends Look, Omit<AriaButtonProps, "children" | "className" | "style" | "isDisabled"> {
  children: ReactNode;
  className?: string;
  /**
   * The id of the element that says why this cannot be pressed yet. The button stays focusable, so
   * that nobody has to hunt for the reason.
   */
  blockedBy?: string | undefined;
  isDisabled?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({
  variant = "default",
  size = "m",
  icon,
  iconAfter,
  blockedBy,
  isDisabled = false,
  className,
  children,
  onPress,
  ...rest
}: ButtonProps) {
  const blocked = blockedBy !== undefined;
  return (
    <AriaButton
      {...rest}
      {...(blocked && { "aria-disabled": "true", "aria-describedby": blockedBy })}
      isDisabled={isDisabled}
      onPress={blocked ? () => undefined : onPress}
      className={classNames(variant, size, className)}
    >
      <Content icon={icon} iconAfter={iconAfter} size={size}>
        {children}
      </Content>
    </AriaButton>
  );
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function LinkButton({
  variant = "default",
  size = "m",
  icon,
  iconAfter,
  href,
  children,
  ...rest
}: Look & { href: string; children: ReactNode; "aria-label"?: string }) {
  return (
    <AriaLink {...rest} href={href} className={classNames(variant, size)}>
      <Content icon={icon} iconAfter={iconAfter} size={size}>
        {children}
      </Content>
    </AriaLink>
  );
}

/** A link in running text. */
export function TextLink({
  href,
  children,
  ...rest
}: {
  href: string;
  children: ReactNode;
  "aria-label"?: string;
}) {
  return (
    <AriaLink {...rest} href={href} className="button button-link">
      {children}
    </AriaLink>
  );
}

export interface IconButtonProps extends Omit<AriaButtonProps, "children" | "className" | "style"> {
  icon: LucideIcon;
  /** Its name, and the text of its tooltip. */
  label: string;
  /** Keys that do the same, as `KeyHint` takes them. */
  keys?: string;
  size?: "m" | "s";
  /** A small figure at the corner; the label must say it too. */
  count?: number | undefined;
  className?: string;
  ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ icon, label, keys, size = "m", count, className, ...rest }: IconButtonProps) {
  return (
    <Tip text={label} keys={keys}>
      <AriaButton
        {...rest}
        aria-label={label}
        className={["icon-button", size === "s" && "icon-button-s", className].filter(Boolean).join(" ")}
      >
        <Icon of={icon} size={size === "s" ? "s" : "m"} />
        {count !== undefined && count > 0 && (
          <span className="icon-button-count" aria-hidden="true">
            {count > 9 ? "9+" : count}
          </span>
        )}
      </AriaButton>
    </Tip>
  );
}
