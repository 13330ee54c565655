import { getSegments } from "sql-highlight";
import { useMemo } from "react";

const looks: Partial<Record<string, string>> = {
  keyword: "sql-word",
  function: "sql-type",
  string: "sql-text",
  comment: "sql-note",
};

/** SQL in colour, for reading. */
export function Sql({ text }: { text: string }) {
  const segments = useMemo(() => getSegments(text), [text]);
  return (
    <>
      {segments.map((segment, at) => (
        <span key={at} className={lookOf(segment.name, segment.content)}>
          {segment.content}
        </span>
      ))}
    </>
  );
}

function lookOf(name: string, content: string): string | undefined {
  // Double quotes name a thing in SQL; they hold no text.
  if (name === "string" && !content.startsWith("'")) return undefined;
  return looks[name];
}
