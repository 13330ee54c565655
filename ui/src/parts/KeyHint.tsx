import "./keyhint.css";

const isMac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

/** How a key is written on this system's keyboards. */
export function keyName(key: string): string {
  switch (key) {
    case "Mod":
      return isMac ? "⌘" : "Ctrl";
    case "Shift":
      return isMac ? "⇧" : "Shift";
    case "Up":
      return "↑";
    case "Down":
      return "↓";
    case "Plus":
      return "+";
    default:
      return key;
  }
}

/** Keys as keycaps: `"Mod+K"` pressed together, `"G P"` one after the other. */
export function KeyHint({ keys }: { keys: string }) {
  const presses = keys.split(" ").map((press) => press.split("+"));
  return (
    <span className="keyhint">
      {presses.map((press, at) => (
        <span key={at} className="keyhint-press">
          {press.map((key) => (
            <kbd key={key}>{keyName(key)}</kbd>
          ))}
        </span>
      ))}
    </span>
  );
}
