import { CircleCheck, CircleX } from "lucide-react";
import { useMemo, useState } from "react";
import type {
  FieldLoss,
  Finding,
  LeftReason,
  NotRead,
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
import { TipText } from "../../parts/Tooltip";
import { FindingSign } from "../findings/FindingList";
import { findingsOf } from "../findings/order";
import { Statements } from "../statements/Statements";
import { ScrollArea } from "../work/ScrollArea";
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
            <ByTable
              report={report}
              tables={[
                ...report.tables.filter((table) => match(table.from, table.to)),
                ...(report.not_read ?? []).filter((table) => match(table.from)),
              ]}
            />
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

/** A table of the plan: with what the dry run read of it, or not read yet. */
type ReportTable = RehearsedTable | NotRead;
const isRead = (table: ReportTable): table is RehearsedTable => "digest" in table;
const nameOf = (table: ReportTable) => (isRead(table) ? table.to : table.from);

function ByTable({ report, tables }: { report: Rehearsal; tables: readonly ReportTable[] }) {
  const [selected, setSelected] = useState<string | null>(null);
  const columns = useMemo(() => tableColumns(report.findings), [report.findings]);
  const notRead = report.not_read ?? [];
  const chosen: ReportTable | undefined =
    [...report.tables, ...notRead].find((table) => table.from === selected) ??
    [...report.tables].sort((a, b) => b.left_behind - a.left_behind).find((table) => table.left_behind > 0);
  const reasons =
    chosen === undefined ? [] : report.left_behind.filter((reason) => reason.table === chosen.from);
  const { figures } = report;
  return (
    <>
      <DataTable
        label={words.byTable}
        className="report-tables"
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
          {notRead.length > 0 && `, ${words.notReadTables(notRead.length)}`}
        </span>
        <span className="sm t2">{words.exact}</span>
      </div>
      {reasons.map((reason) => (
        <Reason key={`${reason.reason} ${reason.field ?? ""}`} reason={reason} />
      ))}
    </>
  );
}

const tableKey = (table: ReportTable) => table.from;
const tableText = (table: ReportTable) => table.from;

/** A column of figures; a table that was not read has none. */
function figure(
  id: string,
  name: string,
  of: (table: RehearsedTable) => number,
  tone?: string,
): TableColumn<ReportTable> {
  const value = (table: ReportTable) => (isRead(table) ? of(table) : 0);
  return {
    id,
    name,
    numeric: true,
    cell: (table) =>
      isRead(table) && (
        <span className={tone === undefined ? undefined : of(table) > 0 ? tone : "t3"}>
          {count(of(table))}
        </span>
      ),
    order: (a, b) => value(a) - value(b),
  };
}

function tableColumns(findings: readonly Finding[]): TableColumn<ReportTable>[] {
  return [
    {
      id: "table",
      name: words.table,
      cell: (table) => <span className="report-table">{nameOf(table)}</span>,
      order: (a, b) => nameOf(a).localeCompare(nameOf(b)),
    },
    {
      ...figure("read", words.read, (table) => table.read),
      cell: (table) => (isRead(table) ? count(table.read) : words.noneReadOf(table.rows)),
    },
    figure("written", words.writtenShort, (table) => table.written),
    figure("left", words.leftShort, (table) => table.left_behind, "bad"),
    figure("changed", words.changedShort, (table) => table.changed, "warn"),
    {
      id: "share",
      name: words.share,
      cell: (table) =>
        isRead(table) ? <Share table={table} /> : <span className="t2">{words.notRead}</span>,
    },
    {
      id: "worst",
      name: words.worst,
      cell: (table) => {
        const finding = isRead(table)
          ? findings.find((each) => each.id === table.worst)
          : findingsOf(findings, table.from)[0];
        if (finding !== undefined)
          return (
            <span className="row g3">
              <FindingSign finding={finding} size="s" />
              <TipText text={finding.title} className="ellipsis">
                {finding.title}
              </TipText>
            </span>
          );
        return (
          isRead(table) && (
            <span className="row g3">
              <span className="good">
                <Icon of={CircleCheck} size="s" />
              </span>
              {words.noFindings}
            </span>
          )
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
          <ScrollArea className="left-samples" label={words.pairs(`${loss.table}.${loss.field}`)}>
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
          </ScrollArea>
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
