import { FileText, X } from "lucide-react";
import { useState } from "react";
import type { FilePurpose, KeptFile } from "../../ipc/bindings";
import { useDoor } from "../../ipc/door";
import { Button, IconButton } from "../../parts/Button";
import { InlineProblem } from "../work/InlineProblem";
import { KeptBox } from "./KeptBox";
import { serverWords as words } from "./serverWords";

/** Opens the system's own dialog for a file; what it refuses is for the person to read. */
export function useFilePick(kind: string, purpose: FilePurpose, onChosen: (file: KeptFile) => void) {
  const door = useDoor();
  const [refused, setRefused] = useState<unknown>(null);
  const choose = () => {
    setRefused(null);
    door.connectionPickFile(kind, purpose).then(
      (file) => {
        if (file !== null) onChosen(file);
      },
      (caught: unknown) => setRefused(caught),
    );
  };
  return { choose, refused };
}

/** A file that is chosen in the system's own dialog. Its path stays on the other side of the door. */
export function KeptFileField({
  label,
  kind,
  purpose,
  value,
  none = words.fileNone,
  help,
  onChange,
}: {
  label: string;
  kind: string;
  purpose: FilePurpose;
  value: KeptFile | null;
  none?: string;
  help?: string;
  onChange: (file: KeptFile | null) => void;
}) {
  const { choose, refused } = useFilePick(kind, purpose, onChange);
  return (
    <div className="col g3">
      <KeptBox label={label} icon={FileText} text={value?.name ?? none} mono={value !== null} help={help}>
        <Button variant="link" size="s" aria-label={words.chooseFile(label)} onPress={choose}>
          {words.choose}
        </Button>
        {value !== null && (
          <IconButton size="s" icon={X} label={words.removeFile(label)} onPress={() => onChange(null)} />
        )}
      </KeptBox>
      {refused !== null && <InlineProblem caught={refused} />}
    </div>
  );
}
