import { Bookmark, DatabaseBackup, ShieldCheck, Timer } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import type { Undo } from "../../ipc/bindings";
import { Card, CardBody } from "../../parts/Card";
import { Chip } from "../../parts/Chip";
import { timeOfDay } from "../../parts/format";
import { Icon } from "../../parts/Icon";
import { runWords as words } from "./words";

/** What would be if the run stopped at this moment: the way back, the way on, and how long each takes. */
export function StopNow({ undo }: { undo: Undo | null }) {
  const ready = undo !== null && (undo.checked || undo.removes_target);
  return (
    <Card
      title={words.ifYouStop}
      className="card-fill"
      actions={
        undo !== null && (
          <Chip tone={ready ? "good" : "info"} icon={ShieldCheck}>
            {ready ? words.undoReady : words.undoWaits}
          </Chip>
        )
      }
    >
      <CardBody className="col stop-now">
        {undo === null ? (
          <p className="t2">{words.undoNone}</p>
        ) : (
          <>
            <Line
              icon={DatabaseBackup}
              tone="good"
              title={words.undoPoint(undo.name)}
              text={
                undo.removes_target
                  ? words.undoRemoves(timeOfDay(undo.at))
                  : words.undoFacts(timeOfDay(undo.at), undo.bytes, undo.checked)
              }
            />
            <Line icon={Bookmark} title={words.everySlice} text={words.everySliceText} />
            <Line icon={Timer} title={words.backTakes(undo.likely_ms)} text={words.backText} />
          </>
        )}
      </CardBody>
    </Card>
  );
}

function Line({
  icon,
  tone = "t2",
  title,
  text,
}: {
  icon: LucideIcon;
  tone?: string;
  title: string;
  text: string;
}) {
  return (
    <div className="row stop-line">
      <span className={tone}>
        <Icon of={icon} />
      </span>
      <div>
        <b>{title}</b>
        <p className="sm t2">{text}</p>
      </div>
    </div>
  );
}
