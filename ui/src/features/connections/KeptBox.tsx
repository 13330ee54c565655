import type { LucideIcon } from "lucide-react";
import { useId, type ReactNode } from "react";
import { Icon } from "../../parts/Icon";

/** Something that is kept elsewhere and only named here: a password, a file. Its acts stand at the end. */
export function KeptBox({
  label,
  icon,
  text,
  mono = false,
  help,
  children,
}: {
  label: string;
  icon: LucideIcon;
  text: string;
  mono?: boolean;
  help?: ReactNode;
  children?: ReactNode;
}) {
  const id = useId();
  return (
    <div className="field" role="group" aria-labelledby={id}>
      <span id={id} className="field-label">
        {label}
      </span>
      <div className="connection-kept">
        <span className="t2">
          <Icon of={icon} size="s" />
        </span>
        <span className={mono ? "grow ellipsis mono" : "grow ellipsis"}>{text}</span>
        {children}
      </div>
      {help !== undefined && <span className="field-help">{help}</span>}
    </div>
  );
}
