import { Check, TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import type { Finding, Rehearsal, Verdict } from "../../ipc/bindings";
import { Card } from "../../parts/Card";
import { bytes, count, duration, percent } from "../../parts/format";
import { Figure, FigureRow } from "../../parts/Figure";
import { Icon } from "../../parts/Icon";
import { openFindings } from "../findings/order";
import { rehearsalWords as words, verdictText, verdictTitle } from "./words";

const looks: Record<Verdict, { tone: "good" | "warn" | "bad"; icon: typeof Check }> = {
  ready: { tone: "good", icon: Check },
  nearly_ready: { tone: "warn", icon: TriangleAlert },
  not_ready: { tone: "bad", icon: X },
};

/** Whether this can run, in one sentence, and the one thing to do about it. */
export function VerdictCard({
  report,
  decided,
  action,
}: {
  report: Rehearsal;
  /** Findings that were decided since, by id: they stand as found until the next dry run, and ask for nothing. */
  decided: ReadonlyMap<string, string>;
  action: ReactNode;
}) {
  const open = openFindings(report.findings);
  const failing = open.filter((finding) => finding.severity === "fails");
  const deciding = open.filter((finding) => finding.severity === "decide");
  const left = (findings: readonly Finding[]) => findings.filter(({ id }) => !decided.has(id)).length;
  const look = looks[report.verdict];
  return (
    <Card edge={look.tone} label={words.title} className="verdict">
      <span className={`verdict-sign verdict-${look.tone}`}>
        <Icon of={look.icon} size="xl" />
      </span>
      <div className="grow" role="status">
        <h2 className="verdict-title">{verdictTitle(report.verdict, left(failing), left(deciding))}</h2>
        <p className="t2">{verdictText(report, failing.length)}</p>
      </div>
      {action}
    </Card>
  );
}

export function SixFigures({ report }: { report: Rehearsal }) {
  const { figures, tables } = report;
  const notRead = report.not_read?.length ?? 0;
  return (
    <FigureRow label={words.figures}>
      <Figure
        label={words.rowsRead}
        value={count(figures.rows_read)}
        note={words.tablesRead(tables.length, tables.length + notRead)}
      />
      <Figure
        label={words.written}
        value={count(figures.will_be_written)}
        note={
          figures.rows_read === 0
            ? ""
            : words.writtenShare(percent(figures.will_be_written / figures.rows_read, 2), notRead > 0)
        }
      />
      <Figure
        label={words.left}
        value={count(figures.left_behind)}
        tone={figures.left_behind > 0 ? "bad" : undefined}
        note={
          figures.filtered > 0
            ? words.filtered(figures.filtered)
            : words.reasons(report.left_behind.length, notRead > 0)
        }
      />
      <Figure
        label={words.changed}
        value={count(figures.values_changed)}
        tone={figures.values_changed > 0 ? "warn" : undefined}
        note={words.kinds(new Set(report.losses.map((loss) => loss.loss)).size)}
      />
      <Figure label={words.likely} value={duration(figures.likely_ms)} note={words.measured} />
      <Figure
        label={words.space}
        value={bytes(figures.space_bytes)}
        note={words.spaceNote(figures.free_bytes, figures.backup_bytes)}
      />
    </FigureRow>
  );
}
