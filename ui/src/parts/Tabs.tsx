import type { ReactNode } from "react";
import {
  Tab as AriaTab,
  TabList as AriaTabList,
  TabPanel as AriaTabPanel,
  Tabs as AriaTabs,
  ToggleButton,
  ToggleButtonGroup,
  type Key,
} from "react-aria-components";
import type { LucideIcon } from "lucide-react";
import type { Tone } from "./Chip";
import { Icon } from "./Icon";
import "./tabs.css";

export interface TabItem<Id extends string> {
  id: Id;
  label: string;
  count?: string | undefined;
  tone?: Tone;
  panel: ReactNode;
}

/** Several views of one thing. `aside` stands at the end of the row of tabs (a filter, a button). */
export function Tabs<Id extends string>({
  label,
  items,
  value,
  onChange,
  aside,
  className,
}: {
  label: string;
  items: readonly TabItem<Id>[];
  value: Id;
  onChange: (id: Id) => void;
  aside?: ReactNode;
  className?: string;
}) {
  return (
    <AriaTabs
      className={["tabs", className].filter(Boolean).join(" ")}
      selectedKey={value}
      onSelectionChange={(key: Key) => onChange(key as Id)}
    >
      <div className="tabs-row">
        <AriaTabList aria-label={label} className="tabs-list">
          {items.map((item) => (
            <AriaTab key={item.id} id={item.id} className="tab">
              {item.label}
              {item.count !== undefined && (
                <span className={`tab-count chip chip-${item.tone ?? "plain"} num`}>{item.count}</span>
              )}
            </AriaTab>
          ))}
        </AriaTabList>
        {aside !== undefined && <div className="tabs-aside">{aside}</div>}
      </div>
      {items.map((item) => (
        <AriaTabPanel key={item.id} id={item.id} className="tabs-panel">
          {item.panel}
        </AriaTabPanel>
      ))}
    </AriaTabs>
  );
}

export interface Segment<Id extends string> {
  id: Id;
  label: string;
  icon?: LucideIcon;
}

/** One choice out of a few, all of them in sight. One tab stop, arrows inside. */
export function Segmented<Id extends string>({
  label,
  options,
  value,
  onChange,
}: {
  label: string;
  options: readonly Segment<Id>[];
  value: Id;
  onChange: (id: Id) => void;
}) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      className="segmented"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        for (const key of keys) onChange(key as Id);
      }}
    >
      {options.map((option) => (
        <ToggleButton key={option.id} id={option.id} className="segment">
          {option.icon && <Icon of={option.icon} size="s" />}
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
