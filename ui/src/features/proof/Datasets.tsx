import { CircleCheck, CircleX } from "lucide-react";
import { useMemo, useState } from "react";
import type { DatasetProof, Shown } from "../../ipc/bindings";
import { Card } from "../../parts/Card";
import { Chip } from "../../parts/Chip";
import { count } from "../../parts/format";
import { Icon } from "../../parts/Icon";
import { DataTable, type TableColumn } from "../../parts/Table";
import { ScrollArea } from "../work/ScrollArea";
import { Value } from "../work/Value";
import { differenceWords, proofWords as words } from "./words";

const keyOf = (dataset: DatasetProof) => dataset.from;

const columns: readonly TableColumn<DatasetProof>[] = [
  {
    id: "table",
    name: words.table,
    cell: (dataset) => (
      <span className="row">
        <span className={dataset.equal ? "good" : "bad"}>
          <Icon of={dataset.equal ? CircleCheck : CircleX} size="s" />
        </span>
        <span className="sr-only">{dataset.equal ? words.equalWord : words.differWord}</span>
        <span className="proof-table">{dataset.to}</span>
      </span>
    ),
    order: (a, b) => a.to.localeCompare(b.to),
  },
  {
    id: "slices",
    name: words.slices,
    cell: (dataset) => (
      <span className={dataset.slices === dataset.slices_equal ? "t2 num" : "bad num"}>
        {words.slicesOf(dataset.slices_equal, dataset.slices)}
      </span>
    ),
  },
  {
    id: "expected",
    name: words.expected,
    numeric: true,
    cell: (dataset) => count(dataset.rows_expected),
    order: (a, b) => a.rows_expected - b.rows_expected,
  },
  {
    id: "found",
    name: words.found,
    numeric: true,
    cell: (dataset) => (
      <span className={dataset.rows_expected === dataset.rows_found ? undefined : "bad"}>
        {count(dataset.rows_found)}
      </span>
    ),
    order: (a, b) => a.rows_found - b.rows_found,
  },
  {
    id: "differences",
    name: words.differences,
    numeric: true,
    cell: (dataset) => (
      <span className={dataset.differences_total > 0 ? "bad" : "t3"}>{count(dataset.differences_total)}</span>
    ),
    order: (a, b) => a.differences_total - b.differences_total,
  },
];

/** Table by table, and below it the rows and values that differ. */
export function Datasets({ datasets }: { datasets: readonly DatasetProof[] }) {
  const [selected, setSelected] = useState<string | null>(null);
  // What differs stands first, and the first of it is shown below.
  const ordered = useMemo(() => [...datasets].sort((a, b) => Number(a.equal) - Number(b.equal)), [datasets]);
  const dataset = ordered.find((each) => each.from === selected) ?? ordered[0];
  return (
    <Card title={words.datasets} className="card-fill">
      <ScrollArea label={words.datasets}>
        <DataTable
          label={words.datasets}
          columns={columns}
          rows={ordered}
          rowKey={keyOf}
          selection="single"
          selected={new Set(dataset === undefined ? [] : [dataset.from])}
          onSelect={(chosen) => {
            if (chosen !== "all") for (const key of chosen) setSelected(String(key));
          }}
        />
        {dataset !== undefined && <Differences key={dataset.from} dataset={dataset} />}
      </ScrollArea>
    </Card>
  );
}

function Differences({ dataset }: { dataset: DatasetProof }) {
  return (
    <section aria-label={`${dataset.to}, ${words.differences}`} id="proof-differences">
      <div className="inset-row">
        <h3 className="report-reason mono">{dataset.to}</h3>
        <span className="t2 sm grow">
          {dataset.equal
            ? words.noDifferencesText
            : words.firstOf(dataset.differences.length, dataset.differences_total)}
        </span>
      </div>
      <dl className="facts sm proof-roots">
        <dt>{words.rootExpected}</dt>
        <dd className="mono selectable">{dataset.root_expected}</dd>
        <dt>{words.rootFound}</dt>
        <dd
          className={dataset.root_expected === dataset.root_found ? "mono selectable" : "mono selectable bad"}
        >
          {dataset.root_found}
        </dd>
      </dl>
      {dataset.differences.length > 0 && (
        <ScrollArea className="left-samples" label={`${dataset.to}, ${words.differences}`}>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{words.row}</th>
                <th scope="col">{words.kind}</th>
                <th scope="col">{words.field}</th>
                <th scope="col">{words.expected}</th>
                <th scope="col">{words.found}</th>
              </tr>
            </thead>
            <tbody>
              {dataset.differences.map((difference, at) => (
                <tr key={at}>
                  <th scope="row">
                    <RowName row={difference.row} />
                  </th>
                  <td>
                    <Chip tone="bad">{differenceWords[difference.kind]}</Chip>
                  </td>
                  <td className={difference.field === null ? "t3" : "mono"}>
                    {difference.field ?? words.wholeRow}
                  </td>
                  <td>
                    <Value of={difference.expected} tone="good" />
                  </td>
                  <td>
                    <Value of={difference.found} tone="bad" />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollArea>
      )}
    </section>
  );
}

function RowName({ row }: { row: readonly (readonly [string, Shown])[] }) {
  return (
    <span className="row g5">
      {row.map(([name, value]) => (
        <span key={name} className="row g2">
          <span className="t3 mono">{name}</span>
          <Value of={value} />
        </span>
      ))}
    </span>
  );
}
