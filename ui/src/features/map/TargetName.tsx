import { useRef, useState } from "react";
import { Dialog, Form, Popover } from "react-aria-components";
import { Button } from "../../parts/Button";
import { CellButton } from "../../parts/cells";
import { TextField } from "../../parts/Fields";
import { mapWords as words } from "./words";

/** A name in a cell that can be changed in place: Enter saves, Escape leaves it as it was. */
export function TargetName({
  name,
  label,
  about,
  isOpen,
  onOpen,
  onName,
}: {
  name: string;
  label: string;
  about: string;
  isOpen: boolean;
  onOpen: (open: boolean) => void;
  onName: (name: string) => void;
}) {
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <CellButton
        ref={button}
        className="map-edit mono"
        aria-label={`${name}, ${about}`}
        onPress={() => onOpen(true)}
      >
        <span className="ellipsis">{name}</span>
      </CellButton>
      {isOpen && (
        <Popover
          triggerRef={button}
          isOpen
          onOpenChange={onOpen}
          placement="bottom start"
          offset={-26}
          crossOffset={-9}
          className="popover map-editor"
        >
          <Dialog aria-label={about} className="map-editor-in">
            <NameForm
              name={name}
              label={label}
              onDone={(next) => {
                onOpen(false);
                if (next !== name) onName(next);
              }}
            />
          </Dialog>
        </Popover>
      )}
    </>
  );
}

function NameForm({ name, label, onDone }: { name: string; label: string; onDone: (name: string) => void }) {
  const [text, setText] = useState(name);
  const empty = text.trim() === "";
  return (
    <Form
      className="row g3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!empty) onDone(text);
      }}
    >
      <TextField
        label={label}
        hideLabel
        mono
        autoFocus
        value={text}
        onChange={setText}
        onFocus={(event) => event.target.select()}
        error={empty ? words.nameEmpty : undefined}
        className="grow"
      />
      <Button type="submit" size="s" variant="primary" isDisabled={empty}>
        {words.save}
      </Button>
    </Form>
  );
}
