import { CircleCheck, CircleX, Info, TriangleAlert } from "lucide-react";
import { useMemo, type ReactNode } from "react";
import type { ActivityLine, Tone } from "../../ipc/bindings";
import { CopyCommand } from "../../parts/CopyCommand";
import { day, exactTime, timeOfDay } from "../../parts/format";
import { Icon } from "../../parts/Icon";
import { DataTable, type TableColumn } from "../../parts/Table";
import { activityWords as words } from "./words";

const signs = { good: CircleCheck, info: Info, warn: TriangleAlert, bad: CircleX } as const;
const keyOf = (line: ActivityLine) => line.id;
const textOf = (line: ActivityLine) => `${line.what}, ${line.result}`;

/** What was done, a line an act. `withProject` where acts of several projects stand together. */
export function ActivityTable({
  lines,
  withProject,
  empty,
}: {
  lines: readonly ActivityLine[];
  withProject: boolean;
  empty: ReactNode;
}) {
  const columns = useMemo(() => columnsFor(withProject), [withProject]);
  return (
    <DataTable
      label={words.title}
      columns={columns}
      rows={lines}
      rowKey={keyOf}
      rowText={textOf}
      empty={empty}
    />
  );
}

function columnsFor(withProject: boolean): TableColumn<ActivityLine>[] {
  return [
    {
      id: "when",
      name: words.when,
      width: "150px",
      cell: (line) => (
        <time dateTime={line.at} title={exactTime(line.at)} className="num t2">
          {whenText(line.at)}
        </time>
      ),
    },
    {
      id: "what",
      name: words.what,
      rowHeader: true,
      cell: (line) => <span className="activity-what">{line.what}</span>,
    },
    ...(withProject
      ? [{ id: "project", name: words.project, cell: (line: ActivityLine) => line.project ?? words.none }]
      : []),
    {
      id: "result",
      name: words.result,
      cell: (line) => (
        <span className="row g3">
          <Sign tone={line.tone} />
          <span className="ellipsis activity-result" title={line.result}>
            {line.result}
          </span>
        </span>
      ),
    },
    { id: "who", name: words.who, cell: (line) => <span className="t2">{line.who}</span> },
    {
      id: "plan",
      name: words.plan,
      cell: (line) => <span className="mono t3">{line.plan === null ? "" : line.plan.slice(0, 12)}</span>,
    },
    {
      id: "command",
      name: words.command,
      width: "150px",
      cell: (line) => line.command !== null && <CopyCommand command={line.command} compact />,
    },
  ];
}

/** Today with its seconds; before that the day does. */
function whenText(at: string): string {
  const text = day(at);
  return text.startsWith("Today") ? timeOfDay(at) : text;
}

function Sign({ tone }: { tone: Tone }) {
  return (
    <>
      <span className={tone === "info" ? "t3" : tone}>
        <Icon of={signs[tone]} size="s" />
      </span>
      <span className="sr-only">{words.tones[tone]}: </span>
    </>
  );
}
