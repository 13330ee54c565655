import { ArrowRight } from "lucide-react";
import type { MapView, PlanEdit } from "../../ipc/bindings";
import { Button } from "../../parts/Button";
import { Chip } from "../../parts/Chip";
import { EmptyState } from "../../parts/EmptyState";
import { Icon } from "../../parts/Icon";
import { Segmented } from "../../parts/Tabs";
import { FindingList } from "../findings/FindingList";
import { findingsOf, openFindings } from "../findings/order";
import { Region } from "../frame/Region";
import { FieldFacts } from "./FieldFacts";
import type { MapRow } from "./rows";
import { mapWords as words, writeWords } from "./words";

export type InspectorView = "selected" | "findings";

/** Beside the map: what is selected and what is really in it, or everything the plan still asks. */
export function Inspector({
  project,
  view,
  row,
  show,
  onShow,
  onEdit,
}: {
  project: string;
  view: MapView;
  row: MapRow | null;
  show: InspectorView;
  onShow: (show: InspectorView) => void;
  onEdit: (edit: PlanEdit) => void;
}) {
  const open = openFindings(view.findings);
  return (
    <Region role="complementary" label={words.inspector} className="map-inspector">
      <div className="map-inspector-head">
        <Segmented
          label={words.inspector}
          value={show}
          onChange={onShow}
          options={[
            { id: "selected", label: words.inspector },
            { id: "findings", label: words.findings(open.length) },
          ]}
        />
      </div>
      <div className="map-inspector-body">
        {show === "findings" ? (
          open.length === 0 ? (
            <EmptyState compact level={2} title={words.noFindings} text={words.noFindingsText} />
          ) : (
            <FindingList level={2} findings={open} onChoose={onEdit} />
          )
        ) : row === null ? (
          <EmptyState compact level={2} title={words.nothingSelected} text={words.nothingSelectedText} />
        ) : (
          <Selected project={project} view={view} row={row} onEdit={onEdit} />
        )}
      </div>
      <p className="map-hint sm t2">
        <b className="t1">{words.keysTitle}</b> {words.keys}
      </p>
    </Region>
  );
}

function Selected({
  project,
  view,
  row,
  onEdit,
}: {
  project: string;
  view: MapView;
  row: MapRow;
  onEdit: (edit: PlanEdit) => void;
}) {
  const { table } = row;
  const field = row.kind === "field" ? row.field : null;
  const findings = findingsOf(view.findings, table.from, field?.from);
  const to = table.left
    ? null
    : field === null
      ? table.to
      : field.to === null
        ? null
        : `${table.to}.${field.to}`;
  return (
    <>
      <div className="map-path">
        <h2 className="mono">{field === null ? table.from : `${table.dataset}.${field.from}`}</h2>
        <p className="mono row g3">
          <span className="t3">
            <Icon of={ArrowRight} size="s" />
          </span>
          {to ?? <span className="t3 map-none">{words.notMoved}</span>}
        </p>
      </div>
      {findings.length > 0 && (
        <div className="map-findings">
          <FindingList findings={findings} onChoose={onEdit} />
        </div>
      )}
      {field !== null && <FieldFacts key={row.id} project={project} table={table} field={field} />}
      <div className="map-section">
        <h3>{words.facts}</h3>
        <dl className="facts sm">
          {field === null ? (
            <>
              <dt>{words.keyOf}</dt>
              <dd className={table.key.length > 0 ? "mono" : undefined}>
                {table.key.length > 0 ? table.key.join(", ") : words.noKey}
              </dd>
              {!table.left && (
                <>
                  <dt>{words.write}</dt>
                  <dd>{writeWords[table.write].note}</dd>
                </>
              )}
              {table.notes.length > 0 && (
                <>
                  <dt>{words.notes}</dt>
                  <dd>{table.notes.join(", ")}</dd>
                </>
              )}
            </>
          ) : (
            <>
              <dt>{words.foundAs}</dt>
              <dd className="mono">{field.found_as === "" ? "–" : field.found_as}</dd>
              {field.state !== "left_out" && !table.left && (
                <>
                  <dt>{words.becomes}</dt>
                  <dd className="mono">{field.to_type === "" ? "–" : field.to_type}</dd>
                </>
              )}
              {field.in_key && (
                <>
                  <dt>{words.keyOf}</dt>
                  <dd>{words.inKeyFact}</dd>
                </>
              )}
            </>
          )}
        </dl>
        {field !== null && field.accept.length > 0 && (
          <ul className="map-accepted">
            {field.accept.map((what) => (
              <li key={what} className="row g3">
                <Chip tone="plain">{words.accepted}</Chip>
                <span className="mono sm grow">{what}</span>
                <Button
                  size="s"
                  variant="quiet"
                  onPress={() => onEdit({ edit: "unaccept", from: table.from, field: field.from, what })}
                >
                  {words.takeBack}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}
