import type { LucideIcon } from "lucide-react";

const pixels = { xs: 12, s: 14, m: 16, l: 20, xl: 28 } as const;
export type IconSize = keyof typeof pixels;

/** A drawn sign beside a word. Always hidden from assistive tools: the word carries the meaning. */
export function Icon({
  of: Sign,
  size = "m",
  className,
}: {
  of: LucideIcon;
  size?: IconSize;
  className?: string | undefined;
}) {
  const names = ["icon", `icon-${size}`, className].filter(Boolean).join(" ");
  return <Sign aria-hidden="true" size={pixels[size]} className={names} />;
}
