import type { ReactNode } from "react";
import type { ConnectionDraft, Environment, PasswordKept, ServerKind } from "../../ipc/bindings";
import { Tabs } from "../../parts/Tabs";
import { AddressField } from "./AddressField";
import type { Edited, FieldProblems, Fields } from "./fields";
import { SafetyFacts } from "./SafetyFacts";
import { ServerFields } from "./ServerFields";
import { serverWords as words } from "./serverWords";
import { TlsFields } from "./TlsFields";

export type ServerTab = keyof typeof words.tabs;

/** A server: its fields, how the line to it is secured, and what stands before a mistake. */
export function ServerDetails({
  name,
  tab,
  onTab,
  edited,
  fields,
  kinds,
  kept,
  saved,
  unsaved,
  environment,
  problems,
  above,
  onChange,
  onRead,
}: {
  name: string;
  tab: ServerTab;
  onTab: (tab: ServerTab) => void;
  edited: Edited;
  fields: Fields;
  kinds: readonly ServerKind[];
  kept: PasswordKept | null;
  /** Its address as it is saved; none for a new one. */
  saved: string | null;
  unsaved: boolean;
  environment: Environment | null;
  problems: FieldProblems;
  /** Stands over the fields: what a paste said, and the environment. */
  above: ReactNode;
  onChange: (next: Edited) => void;
  onRead: (draft: ConnectionDraft) => void;
}) {
  const kind = kinds.find((each) => each.kind === fields.kind);
  return (
    <Tabs<ServerTab>
      label={words.tabsOf(name)}
      className="connection-tabs"
      value={tab}
      onChange={onTab}
      items={[
        {
          id: "details",
          label: words.tabs.details,
          panel: (
            <div className="connection-body">
              {above}
              <ServerFields
                edited={edited}
                fields={fields}
                kinds={kinds}
                kept={kept}
                problems={problems}
                onChange={onChange}
              />
              <AddressField saved={saved} form={kind?.address_form ?? ""} unsaved={unsaved} onRead={onRead} />
            </div>
          ),
        },
        {
          id: "tls",
          label: words.tabs.tls,
          panel: (
            <div className="connection-body">
              <TlsFields
                fields={fields}
                onChange={(change) => onChange({ ...edited, fields: { ...fields, ...change } })}
              />
            </div>
          ),
        },
        // What holds for a saved connection; a new one has no place of its own yet.
        ...(kept === null || environment === null
          ? []
          : [
              {
                id: "safety" as const,
                label: words.tabs.safety,
                panel: (
                  <div className="connection-body">
                    <SafetyFacts environment={environment} kept={kept} />
                  </div>
                ),
              },
            ]),
      ]}
    />
  );
}
