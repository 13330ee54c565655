import type { ConnectionView, Found } from "../../ipc/bindings";
import { Button } from "../../parts/Button";
import { Chip } from "../../parts/Chip";
import { Choices, Select, TextField } from "../../parts/Fields";
import { FoundStoreTitle, foundStoreText } from "./FoundStores";
import { fileNameProblem } from "./names";
import { foundWords as words } from "./words";

export type TargetKind = "new_file" | "new_place" | "existing" | "saved";

/** Where the data should go. A new file is proposed first: nothing is there that could change. */
export function TargetStep({
  kind,
  onKind,
  file,
  onFile,
  place,
  onChoosePlace,
  busy,
  saved,
  connection,
  onConnection,
}: {
  kind: TargetKind;
  onKind: (kind: TargetKind) => void;
  /** The name of a new file. */
  file: string;
  onFile: (name: string) => void;
  place: Found | null;
  onChoosePlace: (what: "target" | "new_target") => void;
  busy: boolean;
  /** Saved connections that are no source here. */
  saved: readonly ConnectionView[];
  connection: ConnectionView | null;
  onConnection: (name: string) => void;
}) {
  const picked = place?.stores[0];
  return (
    <>
      <h3>{words.target}</h3>
      <p className="t2">{words.targetNote}</p>
      <Choices<TargetKind>
        label={words.target}
        hideLabel
        value={kind}
        onChange={onKind}
        options={[
          {
            id: "new_file",
            title: words.newFile,
            text: words.newFileText,
            mark: <Chip tone="ac">{words.recommended}</Chip>,
          },
          { id: "new_place", title: words.newPlace, text: words.newPlaceText },
          { id: "existing", title: words.existing, text: words.existingText },
          ...(saved.length === 0
            ? []
            : [{ id: "saved" as const, title: words.savedTarget, text: words.savedTargetText }]),
        ]}
      />
      {kind === "new_file" && (
        <TextField
          label={words.newFileName}
          mono
          value={file}
          onChange={onFile}
          error={fileNameProblem(file) ?? undefined}
        />
      )}
      {kind === "saved" && (
        <Select
          label={words.savedWhich}
          placeholder={words.savedChoose}
          value={connection?.name ?? null}
          onChange={onConnection}
          options={saved.map((view) => ({
            id: view.name,
            label: `${view.name} (${view.environment})`,
            note: view.place,
          }))}
        />
      )}
      {(kind === "new_place" || kind === "existing") && (
        <div className="row">
          <Button
            isPending={busy}
            onPress={() => onChoosePlace(kind === "existing" ? "target" : "new_target")}
          >
            {picked === undefined ? words.choose : words.chooseOther}
          </Button>
          {picked !== undefined && (
            <span className="grow ellipsis">
              <FoundStoreTitle store={picked} />
              {kind === "existing" && <span className="sm t2">{foundStoreText(picked)}</span>}
            </span>
          )}
        </div>
      )}
      {place?.unusable.map(([unusable, problem]) => (
        <p key={unusable} role="alert" className="notice notice-bad">
          <span className="grow">
            <b className="mono">{unusable}</b> {problem.why}
          </span>
        </p>
      ))}
    </>
  );
}
