import { CircleCheck, CircleX } from "lucide-react";
import { useMemo, useState } from "react";
import type {
  FieldLoss,
  Finding,
  LeftReason,
  Rehearsal,
  RehearsalCheck,
  RehearsedTable,
} from "../../ipc/bindings";
import { Chip } from "../../parts/Chip";
import { EmptyState } from "../../parts/EmptyState";
import { SearchField } from "../../parts/Fields";
import { count } from "../../parts/format";
import { Icon } from "../../parts/Icon";
import { Meter } from "../../parts/Meter";
import { DataTable, type TableColumn } from "../../parts/Table";
import { Tabs } from "../../parts/Tabs";
import { FindingSign } from "../findings/FindingList";
import { Statements } from "../statements/Statements";
import { Value } from "../work/Value";
import { LeftSamples } from "./LeftSamples";
import { lossWords, rehearsalWords as words } from "./words";
import "../../parts/card.css";

type Part = "tables" | "losses" | "left" | "schema" | "checks";

/** The report itself, part by part; the filter narrows whichever part is open. */
export function ReportTabs({ report }: { report: Rehearsal }) {
  const [part, setPart] = useState<Part>("tables");
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const match = (...texts: (string | null)[]) =>
    texts.some((each) => each?.toLowerCase().includes(wanted) === true);
  const holding = report.checks.filter((check) => check.holds).length;

  return (
    <Tabs<Part>
      label={words.tabs}
      className="card card-fill report"
      value={part}
      onChange={setPart}
      aside={<SearchField label={words.filter} value={text} onChange={setText} width={150} />}
      items={[
        {
          id: "tables",
          label: words.byTable,
          panel: (
            <ByTable report={report} tables={report.tables.filter((table) => match(table.from, table.to))} />
          ),
        },
        {
          id: "losses",
          label: words.losses,
          count: count(report.losses.length),
          tone: report.losses.some((loss) => !loss.accepted) ? "warn" : "plain",
          panel: <Losses losses={report.losses.filter((loss) => match(loss.table, loss.field, loss.loss))} />,
        },
        {
          id: "left",
          label: words.leftRows,
          count: count(report.figures.left_behind),
          tone: report.figures.left_behind > 0 ? "bad" : "plain",
          panel: (
            <LeftRows reasons={report.left_behind.filter((one) => match(one.table, one.field, one.text))} />
          ),
        },
        {
          id: "schema",
          label: words.schema,
          count: count(report.statements.length),
          panel: (
            <Statements
              heading={false}
              statements={report.statements.filter((one) => match(one.object, one.sql))}
            />
          ),
        },
        {
          id: "checks",
          label: words.checks,
          count: words.checksOf(holding, report.checks.length),
          tone: holding === report.checks.length ? "good" : "bad",
          panel: <Checks checks={report.checks.filter((check) => match(check.name, check.detail))} />,
        },
      ]}
    />
  );
}

function ByTable({ report, tables }: { report: Rehearsal; tables: readonly RehearsedTable[] }) {
  const [selected, setSelected] = useState<string | null>(null);
  const columns = useMemo(() => tableColumns(report.findings), [report.findings]);
  const chosen =
    report.tables.find((table) => table.from === selected) ??
    [...report.tables].sort((a, b) => b.left_behind - a.left_behind).find((table) => table.left_behind > 0);
  const reasons =
    chosen === undefined ? [] : report.left_behind.filter((reason) => reason.table === chosen.from);
  const { figures } = report;
  return (
    <>
      <DataTable
        label={words.byTable}
        columns={columns}
        rows={tables}
        rowKey={tableKey}
        rowText={tableText}
        selection="single"
        selected={new Set(chosen === undefined ? [] : [chosen.from])}
        onSelect={(chosenKeys) => {
          if (chosenKeys !== "all") for (const key of chosenKeys) setSelected(String(key));
        }}
      />
      <div className="inset-row">
        <b>{words.total}</b>
        <span className="num grow">
          {words.totals(
            figures.rows_read,
            figures.will_be_written,
            figures.left_behind,
            figures.values_changed,
          )}
        </span>
        <span className="sm t2">{words.exact}</span>
      </div>
      {reasons.map((reason) => (
        <Reason key={`${reason.reason} ${reason.field ?? ""}`} reason={reason} />
      ))}
    </>
  );
}

const tableKey = (table: RehearsedTable) => table.from;
const tableText = (table: RehearsedTable) => table.from;

function tableColumns(findings: readonly Finding[]): TableColumn<RehearsedTable>[] {
  return [
    {
      id: "table",
      name: words.table,
      cell: (table) => <span className="report-table">{table.to}</span>,
      order: (a, b) => a.to.localeCompare(b.to),
    },
    {
      id: "read",
      name: words.read,
      numeric: true,
      cell: (t) => count(t.read),
      order: (a, b) => a.read - b.read,
    },
    {
      id: "written",
      name: words.writtenShort,
      numeric: true,
      cell: (t) => count(t.written),
      order: (a, b) => a.written - b.written,
    },
    {
      id: "left",
      name: words.leftShort,
      numeric: true,
      cell: (t) => <span className={t.left_behind > 0 ? "bad" : "t3"}>{count(t.left_behind)}</span>,
      order: (a, b) => a.left_behind - b.left_behind,
    },
    {
      id: "changed",
      name: words.changedShort,
      numeric: true,
      cell: (t) => <span className={t.changed > 0 ? "warn" : "t3"}>{count(t.changed)}</span>,
      order: (a, b) => a.changed - b.changed,
    },
    { id: "share", name: words.share, width: "130px", cell: (table) => <Share table={table} /> },
    {
      id: "worst",
      name: words.worst,
      cell: (table) => {
        const finding = findings.find((each) => each.id === table.worst);
        return finding === undefined ? (
          <span className="row g3">
            <span className="good">
              <Icon of={CircleCheck} size="s" />
            </span>
            {words.noFindings}
          </span>
        ) : (
          <span className="row g3">
            <FindingSign finding={finding} size="s" />
            <span className="ellipsis">{finding.title}</span>
          </span>
        );
      },
    },
  ];
}

