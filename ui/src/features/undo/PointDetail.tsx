import { ShieldCheck, ShieldX, Timer, TriangleAlert, Undo2 } from "lucide-react";
import { useId } from "react";
import type { Environment, UndoPoint, UndoTable } from "../../ipc/bindings";
import { Button } from "../../parts/Button";
import { ChangeGlyph, EnvChip, StatusChip, type Change } from "../../parts/Chip";
import { bytes, count, dateTime } from "../../parts/format";
import { Icon } from "../../parts/Icon";
import { SkeletonRows } from "../../parts/Skeleton";
import { ScrollArea } from "../work/ScrollArea";
import { Trouble } from "../work/Trouble";
import { barLength, changeOf, type TableChange } from "./points";
import { useUndoPreview } from "./RollBackDialog";
import { backupWords as words } from "./words";
import "../../parts/card.css";

/** A way back: what it holds, what going back would change, and the one act. */
export function PointDetail({
  point,
  environment,
  onRollBack,
}: {
  point: UndoPoint;
  environment: Environment;
  onRollBack: () => void;
}) {
  const preview = useUndoPreview(point.run, point.whole);
  const reason = useId();
  // The preview looked later than the list did.
  const fresh = preview.data?.point ?? point;
  return (
    <section className="card card-fill" aria-labelledby={`${reason}-title`}>
      <div className="card-head">
        <h2 id={`${reason}-title`} className="ellipsis">
          {words.previewTitle(point.undo.name)}
        </h2>
        <EnvChip env={environment} />
        <span className="t2 sm ellipsis">{words.of(point.target, point.project)}</span>
      </div>
      {!fresh.whole && (
        <div className="notice notice-bad notice-flush" role="status">
          <Icon of={TriangleAlert} />
          <span className="grow">
            <b>{words.damagedTitle}</b> <span className="t2">{words.damagedText}</span>
          </span>
        </div>
      )}
      {fresh.whole && fresh.changed_since && (
        <div className="notice notice-bad notice-flush" role="status">
          <Icon of={TriangleAlert} />
          <span className="grow">
            <b>{words.changedSince}</b> <span className="t2">{words.changedSinceText}</span>
          </span>
        </div>
      )}
      <div className="point-parts">
        <ScrollArea label={words.changes} className="point-changes">
          {!point.whole ? null : preview.isError ? (
            <Trouble
              problem={preview.error}
              ways={{ read_again: { label: words.readAgain, onPress: () => void preview.refetch() } }}
            />
          ) : preview.data === undefined ? (
            <SkeletonRows label={words.reading} showLabel rows={5} />
          ) : (
            <Changes tables={preview.data.tables} />
          )}
        </ScrollArea>
        <div className="point-about">
          <h3>{words.about}</h3>
          <dl className="facts sm">
            <dt>{words.madeAt}</dt>
            <dd>{dateTime(point.undo.at)}</dd>
            <dt>{words.size}</dt>
            <dd className="num">{bytes(point.undo.bytes)}</dd>
            <dt>{words.status}</dt>
            <dd>
              <StatusChip state={point.status} />
            </dd>
            {point.undo.checksum !== "" && (
              <>
                <dt>{words.checksum}</dt>
                <dd className="mono selectable">{point.undo.checksum.slice(0, 16)}…</dd>
              </>
            )}
          </dl>
          <ul className="col g3 sm">
            <li className="row g3">
              <span className={fresh.whole ? "good" : "bad"}>
                <Icon of={fresh.whole ? ShieldCheck : ShieldX} size="s" />
              </span>
              <span id={reason}>{fresh.whole ? words.isWhole : words.isDamaged}</span>
            </li>
            <li className="row g3">
              <span className="t3">
                <Icon of={Timer} size="s" />
              </span>
              {words.takes(point.undo.likely_ms)}
            </li>
            {point.undo.removes_target && (
              <li className="row g3">
                <ChangeGlyph change="removed" label={false} />
                {words.removesTarget}
              </li>
            )}
          </ul>
          <span className="grow" />
          <Button
            variant="danger-outline"
            icon={Undo2}
            blockedBy={fresh.whole ? undefined : reason}
            onPress={onRollBack}
          >
            {words.rollBack}
          </Button>
        </div>
      </div>
    </section>
  );
}

const glyphs: Record<TableChange["kind"], Change> = {
  gone: "removed",
  back: "added",
  fewer: "changed",
  more: "changed",
  same: "same",
  unknown: "same",
};

function Changes({ tables }: { tables: readonly UndoTable[] }) {
  if (tables.length === 0) return <p className="t2 points-none">{words.noTables}</p>;
  const rows = tables.map((table) => ({ table, change: changeOf(table) }));
  const largest = Math.max(...rows.map(({ change }) => Math.max(change.removed, change.added)), 1);
  return (
    <>
      <table className="plain-table undo-table" aria-label={words.changes}>
        <thead>
          <tr>
            <th scope="col">{words.table}</th>
            <th scope="col" className="n">
              {words.rowsNow}
            </th>
            <th scope="col" className="n">
              {words.rowsAfter}
            </th>
            <th scope="col" aria-label={words.bars}>
              <span className="undo-sides">
                <span className="bad">{words.removed}</span>
                <span className="good">{words.added}</span>
              </span>
            </th>
            <th scope="col">{words.change}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ table, change }) => (
            <tr key={table.table}>
              <th scope="row" className="undo-name">
                {table.table}
              </th>
              <td className="n">{shown(table.rows_now)}</td>
              <td className="n">{shown(table.rows_after)}</td>
              <td>
                <span className="undo-bars" aria-hidden="true">
                  <span className="undo-half undo-half-left">
                    <i
                      className="undo-gone"
                      style={{ width: `${barLength(change.removed, largest) * 100}%` }}
                    />
                  </span>
                  <span className="undo-half">
                    <i
                      className="undo-back"
                      style={{ width: `${barLength(change.added, largest) * 100}%` }}
                    />
                  </span>
                </span>
              </td>
              <td>
                <span className="row g3 nowrap">
                  <ChangeGlyph change={glyphs[change.kind]} label={false} />
                  {changeText(change)}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mi t3 undo-scale">{words.scale}</p>
    </>
  );
}

function shown(rows: number | null) {
  if (rows !== null) return count(rows);
  return (
    <span className="t3">
      <span aria-hidden="true">–</span>
      <span className="sr-only">{words.absent}</span>
    </span>
  );
}

function changeText(change: TableChange): string {
  switch (change.kind) {
    case "gone":
      return words.gone;
    case "back":
      return words.back;
    case "fewer":
      return words.fewer(change.rows);
    case "more":
      return words.more(change.rows);
    default:
      return words.same;
  }
}
