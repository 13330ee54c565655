import { Copy } from "lucide-react";
import { useRef, useState, type ClipboardEvent, type KeyboardEvent } from "react";
import type { ConnectionDraft } from "../../ipc/bindings";
import { useDoor } from "../../ipc/door";
import { Button, IconButton } from "../../parts/Button";
import { useCopied } from "../../parts/CopyCommand";
import { TextField } from "../../parts/Fields";
import { InlineProblem } from "../work/InlineProblem";
import { serverWords as words } from "./serverWords";

/** Anything that names a kind of database or a setting; a host alone is typed into its own field. */
const looksLikeAddress = (text: string) => /:\/\/|=/.test(text);

/**
 * Takes an address and hands on what it said. What is pasted is never put into the field: it may hold a
 * password. What is typed leaves it as soon as it is understood.
 */
export function AddressField({
  saved,
  form,
  unsaved = false,
  autoFocus = false,
  onRead,
}: {
  /** The address as it is saved, which never holds a secret. */
  saved: string | null;
  /** How an address is written. */
  form: string;
  unsaved?: boolean;
  autoFocus?: boolean;
  onRead: (draft: ConnectionDraft) => void;
}) {
  const door = useDoor();
  const [typed, setTyped] = useState<string | null>(null);
  const [reading, setReading] = useState(false);
  const [refused, setRefused] = useState<unknown>(null);
  const [copied, copy] = useCopied();
  const turn = useRef(0);

  const read = (text: string) => {
    turn.current += 1;
    const mine = turn.current;
    setReading(true);
    setRefused(null);
    door
      .connectionReadAddress(text)
      .then(
        (draft) => {
          if (mine !== turn.current) return;
          setTyped(null);
          onRead(draft);
        },
        (caught: unknown) => {
          if (mine === turn.current) setRefused(caught);
        },
      )
      .finally(() => {
        if (mine === turn.current) setReading(false);
      });
  };
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData("text").trim();
    const empty = (typed ?? saved ?? "") === "";
    if (text === "" || (!empty && !looksLikeAddress(text))) return;
    event.preventDefault();
    setTyped(null);
    read(text);
  };
  const press = (event: KeyboardEvent) => {
    if (typed === null) return;
    if (event.key === "Enter") {
      event.preventDefault();
      read(typed);
    } else if (event.key === "Escape" && saved !== null) {
      event.stopPropagation();
      setTyped(null);
    }
  };

  return (
    <div className="col g3">
      <div className="connection-line">
        <TextField
          label={words.address}
          className="grow"
          mono
          autoComplete="off"
          autoFocus={autoFocus}
          placeholder={form}
          value={typed ?? saved ?? ""}
          onChange={(text) => {
            setRefused(null);
            setTyped(text);
          }}
          onPaste={paste}
          onKeyDown={press}
          help={saved !== null && unsaved ? words.addressUnsaved : words.addressHelp}
        />
        {typed !== null && typed.trim() !== "" ? (
          <Button isPending={reading} onPress={() => read(typed)}>
            {words.addressRead}
          </Button>
        ) : (
          saved !== null && (
            <IconButton
              icon={Copy}
              label={copied ? words.copied : words.addressCopy}
              onPress={() => copy(saved)}
            />
          )
        )}
      </div>
      {refused !== null && <InlineProblem caught={refused} />}
    </div>
  );
}
