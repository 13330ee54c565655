import { Check, SquareTerminal } from "lucide-react";
import { useEffect, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { Icon } from "./Icon";
import { Tip } from "./Tooltip";
import { partWords } from "./words";
import "./copycommand.css";

/** Copies and says for two seconds that it did. */
export function useCopied(): [copied: boolean, copy: (text: string) => void] {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = (text: string) => {
    void navigator.clipboard.writeText(text).then(() => setCopied(true));
  };
  return [copied, copy];
}

/** The command that does the same as the screen, one press away from the clipboard. */
export function CopyCommand({ command, compact = false }: { command: string; compact?: boolean }) {
  const [copied, copy] = useCopied();
  return (
    <Tip text={copied ? partWords.copied : partWords.copyCommand}>
      <AriaButton
        className={compact ? "copy-command copy-command-compact" : "copy-command"}
        aria-label={`${partWords.copyCommand}: ${command}`}
        onPress={() => copy(command)}
      >
        <Icon of={copied ? Check : SquareTerminal} size="s" />
        {compact ? (
          <span>{copied ? partWords.copied : partWords.copyCommand}</span>
        ) : (
          <span className="mono ellipsis">{command}</span>
        )}
      </AriaButton>
    </Tip>
  );
}
