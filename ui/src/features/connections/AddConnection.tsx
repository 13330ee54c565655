import { FileCode, FileSearch, PencilLine } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { useId, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import type { ConnectionDraft, Found } from "../../ipc/bindings";
import { useDoor } from "../../ipc/door";
import { Dialog } from "../../parts/Dialog";
import { Icon } from "../../parts/Icon";
import { InlineProblem } from "../work/InlineProblem";
import { AddFile } from "./AddFile";
import { AddressField } from "./AddressField";
import { serverWords } from "./serverWords";
import { useServerKinds } from "./useConnections";
import { connectionWords as words } from "./words";

/** The ways to a new connection. An address and an empty form go on beside the list, a file ends here. */
export function AddConnection({
  isOpen,
  onClose,
  ...ways
}: {
  project: string | null;
  taken: readonly string[];
  isOpen: boolean;
  onClose: () => void;
  onAdded: (name: string) => void;
  onRead: (draft: ConnectionDraft) => void;
  onReadEnv: () => void;
  onForm: (kind: string) => void;
}) {
  return (
    <Dialog title={words.addTitle} isOpen={isOpen} onClose={onClose} size="l" dismissable>
      <Ways {...ways} onClose={onClose} />
    </Dialog>
  );
}

function Ways({
  project,
  taken,
  onClose,
  onAdded,
  onRead,
  onReadEnv,
  onForm,
}: {
  project: string | null;
  taken: readonly string[];
  onClose: () => void;
  onAdded: (name: string) => void;
  onRead: (draft: ConnectionDraft) => void;
  onReadEnv: () => void;
  onForm: (kind: string) => void;
}) {
  const door = useDoor();
  const kinds = useServerKinds().data ?? [];
  const [found, setFound] = useState<Found | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const pick = () => {
    setFailure(null);
    door.pick("files").then(
      (answer) => {
        if (answer !== null) setFound(answer);
      },
      (caught: unknown) => setFailure(caught),
    );
  };

  return (
    <div className="col g6">
      {found === null ? (
        <>
          <AddressField saved={null} form={kinds[0]?.address_form ?? ""} autoFocus onRead={onRead} />
          <ul className="connection-ways" aria-label={serverWords.waysTo}>
            {kinds.map((kind) => (
              <Way
                key={kind.kind}
                icon={PencilLine}
                title={words.addForm(kind.name)}
                text={words.addFormText}
                onPress={() => onForm(kind.kind)}
              />
            ))}
            <Way icon={FileCode} title={words.addEnv} text={words.addEnvText} onPress={onReadEnv} />
            <Way icon={FileSearch} title={words.addPick} text={words.addText} onPress={pick} />
          </ul>
          {failure !== null && <InlineProblem caught={failure} />}
        </>
      ) : (
        <AddFile
          key={found.token}
          project={project}
          taken={taken}
          found={found}
          failure={failure}
          onPick={pick}
          onClose={onClose}
          onAdded={onAdded}
        />
      )}
    </div>
  );
}

function Way({
  icon,
  title,
  text,
  onPress,
}: {
  icon: LucideIcon;
  title: string;
  text: string;
  onPress: () => void;
}) {
  const id = useId();
  return (
    <li>
      <AriaButton
        className="connection-way"
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-text`}
        onPress={onPress}
      >
        <span className="ac">
          <Icon of={icon} />
        </span>
        <span className="grow">
          <b id={`${id}-title`}>{title}</b>
          <span id={`${id}-text`} className="sm t2 step-text">
            {text}
          </span>
        </span>
      </AriaButton>
    </li>
  );
}
