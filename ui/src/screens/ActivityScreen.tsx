import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ActivityTable } from "../features/activity/ActivityTable";
import { activityWords as words } from "../features/activity/words";
import "../features/activity/activity.css";
import { Loaded } from "../features/frame/Loaded";
import { keys, useOpenProject } from "../features/frame/queries";
import { Screen } from "../features/frame/Screen";
import { ScrollArea } from "../features/work/ScrollArea";
import { Waiting } from "../features/work/Waiting";
import "../features/work/work.css";
import type { ActivityLine, ActivityPage } from "../ipc/bindings";
import { useDoor } from "../ipc/door";
import { Button } from "../parts/Button";
import { EmptyState } from "../parts/EmptyState";
import { SearchField } from "../parts/Fields";
import { Segmented } from "../parts/Tabs";
import "../parts/card.css";

const pageSize = 100;

export default function ActivityScreen() {
  const project = useOpenProject();
  const door = useDoor();
  const [offset, setOffset] = useState(0);
  const query = useQuery({
    queryKey: project === null ? [...keys.studio("activity"), offset] : keys.of(project, "activity", offset),
    queryFn: () => door.activity(project, offset, pageSize),
    placeholderData: keepPreviousData,
  });
  const total = query.data?.total ?? 0;

  return (
    <Screen title={words.title} fill note={total === 0 ? undefined : words.note(total)}>
      <Loaded query={query} loading={<Waiting label={words.loading} rows={8} />}>
        {(page) =>
          page.total === 0 ? (
            <EmptyState title={words.empty} text={words.emptyText} />
          ) : (
            <Page page={page} offset={offset} onOffset={setOffset} withProject={project === null} />
          )
        }
      </Loaded>
    </Screen>
  );
}

function Page({
  page,
  offset,
  onOffset,
  withProject,
}: {
  page: ActivityPage;
  offset: number;
  onOffset: (offset: number) => void;
  withProject: boolean;
}) {
  const [text, setText] = useState("");
  const [show, setShow] = useState<"all" | "attention">("all");
  const lines = page.lines.filter(
    (line) => matches(line, text) && (show === "all" || line.tone === "warn" || line.tone === "bad"),
  );
  const last = Math.min(offset + pageSize, page.total);
  return (
    <div className="card card-fill activity">
      <div className="screen-tools">
        <SearchField label={words.filter} value={text} onChange={setText} width={220} />
        <Segmented
          label={words.show}
          value={show}
          onChange={setShow}
          options={[
            { id: "all", label: words.all },
            { id: "attention", label: words.attention },
          ]}
        />
        <span className="grow" />
        {page.total > pageSize && (
          <>
            <span className="sm t2 num">{words.page(offset + 1, last, page.total)}</span>
            <Button
              size="s"
              isDisabled={offset === 0}
              onPress={() => onOffset(Math.max(0, offset - pageSize))}
            >
              {words.newer}
            </Button>
            <Button size="s" isDisabled={last >= page.total} onPress={() => onOffset(offset + pageSize)}>
              {words.older}
            </Button>
          </>
        )}
      </div>
      <ScrollArea label={words.title}>
        <ActivityTable
          lines={lines}
          withProject={withProject}
          empty={<EmptyState compact title={words.noMatch} text={words.noMatchText} />}
        />
      </ScrollArea>
    </div>
  );
}

function matches(line: ActivityLine, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return [line.what, line.who, line.result, line.project, line.plan, line.command].some(
    (word) => word?.toLowerCase().includes(wanted) === true,
  );
}
