import type { ReactNode } from "react";

/** One line of the settings: what it is called, what it means, and its control. */
export function Setting({ name, help, children }: { name: string; help?: ReactNode; children: ReactNode }) {
  return (
    <div className="setting">
      <div className="setting-words">
        <div className="setting-name">{name}</div>
        {help !== undefined && <p className="sm t2">{help}</p>}
      </div>
      <div className="setting-control">{children}</div>
    </div>
  );
}
