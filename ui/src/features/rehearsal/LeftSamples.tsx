import type { LeftRow } from "../../ipc/bindings";
import { ScrollArea } from "../work/ScrollArea";
import { Value } from "../work/Value";
import { rehearsalWords as words } from "./words";

/** Rows as they are in the source, with the value that keeps each from being written. */
export function LeftSamples({
  label,
  rows,
  withSource = false,
}: {
  label: string;
  rows: readonly LeftRow[];
  /** Says of each row which table it comes from, where they are mixed. */
  withSource?: boolean;
}) {
  const columns: string[] = [];
  for (const row of rows) for (const [name] of row.row) if (!columns.includes(name)) columns.push(name);
  return (
    <ScrollArea className="left-samples" label={label}>
      <table className="plain-table" aria-label={label}>
        <thead>
          <tr>
            {withSource && <th scope="col">{words.source}</th>}
            {columns.map((name) => (
              <th key={name} scope="col" className="mono">
                {name}
              </th>
            ))}
            <th scope="col">{words.why}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {withSource && <td className="mono t2">{row.from}</td>}
              {columns.map((name) => {
                const value = row.row.find(([each]) => each === name)?.[1];
                return (
                  <td key={name}>
                    {value !== undefined && (
                      <Value of={value} tone={row.field === name ? "bad" : undefined} />
                    )}
                  </td>
                );
              })}
              <td className="t2">{row.rule}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}
