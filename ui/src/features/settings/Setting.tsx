import type { ReactNode } from "react";

/** One line of the settings: what it is called, what it means, and its control. */
export function Setting({
  name,
  help,
  more,
  children,
}: {
  name: string;
  help?: ReactNode;
  /** Below the help, for those who want to know more. */
  more?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="setting">
      <div className="setting-words">
        <div className="setting-name">{name}</div>
        {help !== undefined && <p className="sm t2">{help}</p>}
        {more}
      </div>
      <div className="setting-control">{children}</div>
    </div>
  );
}
