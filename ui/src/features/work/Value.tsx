import type { Shown } from "../../ipc/bindings";
import { bytes, count } from "../../parts/format";
import { valueWords } from "./words";

/** A value out of a table. What is no text says so: nothing at all, an empty text and NULL look different. */
export function Value({ of, tone }: { of: Shown; tone?: "bad" | "warn" | "good" | undefined }) {
  const look = `value${tone === undefined ? "" : ` value-${tone}`}`;
  if (of.kind === "missing")
    return <span className={`${look} ${tone === undefined ? "value-none" : ""}`}>{valueWords.missing}</span>;
  if (of.kind === "null")
    return <span className={`${look} ${tone === undefined ? "value-none" : ""}`}>NULL</span>;
  if (of.text === "" && of.kind === "text") {
    return <span className={`${look} ${tone === undefined ? "value-none" : ""}`}>{'""'}</span>;
  }
  const text = visible(of.text);
  if (!of.cut) return <span className={look}>{text}</span>;
  const whole = valueWords.cut(bytes(of.bytes), count(of.bytes));
  return (
    <span className={look} title={whole}>
      {text}…<span className="sr-only"> {whole}</span>
    </span>
  );
}

/** Line ends and other unseen characters, made visible without changing what stands beside them. */
export function visible(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are the very characters that would not be seen
  return text.replace(/\r\n/g, "⏎").replace(/[\u0000-\u001f\u007f]/g, pictureOf);
}

function pictureOf(character: string): string {
  if (character === "\n") return "⏎";
  if (character === "\t") return "⇥";
  return character === "\u007f" ? "␡" : String.fromCharCode(0x2400 + character.charCodeAt(0));
}
