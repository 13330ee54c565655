import { ArrowRight, Check, ChevronRight, Minus, RefreshCw, Sparkles, TriangleAlert } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import {
  Button as AriaButton,
  Cell,
  Collection,
  Column,
  Row,
  Table,
  TableBody,
  TableHeader,
  TableLayout,
  Virtualizer,
} from "react-aria-components";
import type { As, MapState, PlanEdit, WriteMode } from "../../ipc/bindings";
import { CellCheckbox } from "../../parts/cells";
import { Chip, type Tone } from "../../parts/Chip";
import { count } from "../../parts/format";
import { Icon } from "../../parts/Icon";
import { useMedia } from "../../parts/media";
import { CellChoice } from "./CellChoice";
import { usePreferences } from "../settings/preferences";
import { placeOf, stateOf, type FieldRow, type MapRow } from "./rows";
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

/** All rows are of one height, so that only those in sight need to be drawn: a map may have 20,000 fields. */
const rowHeights = { compact: 27, comfortable: 30, spacious: 40 };
const headingHeight = 32;

/**
 * Every field with where it goes. One grid: arrows move, Enter renames, Space includes; the tables
 * open and close. Nothing is kept here but which name is being edited.
 */
export function MapGrid({
  rows,
  fields,
  expanded,
  onExpand,
  selected,
  onSelect,
  sought,
  onEdit,
}: {
  rows: readonly TableRow[];
  fields: number;
  expanded: ReadonlySet<string>;
  onExpand: (ids: Set<string>) => void;
  selected: string | null;
  onSelect: (id: string) => void;
  /** The row that is to be brought in sight. */
  sought: string | null;
  onEdit: (edit: PlanEdit) => void;
}) {
  const grid = useRef<HTMLTableElement>(null);
  // In a narrow window a state is its sign alone: map.css.
  const stateWidth = useMedia("(max-width: 1180px)") ? 44 : 126;
  const rowHeight = rowHeights[usePreferences().density];
  const place = sought === null ? null : placeOf(rows, expanded, sought);
  useEffect(() => {
    if (place === null || grid.current === null) return;
    const middle = (grid.current.clientHeight - headingHeight - rowHeight) / 2;
    grid.current.scrollTop = Math.max(0, place * rowHeight - middle);
  }, [place, rowHeight]);

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
      <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight, headingHeight }}>
        <Table
          ref={grid}
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
            <Column
              id="include"
              width={36}
              minWidth={36}
              className="th map-box"
              textValue={words.columns.include}
            >
              <span className="sr-only">{words.columns.include}</span>
            </Column>
            <Column id="from" width="2fr" minWidth={100} className="th" isRowHeader>
              {words.columns.from}
            </Column>
            <Column id="found" width="1.2fr" minWidth={60} className="th">
              {words.columns.found}
            </Column>
            <Column id="to" width="2fr" minWidth={90} className="th">
              <span className="map-to-head">{words.columns.to}</span>
            </Column>
            <Column id="type" width="1.2fr" minWidth={60} className="th">
              {words.columns.type}
            </Column>
            <Column id="change" width="1.4fr" minWidth={84} className="th">
              {words.columns.change}
            </Column>
            <Column id="state" width={stateWidth} minWidth={stateWidth} className="th">
              {words.columns.state}
            </Column>
          </TableHeader>
          <TableBody items={rows} dependencies={[renaming]}>
            {(row) => (
              <Row id={row.id} className="tr map-group" textValue={row.table.dataset}>
                <Cell className="td map-box">
                  <CellCheckbox
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
                <Cell className="td map-type">
                  <span className="ellipsis">{row.table.source_name}</span>
                </Cell>
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
                <Cell className="td num t2 map-rows">
                  <span className="ellipsis">{words.rows(row.table.rows)}</span>
                </Cell>
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
      </Virtualizer>
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
        <CellCheckbox
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
        <span className="ellipsis" title={field.found_as}>
          {field.found_as}
        </span>
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
      <Cell className="td map-type">
        {moved && (
          <span className="ellipsis" title={field.to_type}>
            {field.to_type}
          </span>
        )}
      </Cell>
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
  const toMap = row.table.fields.filter((field) => !field.generated);
  const mapped = toMap.filter((field) => field.state !== "left_out").length;
  return (
    <span className="sm num">
      {count(mapped)}/{count(toMap.length)}
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
