import { Meter as AriaMeter, ProgressBar as AriaProgressBar } from "react-aria-components";
import "./meter.css";

export type MeterTone = "ac" | "good" | "warn" | "bad" | "mov" | "plain";

/**
 * A share of a whole, in one or more parts. `valueText` is what assistive tools say, with the exact
 * figures: "61 percent, 295,923 of 481,842 rows".
 */
export function Meter({
  label,
  valueText,
  parts,
  max = 1,
  thin = false,
}: {
  label: string;
  valueText: string;
  parts: readonly { value: number; tone: MeterTone }[];
  max?: number;
  thin?: boolean;
}) {
  const whole = Math.max(max, Number.MIN_VALUE);
  const sum = parts.reduce((so, part) => so + part.value, 0);
  return (
    <AriaMeter
      aria-label={label}
      value={Math.min(sum, whole)}
      maxValue={whole}
      valueLabel={valueText}
      className={thin ? "meter meter-thin" : "meter"}
    >
      {/* A part without a share would still take its gap, and a whole bar would end short of its end. */}
      {parts
        .filter((part) => part.value > 0)
        .map((part, at) => (
          <span
            key={at}
            className={`meter-part meter-${part.tone}`}
            data-some
            style={{ width: `${(part.value / whole) * 100}%` }}
          />
        ))}
    </AriaMeter>
  );
}

/** Work under way. `value` is 0 to 1, or null while its end is not known. */
export function ProgressBar({
  label,
  value,
  valueText,
  tone = "ac",
  large = false,
}: {
  label: string;
  value: number | null;
  valueText?: string | undefined;
  tone?: MeterTone;
  large?: boolean;
}) {
  return (
    <AriaProgressBar
      aria-label={label}
      maxValue={1}
      {...(value === null ? { isIndeterminate: true } : { value })}
      valueLabel={valueText}
      className={large ? "meter meter-large" : "meter"}
    >
      {({ percentage, isIndeterminate }) => (
        <span
          className={`meter-part meter-${tone}`}
          data-some={(percentage ?? 0) > 0 || undefined}
          data-indeterminate={isIndeterminate || undefined}
          style={isIndeterminate ? undefined : { width: `${percentage ?? 0}%` }}
        />
      )}
    </AriaProgressBar>
  );
}
