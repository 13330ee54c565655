import { Copy } from "lucide-react";
import type { ConnectionView } from "../../ipc/bindings";
import { IconButton } from "../../parts/Button";
import { useCopied } from "../../parts/CopyCommand";
import { TextField } from "../../parts/Fields";
import { bytes } from "../../parts/format";
import type { Edited, FieldProblems } from "./fields";
import { serverWords } from "./serverWords";
import { connectionWords as words, kindNames } from "./words";

/** A store that is a file: its name can be changed, where it lies cannot. */
export function FileDetails({
  view,
  edited,
  problems,
  onChange,
}: {
  view: ConnectionView;
  edited: Edited;
  problems: FieldProblems;
  onChange: (next: Edited) => void;
}) {
  const [copied, copy] = useCopied();
  return (
    <>
      <TextField
        label={serverWords.name}
        value={edited.name}
        onChange={(name) => onChange({ ...edited, name })}
        error={problems.name}
      />
      <dl className="facts">
        <dt>{words.kind}</dt>
        <dd>{kindNames[view.kind] ?? view.kind}</dd>
        <dt>{words.address}</dt>
        <dd className="row g2 connection-address">
          <span className="mono selectable">{view.address}</span>
          <IconButton
            size="s"
            icon={Copy}
            label={copied ? words.copied : words.copyAddress}
            onPress={() => copy(view.address)}
          />
        </dd>
        {view.bytes !== null && (
          <>
            <dt>{words.size}</dt>
            <dd className="num">{bytes(view.bytes)}</dd>
          </>
        )}
      </dl>
    </>
  );
}
