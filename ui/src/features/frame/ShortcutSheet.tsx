import { Dialog } from "../../parts/Dialog";
import { KeyHint } from "../../parts/KeyHint";
import { useSheet } from "./paletteStore";
import { inForce, useShortcutList, type Registered } from "./shortcuts";
import { shortcutWords } from "./words";

const fixed = [
  { keys: "F6", second: "Shift+F6", label: shortcutWords.regions },
  { keys: "Up", second: "Down", label: shortcutWords.inside },
  { keys: "Enter", second: undefined, label: shortcutWords.enter },
  { keys: "Space", second: undefined, label: shortcutWords.space },
  { keys: "Esc", second: undefined, label: shortcutWords.escape },
] as const;

const order = ["everywhere", "go", "screen"] as const;

/** All keys that work where the person is now. */
export function ShortcutSheet() {
  const { isOpen, hide } = useSheet();
  const all = inForce(useShortcutList((state) => state.all));
  return (
    <Dialog title={shortcutWords.title} isOpen={isOpen} onClose={hide} size="l">
      <p className="t2 sm">{shortcutWords.note}</p>
      <div className="sheet">
        {order.map((group) => {
          const lines = byLabel(all.filter((shortcut) => (shortcut.group ?? "everywhere") === group));
          if (lines.size === 0) return null;
          return (
            <section key={group}>
              <h3 className="over">{shortcutWords.groups[group]}</h3>
              <dl className="sheet-list">
                {[...lines].map(([label, shortcuts]) => (
                  <div key={label} className="sheet-line">
                    <dt>{label}</dt>
                    <dd className="row g4">
                      {shortcuts.map((shortcut) => (
                        <KeyHint key={shortcut.id} keys={shortcut.keys} />
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
        <section>
          <h3 className="over">{shortcutWords.groups.move}</h3>
          <dl className="sheet-list">
            {fixed.map((line) => (
              <div key={line.keys} className="sheet-line">
                <dt>{line.label}</dt>
                <dd className="row g3">
                  <KeyHint keys={line.keys} />
                  {line.second !== undefined && <KeyHint keys={line.second} />}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  );
}

/** Two ways to press the same are one line. */
function byLabel(shortcuts: readonly Registered[]): Map<string, readonly Registered[]> {
  const lines = new Map<string, readonly Registered[]>();
  for (const shortcut of shortcuts)
    lines.set(shortcut.label, [...(lines.get(shortcut.label) ?? []), shortcut]);
  return lines;
}
