import { Check, ChevronDown } from "lucide-react";
import { useRef, useState } from "react";
import { ListBox, ListBoxItem, Popover } from "react-aria-components";
import { CellButton } from "../../parts/cells";
import type { Option } from "../../parts/Fields";
import { Icon } from "../../parts/Icon";
import "../../parts/fields.css";
import "../../parts/menu.css";

/**
 * One choice out of a few in a cell. Its list is only made when it opens: a map has a thousand of these,
 * and a person opens one at a time.
 */
export function CellChoice<Id extends string>({
  label,
  options,
  value,
  onChange,
  plain,
}: {
  label: string;
  options: readonly Option<Id>[];
  value: Id;
  onChange: (id: Id) => void;
  /** The usual case, drawn as text until somebody comes near. */
  plain: boolean;
}) {
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const chosen = options.find((option) => option.id === value)?.label ?? value;
  return (
    <>
      <CellButton
        ref={button}
        className={plain ? "cell-choice cell-choice-plain" : "cell-choice"}
        aria-label={`${chosen}, ${label}`}
        aria-haspopup="listbox"
        aria-expanded={isOpen}
        onPress={() => setOpen(true)}
      >
        <span className="ellipsis">{chosen}</span>
        <Icon of={ChevronDown} size="xs" />
      </CellButton>
      {isOpen && (
        <Popover
          triggerRef={button}
          isOpen
          onOpenChange={setOpen}
          placement="bottom start"
          offset={4}
          className="popover menu-popover"
          aria-label={label}
        >
          <ListBox
            aria-label={label}
            className="menu"
            autoFocus
            items={options}
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[value]}
            onSelectionChange={(keys) => {
              setOpen(false);
              if (keys !== "all") for (const key of keys) if (key !== value) onChange(key as Id);
            }}
          >
            {(option) => (
              <ListBoxItem id={option.id} textValue={option.label} className="menu-item">
                {({ isSelected }) => (
                  <>
                    <span className="menu-tick">{isSelected && <Icon of={Check} size="s" />}</span>
                    <span className="grow">
                      {option.label}
                      {option.note !== undefined && <span className="menu-note">{option.note}</span>}
                    </span>
                  </>
                )}
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      )}
    </>
  );
}
