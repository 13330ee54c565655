import { Check, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Header, ListBox, ListBoxItem, ListBoxSection } from "react-aria-components";
import type { UndoPoint } from "../../ipc/bindings";
import { Card } from "../../parts/Card";
import { SearchField } from "../../parts/Fields";
import { bytes, dateTime } from "../../parts/format";
import { Icon } from "../../parts/Icon";
import { byAge } from "./points";
import { backupWords as words } from "./words";

export function PointList({
  points,
  selected,
  onSelect,
  now,
}: {
  points: readonly UndoPoint[];
  selected: string | null;
  onSelect: (run: string) => void;
  now: number;
}) {
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const shown = points.filter((point) =>
    [point.undo.name, point.target, point.project].some((word) => word.toLowerCase().includes(wanted)),
  );
  return (
    <Card
      title={words.points}
      className="card-fill"
      actions={<SearchField label={words.find} value={text} onChange={setText} width={120} />}
    >
      <ListBox
        aria-label={words.points}
        className="points card-scroll"
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        selectedKeys={selected === null ? [] : [selected]}
        onSelectionChange={(keys) => {
          for (const key of keys) onSelect(String(key));
        }}
        renderEmptyState={() => <p className="points-none t3">{words.noMatch}</p>}
      >
        {byAge(shown, now).map((group) => (
          <ListBoxSection key={group.age} id={group.age}>
            <Header className="over points-over">{words.groups[group.age]}</Header>
            {group.points.map((point) => (
              <ListBoxItem key={point.run} id={point.run} textValue={spoken(point)} className="point">
                <span className="point-rail" data-damaged={!point.whole || undefined} />
                <span className="grow">
                  <span className="point-name ellipsis">{point.undo.name}</span>
                  <span className="mi t3 ellipsis point-name-2">
                    {dateTime(point.undo.at)}, {point.target}
                  </span>
                </span>
                <span className="mi point-facts">
                  <span className="t2 num">{bytes(point.undo.bytes)}</span>
                  <span className={point.whole ? "good" : "bad"}>
                    <Icon of={point.whole ? Check : TriangleAlert} size="xs" />{" "}
                    {point.whole ? words.whole : words.damaged}
                  </span>
                </span>
              </ListBoxItem>
            ))}
          </ListBoxSection>
        ))}
      </ListBox>
    </Card>
  );
}

function spoken(point: UndoPoint): string {
  return [
    point.undo.name,
    point.target,
    dateTime(point.undo.at),
    point.whole ? words.whole : words.damaged,
  ].join(", ");
}
