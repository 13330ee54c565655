/**
 * Figures and times as people read them, all through Intl.
 *
 * 64-bit values arrive as text and are never turned into a double on the way: what is shown is what
 * was counted. Words are English, so the locale is the person's own English, or British.
 */

const preferred = typeof navigator === "undefined" ? [] : navigator.languages;
export const locale = preferred.find((language) => language.startsWith("en")) ?? "en-GB";

const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });

/** `"547190"` is shown as 547,190, however many digits it has. */
export function count(value: string | number | bigint): string {
  if (typeof value === "string") return /^[+-]?\d+$/.test(value) ? whole.format(BigInt(value)) : value;
  return whole.format(value);
}

/** 1.9k, 2.4M: for chart axes only, where the exact figure stands elsewhere. */
export function shortCount(value: number): string {
  return compact.format(value);
}

/**
 * A share of 1 in percent, written as the core writes it: 62 %, never broken in two. Nearly all is never shown as all, nor nearly
 * nothing as nothing.
 */
export function percent(share: number, digits = 0): string {
  const format = new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  const step = 10 ** -(digits + 2);
  const shown = share < 1 && share > 1 - step ? 1 - step : share > 0 && share < step ? step : share;
  return `${format.format(shown * 100)}\u00a0%`;
}

/** The share of two exact counts, safe beyond 2^53. */
export function shareOf(part: string, total: string): number {
  const [a, b] = [BigInt(part), BigInt(total)];
  if (b === 0n) return 0;
  return Number((a * 1_000_000n) / b) / 1_000_000;
}

const byteUnits = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte", "petabyte"] as const;

/** A size in decimal units, three digits at most: 184 MB, 9.4 MB, 512 bytes. */
export function bytes(value: string | number): string {
  let size = Number(value);
  let unit = 0;
  while (Math.round(size) >= 1000 && unit < byteUnits.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: byteUnits[unit] ?? "byte",
    unitDisplay: unit === 0 ? "long" : "short",
    maximumFractionDigits: unit > 0 && size < 10 ? 1 : 0,
  }).format(size);
}

/** How long something took or will take: 226 ms, 6.1 s, 1 min 52 s, 2 h 5 min. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 9_950) return `${(Math.round(ms / 100) / 10).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** A time yet to come, as people plan with it: seconds, then steps of five, then minutes. */
export function roundTime(ms: number): string {
  if (ms <= 9_000) return `${Math.max(1, Math.ceil(ms / 1000))} s`;
  if (ms < 120_000) return duration(Math.ceil(ms / 1000) * 1000);
  if (ms < 600_000) return duration(Math.ceil(ms / 5000) * 5000);
  return duration(Math.ceil(ms / 60_000) * 60_000);
}

/** The same as on a clock, for columns that change each second: 1:40, 1:02:09. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** Rows a second: exact below a thousand, whole above. */
export function rate(perSecond: number): string {
  return `${whole.format(perSecond)}/s`;
}

const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

/** How long ago: now, 12 minutes ago, 2 hours ago, yesterday, 23 days ago. */
export function ago(moment: string, now = Date.now()): string {
  const seconds = (Date.parse(moment) - now) / 1000;
  const size = Math.abs(seconds);
  if (size < 45) return relative.format(0, "second");
  if (size < 3600) return relative.format(Math.round(seconds / 60), "minute");
  if (size < 22 * 3600) return relative.format(Math.round(seconds / 3600), "hour");
  const days = Math.round((startOfDay(Date.parse(moment)) - startOfDay(now)) / 86_400_000);
  if (Math.abs(days) < 30) return relative.format(days, "day");
  if (Math.abs(days) < 365) return relative.format(Math.round(days / 30.4), "month");
  return relative.format(Math.round(days / 365), "year");
}

/** True when more than so many days have passed since. */
export function isOlderThan(moment: string, days: number, now = Date.now()): boolean {
  return now - Date.parse(moment) > days * 86_400_000;
}

function startOfDay(at: number): number {
  const date = new Date(at);
  date.setHours(0, 0, 0, 0);
  return date.getTime();
}

const hourMinute = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const hourMinuteSecond = new Intl.DateTimeFormat(locale, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});
const dayMonth = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
const dayMonthYear = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" });
const exact = new Intl.DateTimeFormat(locale, {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZoneName: "short",
});

/** A day in a list: Today 08:40, Yesterday 17:12, 3 Nov, 3 Nov 2025. */
export function day(moment: string, now = Date.now()): string {
  const at = Date.parse(moment);
  const days = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
  if (days === 0) return `Today ${hourMinute.format(at)}`;
  if (days === 1) return `Yesterday ${hourMinute.format(at)}`;
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? dayMonth : dayMonthYear).format(at);
}

/** The time of day, for logs: 10:04:46. */
export function timeOfDay(moment: string | number): string {
  return hourMinuteSecond.format(typeof moment === "number" ? moment : Date.parse(moment));
}

/** Day and time without seconds: 21 Nov 2026, 09:44. */
export function dateTime(moment: string): string {
  const at = Date.parse(moment);
  return `${dayMonthYear.format(at)}, ${hourMinute.format(at)}`;
}

/** Everything, with the zone: for a tooltip or a report. */
export function exactTime(moment: string): string {
  return exact.format(Date.parse(moment));
}

const plurals = new Intl.PluralRules("en");

/** Picks the form and puts the figure in it: `plural(3, "# row", "# rows")`. */
export function plural(value: string | number, one: string, other: string): string {
  const rule = typeof value === "number" ? plurals.select(value) : value === "1" ? "one" : "other";
  return (rule === "one" ? one : other).replace("#", count(value));
}

const listing = new Intl.ListFormat(locale, { style: "long", type: "conjunction" });

/** Names in one sentence: a, b and c. */
export function list(names: readonly string[]): string {
  return listing.format(names);
}
