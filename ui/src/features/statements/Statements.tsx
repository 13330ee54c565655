import { Copy } from "lucide-react";
import { useState } from "react";
import type { Statement } from "../../ipc/bindings";
import { Button } from "../../parts/Button";
import { Chip } from "../../parts/Chip";
import { useCopied } from "../../parts/CopyCommand";
import { EmptyState } from "../../parts/EmptyState";
import { Segmented } from "../../parts/Tabs";
import { ScrollArea } from "../work/ScrollArea";
import { Sql } from "../work/Sql";
import { labelWords, phaseWords, statementWords as words } from "./words";
import "./statements.css";

type Direction = "apply" | "back";

/** The statements of a plan in the order they run, and how each is taken back. To read, never to run. */
export function Statements({
  statements,
  heading = true,
  level = 2,
}: {
  statements: readonly Statement[];
  heading?: boolean;
  level?: 2 | 3;
}) {
  const [direction, setDirection] = useState<Direction>("apply");
  const [copied, copy] = useCopied();
  const Title = level === 2 ? "h2" : "h3";
  if (statements.length === 0)
    return <EmptyState compact level={level} title={words.none} text={words.noneText} />;
  const ordered = direction === "apply" ? statements : [...statements].reverse();
  return (
    <section className="statements" aria-label={words.title}>
      <div className="statements-head">
        {heading && <Title className="statements-title">{words.title}</Title>}
        <span className="t3 sm grow">
          {words.count(statements.length)}. {words.note}
        </span>
        <Segmented
          label={words.direction}
          value={direction}
          onChange={setDirection}
          options={[
            { id: "apply", label: words.apply },
            { id: "back", label: words.back },
          ]}
        />
        <Button size="s" variant="quiet" icon={Copy} onPress={() => copy(sqlOf(statements, direction))}>
          {copied ? words.copied : words.copy}
        </Button>
      </div>
      <ScrollArea label={words.title} className="statements-list">
        <ol aria-label={words.list(direction === "back")}>
          {ordered.map((statement) => (
            <li key={statement.ordinal} className="statement">
              <span className="statement-number t3 num">{statement.ordinal}</span>
              {direction === "apply" ? (
                <code className="statement-sql selectable">
                  <Sql text={statement.sql} />
                </code>
              ) : statement.inverse === null ? (
                <span className="statement-sql t2">
                  <span className="mono">{statement.object}</span> {words.fromUndo}
                </span>
              ) : (
                <code className="statement-sql selectable">
                  <Sql text={statement.inverse} />
                </code>
              )}
              <span className="statement-labels">
                {direction === "apply" &&
                  statement.labels.map((label) => (
                    <Chip key={label} tone={labelWords[label].tone}>
                      {labelWords[label].label}
                    </Chip>
                  ))}
              </span>
              <span className="sm t3 statement-phase">
                {direction === "apply" && phaseWords[statement.phase]}
              </span>
            </li>
          ))}
        </ol>
      </ScrollArea>
    </section>
  );
}

/** The text of all of them, ready to be read elsewhere. */
export function sqlOf(statements: readonly Statement[], direction: Direction): string {
  const lines =
    direction === "apply"
      ? statements.map((statement) => statement.sql)
      : [...statements]
          .reverse()
          .map((statement) => statement.inverse ?? `-- ${statement.object} ${words.fromUndo}`);
  return lines
    .map((line) => (line.startsWith("--") || line.trimEnd().endsWith(";") ? line : `${line};`))
    .join("\n");
}
