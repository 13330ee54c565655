import { ArrowDown, ArrowUp } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";
import {
  Cell,
  Collection,
  Column,
  Row,
  Table as AriaTable,
  TableBody,
  TableHeader,
  useTableOptions,
  type Key,
  type Selection,
  type SortDescriptor,
} from "react-aria-components";
import { Checkbox } from "./Fields";
import { Icon } from "./Icon";
import "./table.css";

export interface TableColumn<T> {
  id: string;
  name: string;
  /** Drawn instead of the name, which stays the column's name for assistive tools. */
  head?: ReactNode;
  cell: (row: T) => ReactNode;
  /** Figures stand at the end of the cell in even-width digits. */
  numeric?: boolean;
  /** A CSS width; the columns without one share what is left. */
  width?: string;
  /** The order of two rows by this column, ascending. Without it the column cannot be sorted. */
  order?: (a: T, b: T) => number;
  /** The column that names the row. The first one when none says so. */
  rowHeader?: boolean;
}

export interface DataTableProps<T> {
  label: string;
  columns: readonly TableColumn<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  /** Its plain words, for typing ahead and for assistive tools. */
  rowText?: (row: T) => string;
  rowHref?: (row: T) => string | undefined;
  /** Enter or a double press; a single press where nothing can be selected. */
  onOpen?: (row: T) => void;
  selection?: "none" | "single" | "multiple";
  selected?: Selection;
  onSelect?: (keys: Selection) => void;
  sort?: { column: string; direction: "ascending" | "descending" };
  /** Two lines a row. */
  tall?: boolean;
  /** Stands in the table's place when there is no row. */
  empty?: ReactNode;
  className?: string;
  rowClass?: (row: T) => string | undefined;
}

/**
 * A table for up to some thousand rows: full keyboard, sorting, selection, a head that stays. One
 * tab stop, arrows inside. Larger data comes in windows from the door, not through here.
 */
export function DataTable<T extends object>({
  label,
  columns,
  rows,
  rowKey,
  rowText,
  rowHref,
  onOpen,
  selection = "none",
  selected,
  onSelect,
  sort,
  tall = false,
  empty,
  className,
  rowClass,
}: DataTableProps<T>) {
  const [sorting, setSorting] = useState<SortDescriptor | undefined>(sort);

  const ordered = useMemo(() => {
    const order = columns.find((column) => column.id === sorting?.column)?.order;
    if (order === undefined) return rows;
    const turn = sorting?.direction === "descending" ? -1 : 1;
    return [...rows].sort((a, b) => turn * order(a, b));
  }, [rows, columns, sorting]);

  const byKey = useMemo(() => new Map(rows.map((row) => [rowKey(row), row])), [rows, rowKey]);
  const rowHeader = columns.find((column) => column.rowHeader === true) ?? columns[0];

  if (rows.length === 0 && empty !== undefined) return <>{empty}</>;

  return (
    <AriaTable
      aria-label={label}
      className={["table", tall && "table-tall", className].filter(Boolean).join(" ")}
      selectionMode={selection}
      selectionBehavior={selection === "multiple" ? "toggle" : "replace"}
      {...(selected !== undefined && { selectedKeys: selected })}
      {...(onSelect !== undefined && { onSelectionChange: onSelect })}
      {...(sorting !== undefined && { sortDescriptor: sorting })}
      onSortChange={setSorting}
      {...(onOpen !== undefined && {
        onRowAction: (key: Key) => {
          const row = byKey.get(String(key));
          if (row !== undefined) onOpen(row);
        },
      })}
    >
      <TableHeader className="table-head">
        <SelectAll />
        {columns.map((column) => (
          <Column
            key={column.id}
            id={column.id}
            textValue={column.name}
            isRowHeader={column === rowHeader}
            allowsSorting={column.order !== undefined}
            className={column.numeric === true ? "th th-n" : "th"}
            style={column.width === undefined ? {} : { width: column.width }}
          >
            {({ sortDirection }) => (
              <span className="th-in">
                {column.head ?? column.name}
                {sortDirection && <Icon of={sortDirection === "ascending" ? ArrowUp : ArrowDown} size="xs" />}
              </span>
            )}
          </Column>
        ))}
      </TableHeader>
      <TableBody items={ordered} dependencies={[columns, rowHref, rowClass]}>
        {(row) => (
          <Row
            id={rowKey(row)}
            className={["tr", rowClass?.(row)].filter(Boolean).join(" ")}
            {...(rowText !== undefined && { textValue: rowText(row) })}
            {...hrefOf(rowHref?.(row))}
          >
            <SelectRow />
            <Collection items={columns as TableColumn<T>[]} dependencies={[row]}>
              {(column) => (
                <Cell className={column.numeric === true ? "td td-n num" : "td"}>{column.cell(row)}</Cell>
              )}
            </Collection>
          </Row>
        )}
      </TableBody>
    </AriaTable>
  );
}

function hrefOf(href: string | undefined) {
  return href === undefined ? {} : { href };
}

function SelectAll() {
  const { selectionMode, selectionBehavior } = useTableOptions();
  if (selectionBehavior !== "toggle" || selectionMode !== "multiple") return null;
  return (
    <Column className="th th-box" width={36}>
      <Checkbox slot="selection" />
    </Column>
  );
}

function SelectRow() {
  const { selectionMode, selectionBehavior } = useTableOptions();
  if (selectionBehavior !== "toggle" || selectionMode !== "multiple") return null;
  return (
    <Cell className="td td-box">
      <Checkbox slot="selection" />
    </Cell>
  );
}
