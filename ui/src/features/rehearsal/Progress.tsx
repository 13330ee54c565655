import type { RehearsalProgress } from "../../ipc/bindings";
import { Button } from "../../parts/Button";
import { Card, CardBody } from "../../parts/Card";
import { count, percent } from "../../parts/format";
import { ProgressBar } from "../../parts/Meter";
import { rehearsalWords as words } from "./words";

/** How far the reading is, as a whole and table by table. */
export function Progress({
  progress,
  onCancel,
  cancelling,
}: {
  progress: RehearsalProgress | null;
  onCancel: () => void;
  cancelling: boolean;
}) {
  const share = progress === null || progress.rows_total === 0 ? null : progress.rows / progress.rows_total;
  return (
    <Card
      title={words.running}
      note={progress === null ? undefined : words.runningText(progress.rows, progress.rows_total)}
      actions={
        <Button size="s" isPending={cancelling} onPress={onCancel}>
          {words.cancel}
        </Button>
      }
    >
      <CardBody className="col g5">
        <ProgressBar
          large
          label={words.running}
          value={share}
          {...(share !== null &&
            progress !== null && {
              valueText: `${percent(share)}, ${words.runningText(progress.rows, progress.rows_total)}`,
            })}
        />
        <ul className="rehearsal-lanes" aria-label={words.progress}>
          {(progress?.tables ?? []).map((table) => (
            <li key={table.from} className="rehearsal-lane">
              <span className="mono ellipsis">{table.from}</span>
              <ProgressBar
                label={table.from}
                tone={table.done ? "good" : "ac"}
                value={table.done ? 1 : table.rows_total === 0 ? 0 : table.rows / table.rows_total}
              />
              <span className="num sm">
                {count(table.rows)} <span className="t3">/ {count(table.rows_total)}</span>
              </span>
              <span className="sm t2">{table.done ? words.done : table.rows === 0 ? words.waiting : ""}</span>
            </li>
          ))}
        </ul>
      </CardBody>
    </Card>
  );
}
