import { PlugZap } from "lucide-react";
import { useState } from "react";
import type { ConnectionDetails, ConnectionView, Environment, PasswordPlace } from "../../ipc/bindings";
import { useCommands } from "../frame/commands";
import { useShortcuts } from "../frame/shortcuts";
import { ScrollArea } from "../work/ScrollArea";
import { ConnectionDetail } from "./ConnectionDetail";
import { ConnectionTestCard } from "./ConnectionTestCard";
import { EnvironmentChoice, SavedEnvironment } from "./EnvironmentChoice";
import { duplicateOf, problemsOf, savedAs, withRead, type Draft, type Edited } from "./fields";
import { FileDetails } from "./FileDetails";
import { FilledNotice } from "./FilledNotice";
import { SaveRefused } from "./SaveRefused";
import { ServerDetails, type ServerTab } from "./ServerDetails";
import { serverWords } from "./serverWords";
import { UsedBy } from "./UsedBy";
import { useServerKinds } from "./useConnections";
import type { useConnectionTests } from "./useConnectionTests";
import type { DraftState } from "./useDraft";
import { connectionWords as words } from "./words";

/** What is saved, and what was read of it to be edited. */
export interface SavedConnection {
  view: ConnectionView;
  details: ConnectionDetails;
  onEnvironment: (environment: Environment) => void;
  onForget: () => void;
}

/** One connection to look at, edit, test and save: a saved one, or a new one that is only a draft yet. */
export function OpenConnection({
  saved,
  state,
  tests,
  taken,
  inProject,
  onOpen,
  onBegin,
}: {
  saved: SavedConnection | null;
  state: DraftState;
  tests: ReturnType<typeof useConnectionTests>;
  taken: readonly string[];
  inProject: boolean;
  onOpen: (name: string) => void;
  onBegin: (draft: Draft) => void;
}) {
  const kinds = useServerKinds().data ?? [];
  const [tab, setTab] = useState<ServerTab>("details");
  const of = saved?.view.name ?? null;
  const draft = state.draft;
  const began = saved === null ? null : savedAs(saved.details);
  const edited = draft?.now ?? began;
  const environment = saved?.view.environment ?? draft?.environment ?? null;
  const problems = edited === null ? {} : problemsOf(edited, taken, of);
  if (environment === null) problems.environment = serverWords.chooseEnvironment;
  const shown = state.tried ? problems : { port: problems.port };

  // A file is tested as it is saved: its name is all that an edit can change.
  const unsaved = state.unsaved || saved === null;
  const testsDraft = unsaved && edited !== null && edited.fields !== null;
  const run = tests.runs.get(testsDraft ? null : of);
  const testing = run?.running === true;

  const save = (keep: PasswordPlace) => {
    if (edited === null || !unsaved || state.saving) return;
    if (environment === null || Object.keys(problems).length > 0) {
      state.lacks();
      setTab("details");
      return;
    }
    void state.save(edited, of, environment, keep);
  };
  const test = () => {
    if (testing || edited === null) return;
    if (!testsDraft) {
      if (of !== null) tests.start(of);
    } else if (problems.port !== undefined || problems.password !== undefined) {
      state.lacks();
      setTab("details");
    } else tests.startDraft(edited, of);
  };
  const title = edited === null || edited.name.trim() === "" ? serverWords.fresh : edited.name;
  useCommands([
    {
      id: "test-connection",
      label: words.testNamed(title),
      icon: PlugZap,
      keys: "Mod+T",
      env: environment ?? undefined,
      unavailable: testing ? words.testing : undefined,
      run: test,
    },
  ]);
  useShortcuts([
    { keys: "Mod+T", label: words.test, group: "screen", run: test },
    { keys: "Mod+S", label: serverWords.save, group: "screen", run: () => save("keychain") },
  ]);

  if (edited === null) return null;
  const fields = edited.fields;
  const present: Draft = draft ?? {
    of,
    before: began,
    now: edited,
    environment: null,
    guessed: false,
    copied: false,
    filled: null,
  };
  const put = (next: Draft) => {
    tests.drop();
    state.put(next);
  };
  const change = (now: Edited) => put({ ...present, now });
  const choose = (next: Environment) =>
    saved === null ? state.put({ ...present, environment: next, guessed: false }) : saved.onEnvironment(next);
  const guessed = saved === null ? present.guessed : !saved.view.environment_said;
  const kind = fields?.kind ?? saved?.view.kind ?? "";
  const filled = present.filled;

  const chooser =
    saved === null ? (
      <EnvironmentChoice value={environment} guessed={guessed} onChange={choose} error={shown.environment} />
    ) : (
      <SavedEnvironment
        name={saved.view.name}
        place={saved.view.place}
        value={saved.view.environment}
        guessed={guessed}
        onChange={saved.onEnvironment}
      />
    );

  return (
    <>
      <ConnectionDetail
        name={title}
        kind={kind}
        environment={environment}
        turn={state.turn}
        unsaved={unsaved}
        saving={state.saving}
        testing={testing}
        tested={run !== undefined && !testing}
        refused={
          state.refused !== null && (
            <div className="connection-refused">
              <SaveRefused
                caught={state.refused}
                saving={state.saving}
                onKeepUntilClosed={() => save("until_closed")}
              />
            </div>
          )
        }
        forget={
          saved === null
            ? null
            : {
                place: saved.view.place,
                usedBy: saved.view.used_by,
                server: fields !== null,
                onForget: saved.onForget,
              }
        }
        onDuplicate={
          saved === null || fields === null
            ? null
            : () => onBegin(duplicateOf(edited, saved.view.environment, taken))
        }
        onTest={test}
        onDiscard={() => {
          tests.drop();
          state.discard();
        }}
        onSave={() => save("keychain")}
      >
        {fields === null ? (
          saved !== null && (
            <div className="card-scroll connection-body">
              {chooser}
              <FileDetails view={saved.view} edited={edited} problems={shown} onChange={change} />
            </div>
          )
        ) : (
          <ServerDetails
            name={title}
            tab={tab}
            onTab={setTab}
            edited={edited}
            fields={fields}
            kinds={kinds}
            kept={saved?.details.password ?? null}
            saved={saved?.view.address ?? null}
            unsaved={unsaved}
            environment={environment}
            problems={shown}
            above={
              <>
                {present.copied && <p className="notice notice-info">{serverWords.duplicated}</p>}
                {filled !== null && (
                  <FilledNotice
                    filled={{ ...filled, knownAs: filled.knownAs === of ? null : filled.knownAs }}
                    environment={environment}
                    onOpen={onOpen}
                    onTreatAs={choose}
                  />
                )}
                {chooser}
              </>
            }
            onChange={change}
            onRead={(read) => put(withRead(present, read))}
          />
        )}
      </ConnectionDetail>
      <ScrollArea label={words.side} className="connections-side">
        <ConnectionTestCard run={run} onCancel={() => tests.cancel(testsDraft ? null : of)} />
        {saved !== null && <UsedBy view={saved.view} inProject={inProject} />}
      </ScrollArea>
    </>
  );
}
