import type { ConnectionView, EnvFile, Found } from "../../ipc/bindings";
import { Button } from "../../parts/Button";
import { EnvChip, StoreIcon } from "../../parts/Chip";
import { Checkbox } from "../../parts/Fields";
import { serverWords } from "../connections/serverWords";
import { FoundStoreTitle, foundStoreText } from "./FoundStores";
import { foundWords as words } from "./words";

/** Where the data is now: stores that were found in a place, and connections that are saved. */
export function SourceStep({
  found,
  taken,
  onTaken,
  saved,
  savedTaken,
  onSavedTaken,
  busy,
  onOpenPlan,
  onEnv,
}: {
  found: Found | null;
  /** Tokens of the stores that are taken. */
  taken: ReadonlySet<string>;
  onTaken: (next: ReadonlySet<string>) => void;
  saved: readonly ConnectionView[];
  /** Names of the connections that are taken. */
  savedTaken: ReadonlySet<string>;
  onSavedTaken: (next: ReadonlySet<string>) => void;
  busy: boolean;
  onOpenPlan: () => void;
  onEnv: (file: EnvFile) => void;
}) {
  return (
    <>
      <h3>{words.source}</h3>
      {found !== null && <FoundPlace found={found} busy={busy} onOpenPlan={onOpenPlan} onEnv={onEnv} />}
      {found !== null && (
        <ul className="new-stores" aria-label={words.source}>
          {found.stores.map((store) => (
            <li key={store.token} className="new-store">
              <Checkbox
                isSelected={taken.has(store.token)}
                onChange={(on) => onTaken(toggled(taken, store.token, on))}
              >
                <span className="grow">
                  <FoundStoreTitle store={store} />
                  <span className="sm t2 new-store-text">{foundStoreText(store)}</span>
                </span>
              </Checkbox>
            </li>
          ))}
        </ul>
      )}
      {saved.length > 0 && (
        <>
          <h4 className="sm">{words.saved}</h4>
          <ul className="new-stores" aria-label={words.saved}>
            {saved.map((view) => (
              <li key={view.name} className="new-store">
                <Checkbox
                  isSelected={savedTaken.has(view.name)}
                  onChange={(on) => onSavedTaken(toggled(savedTaken, view.name, on))}
                >
                  <span className="grow">
                    <span className="row">
                      <StoreIcon kind={view.kind} size="s" />
                      <b>{view.name}</b>
                      <EnvChip env={view.environment} />
                    </span>
                    <span className="sm t2 new-store-text new-place">{view.place}</span>
                  </span>
                </Checkbox>
              </li>
            ))}
          </ul>
        </>
      )}
      {found !== null && found.unusable.length > 0 && (
        <div>
          <h4 className="sm">{words.unusable(found.unusable.length)}</h4>
          <ul className="new-unusable">
            {found.unusable.map(([unusable, problem]) => (
              <li key={unusable} className="sm">
                <span className="mono">{unusable}</span> <span className="t2">{problem.why}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function toggled(taken: ReadonlySet<string>, id: string, on: boolean): ReadonlySet<string> {
  const next = new Set(taken);
  if (on) next.add(id);
  else next.delete(id);
  return next;
}

/** What lies at the place that was looked into, beside its stores. */
function FoundPlace({
  found,
  busy,
  onOpenPlan,
  onEnv,
}: {
  found: Found;
  busy: boolean;
  onOpenPlan: () => void;
  onEnv: (file: EnvFile) => void;
}) {
  return (
    <>
      <p className="t2 new-place">
        {found.stores.length === 0 ? words.foundNothingText(found.place) : summary(found)}
      </p>
      {found.plan_file !== null && (
        <div className="notice notice-info">
          <span className="grow">{words.existingPlan(found.plan_file)}</span>
          <Button size="s" isPending={busy} onPress={onOpenPlan}>
            {words.openPlan}
          </Button>
        </div>
      )}
      {found.env_files.map((file) => (
        <div key={file.place} className="notice notice-info">
          <span className="grow new-place">{words.envFile(file.found.length, file.place)}</span>
          <Button size="s" onPress={() => onEnv(file)}>
            {serverWords.envReview}
          </Button>
        </div>
      ))}
    </>
  );
}

function summary(found: Found): string {
  const tables = found.stores.reduce((sum, store) => sum + store.tables, 0);
  const rows = found.stores.reduce((sum, store) => sum + store.rows, 0);
  return `${words.found(found.stores.length, tables, rows)} ${found.place}`;
}