/** Unchanged, changed and left behind of all rows read. A row with several changed values still counts once at most. */
function Share({ table }: { table: RehearsedTable }) {
  const changed = Math.min(table.changed, table.written);
  const rest = table.written - changed;
  const whole = Math.max(table.read, 1);
  return (
    <Meter
      label={`${table.to}, ${words.share}`}
      valueText={words.shareText(rest / whole, changed / whole, table.left_behind / whole)}
      max={whole}
      parts={[
        { value: rest, tone: "good" },
        { value: changed, tone: "warn" },
        { value: table.left_behind, tone: "bad" },
      ]}
    />
  );
}

function Reason({ reason }: { reason: LeftReason }) {
  return (
    <>
      <div className="inset-row">
        <h3 className="mono report-reason">{reason.table}</h3>
        <span className="t2 sm grow">{words.leftOf(reason.rows, reason.text)}</span>
        <span className="sm t3 num">{words.samples(reason.samples.length, reason.rows)}</span>
      </div>
      {reason.samples.length > 0 && (
        <LeftSamples label={words.leftOf(reason.rows, reason.text)} rows={reason.samples} />
      )}
    </>
  );
}

function LeftRows({ reasons }: { reasons: readonly LeftReason[] }) {
  if (reasons.length === 0) return <EmptyState compact title={words.noLeft} text={words.noLeftText} />;
  return reasons.map((reason) => (
    <Reason key={`${reason.table} ${reason.reason} ${reason.field ?? ""}`} reason={reason} />
  ));
}

const lossKey = (loss: FieldLoss) => `${loss.table}.${loss.field}.${loss.loss}`;
const lossColumns: readonly TableColumn<FieldLoss>[] = [
  {
    id: "field",
    name: words.field,
    cell: (loss) => <span className="mono">{`${loss.table}.${loss.field}`}</span>,
  },
  { id: "before", name: words.before, cell: (loss) => <span className="mono t2">{loss.before}</span> },
  { id: "after", name: words.after, cell: (loss) => <span className="mono t2">{loss.after}</span> },
  { id: "loss", name: words.loss, cell: (loss) => lossWords[loss.loss] ?? loss.loss },
  {
    id: "values",
    name: words.values,
    numeric: true,
    cell: (loss) => count(loss.values),
    order: (a, b) => a.values - b.values,
  },
  {
    id: "state",
    name: words.state,
    cell: (loss) => (
      <Chip tone={loss.accepted ? "plain" : "warn"}>
        {loss.accepted ? words.acceptedState : words.openState}
      </Chip>
    ),
  },
];

function Losses({ losses }: { losses: readonly FieldLoss[] }) {
  const [selected, setSelected] = useState<string | null>(null);
  if (losses.length === 0) return <EmptyState compact title={words.noLosses} text={words.noLossesText} />;
  const loss = losses.find((each) => lossKey(each) === selected) ?? losses[0];
  return (
    <>
      <DataTable
        label={words.losses}
        columns={lossColumns}
        rows={losses}
        rowKey={lossKey}
        selection="single"
        selected={new Set(loss === undefined ? [] : [lossKey(loss)])}
        onSelect={(chosen) => {
          if (chosen !== "all") for (const key of chosen) setSelected(String(key));
        }}
      />
      {loss !== undefined && (
        <>
          <div className="inset-row">
            <h3 className="mono report-reason">{`${loss.table}.${loss.field}`}</h3>
            <span className="t2 sm grow">{words.samples(loss.pairs.length, loss.values)}</span>
          </div>
          <div className="left-samples">
            <table className="plain-table" aria-label={words.pairs(`${loss.table}.${loss.field}`)}>
              <thead>
                <tr>
                  <th scope="col">{words.row}</th>
                  <th scope="col">{words.before}</th>
                  <th scope="col">{words.after}</th>
                </tr>
              </thead>
              <tbody>
                {loss.pairs.map(([row, before, after], at) => (
                  <tr key={at}>
                    <th scope="row" className="mono">
                      {row}
                    </th>
                    <td>
                      <Value of={before} />
                    </td>
                    <td>
                      <Value of={after} tone="warn" />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </>
  );
}

function Checks({ checks }: { checks: readonly RehearsalCheck[] }) {
  if (checks.length === 0) return <EmptyState compact title={words.noChecks} text={words.noChecksText} />;
  return (
    <ul className="checks" aria-label={words.checks}>
      {checks.map((check) => (
        <li key={check.name} className="check-line">
          <span className={check.holds ? "good" : "bad"}>
            <Icon of={check.holds ? CircleCheck : CircleX} />
          </span>
          <span className="sr-only">{check.holds ? words.holds : words.fails}</span>
          <span className="check-name">{check.name}</span>
          <span className="t2 sm">{check.detail}</span>
        </li>
      ))}
    </ul>
  );
}
