import type { Shown } from "../../bindings";

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

export const text = (value: string): Shown => ({
  kind: "text",
  text: value,
  cut: false,
  bytes: bytesOf(value),
});
export const int = (value: string): Shown => ({ kind: "int", text: value, cut: false, bytes: 8 });
export const float = (value: string): Shown => ({ kind: "float", text: value, cut: false, bytes: 8 });
export const blob = (hex: string, bytes: number): Shown => ({
  kind: "bytes",
  text: `x'${hex}'`,
  cut: bytes * 2 > hex.length,
  bytes,
});
export const none: Shown = { kind: "null", text: "NULL", cut: false, bytes: 0 };
export const missing: Shown = { kind: "missing", text: "", cut: false, bytes: 0 };
export const longText = (start: string, bytes: number): Shown => ({
  kind: "text",
  text: start,
  cut: true,
  bytes,
});
