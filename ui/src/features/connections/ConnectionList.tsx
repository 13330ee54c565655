import { CircleCheck, CircleDashed, CircleX, PencilLine } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { useState } from "react";
import { Header, ListBox, ListBoxItem, ListBoxSection } from "react-aria-components";
import type { ConnectionView, LastTest } from "../../ipc/bindings";
import { StoreIcon } from "../../parts/Chip";
import { SearchField } from "../../parts/Fields";
import { bytes, duration } from "../../parts/format";
import { Icon } from "../../parts/Icon";
import type { Edited } from "./fields";
import { serverWords } from "./serverWords";
import { connectionWords as words, environmentGroups, kindNames } from "./words";
import "../../parts/card.css";

/** Stands for the connection that has no saved name yet. No name begins with a blank. */
const freshKey = " new";

function matches(view: ConnectionView, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return [view.name, view.place, view.address, view.kind, kindNames[view.kind] ?? ""].some((word) =>
    word.toLowerCase().includes(wanted),
  );
}

/** Saved connections by environment, the strictest first; over them the one that is not saved yet. */
export function ConnectionList({
  connections,
  fresh,
  selected,
  lastTest,
  onSelect,
}: {
  connections: readonly ConnectionView[];
  /** A new connection that is being filled in. */
  fresh: Edited | null;
  selected: string | null;
  lastTest: (view: ConnectionView) => LastTest | null;
  onSelect: (name: string) => void;
}) {
  const [text, setText] = useState("");
  const shown = connections.filter((view) => matches(view, text));
  const groups = environmentGroups
    .map((group) => ({ ...group, members: shown.filter((view) => view.environment === group.id) }))
    .filter((group) => group.members.length > 0);
  const key = fresh === null ? selected : freshKey;

  return (
    <div className="card card-fill">
      <div className="connections-filter">
        <SearchField label={words.filter} value={text} onChange={setText} />
      </div>
      <ListBox
        aria-label={words.list}
        className="connections-list card-scroll"
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        selectedKeys={key === null ? [] : [key]}
        onSelectionChange={(keys) => {
          for (const chosen of keys) if (chosen !== freshKey) onSelect(String(chosen));
        }}
        renderEmptyState={() => (
          <p className="connections-none t3">{text.trim() === "" ? words.noneSaved : words.noMatch}</p>
        )}
      >
        {fresh !== null && (
          <ListBoxSection id={`${freshKey} group`} className="connections-group">
            <Header className="over connections-over">{words.freshGroup}</Header>
            <ListBoxItem id={freshKey} textValue={freshName(fresh)} className="connections-item">
              <StoreIcon kind={fresh.fields?.kind ?? ""} />
              <span className="grow">
                <span className="connections-name ellipsis">{freshName(fresh)}</span>
                <span className="mi t3 ellipsis connections-address">{fresh.fields?.host}</span>
              </span>
              <Sign icon={PencilLine} tone="warn" text={serverWords.notSaved} />
            </ListBoxItem>
          </ListBoxSection>
        )}
        {groups.map((group) => (
          <ListBoxSection key={group.id} id={group.id} className="connections-group">
            <Header className="over connections-over">
              <span className="connections-dot" data-env={group.id} />
              {group.name}
            </Header>
            {group.members.map((view) => {
              const last = lastTest(view);
              return (
                <ListBoxItem
                  key={view.name}
                  id={view.name}
                  textValue={spoken(view, last)}
                  className="connections-item"
                >
                  <span className="connections-edge" data-env={view.environment} />
                  <StoreIcon kind={view.kind} />
                  <span className="grow">
                    <span className="connections-name ellipsis">{view.name}</span>
                    <span className="mi t3 ellipsis connections-address">{view.place}</span>
                  </span>
                  <State view={view} last={last} />
                </ListBoxItem>
              );
            })}
          </ListBoxSection>
        ))}
      </ListBox>
    </div>
  );
}

const freshName = (fresh: Edited): string => (fresh.name.trim() === "" ? serverWords.fresh : fresh.name);

function spoken(view: ConnectionView, last: LastTest | null): string {
  const state = !view.there
    ? words.notThere
    : last === null
      ? view.bytes === null
        ? words.notTested
        : words.there
      : last.good
        ? words.tested(duration(last.took_ms))
        : words.refused;
  return [view.name, view.environment, view.role, state].filter((word) => word !== null).join(", ");
}

/** The last test of this session; before one, whether a file is there and how large it is. */
function State({ view, last }: { view: ConnectionView; last: LastTest | null }) {
  if (!view.there) return <Sign icon={CircleX} tone="bad" text={words.notThere} whole />;
  if (last !== null) {
    return last.good ? (
      <Sign icon={CircleCheck} tone="good" text={duration(last.took_ms)} />
    ) : (
      <Sign icon={CircleX} tone="bad" text={words.refused} whole />
    );
  }
  return view.bytes === null ? (
    <Sign icon={CircleDashed} tone="t3" text={words.notTested} />
  ) : (
    <Sign icon={CircleCheck} tone="good" text={bytes(view.bytes)} />
  );
}

function Sign({
  icon,
  tone,
  text,
  whole = false,
}: {
  icon: LucideIcon;
  tone: string;
  text: string;
  /** The words have the tone too, not the sign alone. */
  whole?: boolean;
}) {
  return (
    <span className={`row g2 sm nowrap num ${whole ? tone : "t2"}`}>
      <span className={tone}>
        <Icon of={icon} size="s" />
      </span>
      {text}
    </span>
  );
}
