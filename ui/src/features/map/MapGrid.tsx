import { ArrowRight, Check, ChevronRight, Minus, RefreshCw, Sparkles, TriangleAlert } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { useMemo, useState, type KeyboardEvent } from "react";
import {
  Button as AriaButton,
  Cell,
  Collection,
  Column,
  Row,
  Table,
  TableBody,
  TableHeader,
} from "react-aria-components";
import type { As, MapState, PlanEdit, WriteMode } from "../../ipc/bindings";
import { Chip, type Tone } from "../../parts/Chip";
import { Checkbox } from "../../parts/Fields";
import { count } from "../../parts/format";
import { Icon } from "../../parts/Icon";
import { CellChoice } from "./CellChoice";
import { stateOf, type FieldRow, type MapRow } from "./rows";
import { TargetName } from "./TargetName";
import "../../parts/table.css";
import { asWords, mapWords as words, stateWords, writeWords } from "./words";

const looks: Record<MapState, { tone: Tone; icon: LucideIcon }> = {
  mapped: { tone: "good", icon: Check },
  changed: { tone: "info", icon: RefreshCw },
  needs_you: { tone: "warn", icon: TriangleAlert },
  left_out: { tone: "plain", icon: Minus },
  generated: { tone: "plain", icon: Sparkles },
};

const asOptions = [
  { id: "as_is" as const, label: words.asIs },
  ...Object.entries(asWords).map(([id, label]) => ({ id: id as As, label })),
];
const writeOptions = Object.entries(writeWords).map(([id, { label, note }]) => ({
  id: id as WriteMode,
  label,
  note,
}));

type TableRow = MapRow & { kind: "table" };

/**
 * Every field with where it goes. One grid: arrows move, Enter renames, Space includes; the tables
 * open and close. Nothing is kept here but which row is open and which name is being edited.
 */
export function MapGrid({
  rows,
  fields,
  expanded,
  onExpand,
  selected,
  onSelect,
  onEdit,
}: {
  rows: readonly TableRow[];
  fields: number;
  expanded: ReadonlySet<string>;
  onExpand: (ids: Set<string>) => void;
  selected: string | null;
  onSelect: (id: string) => void;
  onEdit: (edit: PlanEdit) => void;
}) {
  const [renaming, setRenaming] = useState<string | null>(null);
  const byId = useMemo(() => {
    const found = new Map<string, MapRow>();
    for (const row of rows) {
      found.set(row.id, row);
      for (const field of row.fields) found.set(field.id, field);
    }
    return found;
  }, [rows]);

  const rename = (id: string) => {
    const row = byId.get(id);
    if (row !== undefined && moves(row)) setRenaming(id);
  };
  const onKey = (event: KeyboardEvent) => {
    const role = (event.target as HTMLElement).getAttribute("role");
    if (role !== "row" && role !== "gridcell" && role !== "rowheader") return;
    const id = (event.target as HTMLElement).closest("[role=row]")?.getAttribute("data-key") ?? selected;
    const row = id === null ? undefined : byId.get(id);
    if (row === undefined) return;
    if (event.key === " ") {
      event.preventDefault();
      event.stopPropagation();
      if (canLeave(row)) onEdit(includeEdit(row, !moves(row)));
    } else if (event.key === "F2") {
      event.preventDefault();
      rename(row.id);
    }
  };

  return (
    <div className="map-grid" onKeyDownCapture={onKey}>
      <Table
        aria-label={words.grid(fields)}
        className="table map-table"
        treeColumn="from"
        expandedKeys={expanded}
        onExpandedChange={(keys) => onExpand(new Set([...keys].map(String)))}
        selectionMode="single"
        selectionBehavior="replace"
        selectedKeys={selected === null ? [] : [selected]}
        onSelectionChange={(keys) => {
          if (keys !== "all") for (const key of keys) onSelect(String(key));
        }}
        onRowAction={(key) => rename(String(key))}
      >
        <TableHeader className="table-head">
          <Column id="include" className="th map-box" textValue={words.columns.include}>
            <span className="sr-only">{words.columns.include}</span>
          </Column>
          <Column id="from" className="th" isRowHeader>
            {words.columns.from}
          </Column>
          <Column id="found" className="th">
            {words.columns.found}
          </Column>
          <Column id="to" className="th">
            <span className="map-to-head">{words.columns.to}</span>
          </Column>
          <Column id="type" className="th">
            {words.columns.type}
          </Column>
          <Column id="change" className="th">
            {words.columns.change}
          </Column>
          <Column id="state" className="th">
            {words.columns.state}
          </Column>
        </TableHeader>
        <TableBody items={rows} dependencies={[renaming]}>
          {(row) => (
            <Row id={row.id} className="tr map-group" textValue={row.table.dataset}>
              <Cell className="td map-box">
                <Checkbox
                  label={words.includeTable(row.table.from)}
                  isSelected={!row.table.left}
                  onChange={(on) => onEdit(includeEdit(row, on))}
                />
              </Cell>
              <Cell className="td" textValue={row.table.dataset}>
                <span className="map-name">
                  <AriaButton slot="chevron" className="map-chevron">
                    <Icon of={ChevronRight} size="s" />
                  </AriaButton>
                  <span className="mono ellipsis">{row.table.dataset}</span>
                </span>
              </Cell>
              <Cell className="td map-type">{row.table.source_name}</Cell>
              <Cell className="td">
                <Target
                  row={row}
                  name={row.table.to}
                  label={words.targetTable}
                  open={renaming === row.id}
                  onOpen={(open) => setRenaming(open ? row.id : null)}
                  onName={(to) => onEdit({ edit: "move_to", from: row.table.from, to })}
                />
              </Cell>
              <Cell className="td num t2 map-rows">{words.rows(row.table.rows)}</Cell>
              <Cell className="td">
                {!row.table.left && (
                  <CellChoice
                    label={words.writeOf(row.table.dataset)}
                    plain={row.table.write === "create"}
                    options={writeOptions}
                    value={row.table.write}
                    onChange={(write) => onEdit({ edit: "write_mode", from: row.table.from, write })}
                  />
                )}
              </Cell>
              <Cell className="td t2">
                {row.table.left ? <StateChip state="left_out" /> : <TableState row={row} />}
              </Cell>
              <Collection items={row.fields} dependencies={[renaming]}>
                {(item) => (
                  <FieldLine
                    row={item}
                    renaming={renaming === item.id}
                    onRename={(open) => setRenaming(open ? item.id : null)}
                    onEdit={onEdit}
                  />
                )}
              </Collection>
            </Row>
          )}
        </TableBody>
      </Table>
    </div>
  );
}

