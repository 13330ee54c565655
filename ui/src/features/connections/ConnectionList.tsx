import { CircleCheck, CircleX } from "lucide-react";
import { useState } from "react";
import { Header, ListBox, ListBoxItem, ListBoxSection } from "react-aria-components";
import type { ConnectionView } from "../../ipc/bindings";
import { StoreIcon } from "../../parts/Chip";
import { SearchField } from "../../parts/Fields";
import { bytes } from "../../parts/format";
import { Icon } from "../../parts/Icon";
import { connectionWords as words, environmentGroups, kindNames } from "./words";
import "../../parts/card.css";

function matches(view: ConnectionView, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return [view.name, view.address, view.kind, kindNames[view.kind] ?? ""].some((word) =>
    word.toLowerCase().includes(wanted),
  );
}

/** Saved connections by environment, the strictest first. */
export function ConnectionList({
  connections,
  selected,
  onSelect,
}: {
  connections: readonly ConnectionView[];
  selected: string | null;
  onSelect: (name: string) => void;
}) {
  const [text, setText] = useState("");
  const shown = connections.filter((view) => matches(view, text));
  const groups = environmentGroups
    .map((group) => ({ ...group, members: shown.filter((view) => view.environment === group.id) }))
    .filter((group) => group.members.length > 0);

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
        selectedKeys={selected === null ? [] : [selected]}
        onSelectionChange={(keys) => {
          for (const key of keys) onSelect(String(key));
        }}
        renderEmptyState={() => <p className="connections-none t3">{words.noMatch}</p>}
      >
        {groups.map((group) => (
          <ListBoxSection key={group.id} id={group.id} className="connections-group">
            <Header className="over connections-over">
              <span className="connections-dot" data-env={group.id} />
              {group.name}
            </Header>
            {group.members.map((view) => (
              <ListBoxItem
                key={view.name}
                id={view.name}
                textValue={spoken(view)}
                className="connections-item"
              >
                <span className="connections-edge" data-env={view.environment} />
                <StoreIcon kind={view.kind} />
                <span className="grow">
                  <span className="connections-name ellipsis">{view.name}</span>
                  <span className="mi t3 ellipsis connections-address">{view.address}</span>
                </span>
                <Presence view={view} />
              </ListBoxItem>
            ))}
          </ListBoxSection>
        ))}
      </ListBox>
    </div>
  );
}

function spoken(view: ConnectionView): string {
  const state = view.there ? words.there : words.notThere;
  return [view.name, view.environment, view.role, state].filter((word) => word !== null).join(", ");
}

function Presence({ view }: { view: ConnectionView }) {
  if (!view.there) {
    return (
      <span className="row g2 sm bad nowrap">
        <Icon of={CircleX} size="s" />
        {words.notThere}
      </span>
    );
  }
  return (
    <span className="row g2 sm t2 nowrap num">
      <span className="good">
        <Icon of={CircleCheck} size="s" />
      </span>
      {view.bytes === null ? words.there : bytes(view.bytes)}
    </span>
  );
}