function FieldLine({
  row,
  renaming,
  onRename,
  onEdit,
}: {
  row: FieldRow;
  renaming: boolean;
  onRename: (open: boolean) => void;
  onEdit: (edit: PlanEdit) => void;
}) {
  const { table, field } = row;
  const state = stateOf(table, field);
  const moved = moves(row);
  return (
    <Row
      id={row.id}
      className={moved ? "tr" : "tr map-left"}
      textValue={`${field.from}, ${stateWords[state]}`}
    >
      <Cell className="td map-box">
        <Checkbox
          label={words.includeField(field.from)}
          isSelected={moved}
          isDisabled={!canLeave(row)}
          onChange={(on) => onEdit(includeEdit(row, on))}
        />
      </Cell>
      <Cell className="td" textValue={field.from}>
        <span className="map-name map-field-name">
          <span className="mono ellipsis">{field.from}</span>
          {field.in_key && <span className="map-key mi">{words.inKey}</span>}
        </span>
      </Cell>
      <Cell className="td map-type">
        <span title={field.found_as}>{field.found_as}</span>
      </Cell>
      <Cell className="td">
        <Target
          row={row}
          name={field.to}
          label={words.targetField}
          open={renaming}
          onOpen={onRename}
          onName={(to) => onEdit({ edit: "field_to", from: table.from, field: field.from, to })}
        />
      </Cell>
      <Cell className="td map-type">{moved && <span title={field.to_type}>{field.to_type}</span>}</Cell>
      <Cell className="td">
        {moved && !field.generated && (
          <CellChoice
            label={words.changeOf(field.from)}
            plain={field.as_type === null}
            options={asOptions}
            value={field.as_type ?? "as_is"}
            onChange={(as) =>
              onEdit({
                edit: "field_as",
                from: table.from,
                field: field.from,
                as_type: as === "as_is" ? null : as,
              })
            }
          />
        )}
      </Cell>
      <Cell className="td" textValue={stateWords[state]}>
        <StateChip state={state} />
      </Cell>
    </Row>
  );
}

function Target({
  row,
  name,
  label,
  open,
  onOpen,
  onName,
}: {
  row: MapRow;
  name: string | null;
  label: string;
  open: boolean;
  onOpen: (open: boolean) => void;
  onName: (name: string) => void;
}) {
  if (!moves(row) || name === null) return <span className="t3 map-none">{words.notMoved}</span>;
  const from = row.kind === "table" ? row.table.dataset : row.field.from;
  return (
    <span className="map-target">
      <span className="t3">
        <Icon of={ArrowRight} size="s" />
      </span>
      <TargetName
        name={name}
        label={label}
        about={words.editTarget(from)}
        isOpen={open}
        onOpen={onOpen}
        onName={onName}
      />
    </span>
  );
}

function StateChip({ state }: { state: MapState }) {
  const look = looks[state];
  return (
    <span title={stateWords[state]}>
      <Chip tone={look.tone} icon={look.icon}>
        <span className="map-state-word">{stateWords[state]}</span>
      </Chip>
    </span>
  );
}

/** For a table the figures of its fields: how many are mapped, and whether one needs somebody. */
function TableState({ row }: { row: TableRow }) {
  const waiting = row.table.fields.filter((field) => field.state === "needs_you").length;
  if (waiting > 0) {
    return (
      <span title={words.filters.needs_you(waiting)}>
        <Chip tone="warn" icon={TriangleAlert}>
          <span className="map-state-word">{words.filters.needs_you(waiting)}</span>
        </Chip>
      </span>
    );
  }
  const mapped = row.table.fields.filter((field) => field.state !== "left_out").length;
  return (
    <span className="sm num">
      {count(mapped)}/{count(row.table.fields.length)}
    </span>
  );
}

function moves(row: MapRow): boolean {
  if (row.table.left) return false;
  return row.kind === "table" || row.field.state !== "left_out";
}

/** A field of a table that is left has no say of its own; one the target makes is not moved to begin with. */
function canLeave(row: MapRow): boolean {
  return row.kind === "table" || (!row.table.left && !row.field.generated);
}

function includeEdit(row: MapRow, on: boolean): PlanEdit {
  const from = row.table.from;
  if (row.kind === "table") return on ? { edit: "include", from } : { edit: "leave", from };
  const field = row.field.from;
  return on ? { edit: "field_keep", from, field } : { edit: "field_drop", from, field };
}
