import { useBlocker } from "@tanstack/react-router";
import { FileCode, Plus } from "lucide-react";
import { useState } from "react";
import { AddConnection } from "../features/connections/AddConnection";
import { ConnectionList } from "../features/connections/ConnectionList";
import { EnvReview } from "../features/connections/EnvReview";
import { blankDraft, draftOf, type Draft } from "../features/connections/fields";
import { LeaveDialog } from "../features/connections/LeaveDialog";
import { OpenConnection } from "../features/connections/OpenConnection";
import { serverWords } from "../features/connections/serverWords";
import {
  useConnectionChanges,
  useConnectionDetails,
  useConnections,
  useTakenNames,
} from "../features/connections/useConnections";
import { endOf, useConnectionTests } from "../features/connections/useConnectionTests";
import { useDraft } from "../features/connections/useDraft";
import { connectionWords as words, kindNames } from "../features/connections/words";
import "../features/connections/connections.css";
import { Loaded } from "../features/frame/Loaded";
import { useOpenProject } from "../features/frame/queries";
import { Screen } from "../features/frame/Screen";
import { useShortcuts } from "../features/frame/shortcuts";
import { useStatusLine } from "../features/frame/status";
import { Waiting } from "../features/work/Waiting";
import { workProblem } from "../features/work/workProblem";
import type { ConnectionView, EnvFile, LastTest } from "../ipc/bindings";
import { useDoor } from "../ipc/door";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { EmptyState } from "../parts/EmptyState";
import { duration } from "../parts/format";
import { notify } from "../parts/Toasts";

export default function ConnectionsScreen() {
  const door = useDoor();
  const project = useOpenProject();
  const query = useConnections(project);
  const tests = useConnectionTests(project);
  const [adding, setAdding] = useState(false);
  const [env, setEnv] = useState<EnvFile | null>(null);
  const [wanted, setWanted] = useState<string | null>(null);
  const [leaving, setLeaving] = useState<(() => void) | null>(null);
  const state = useDraft((view) => {
    tests.adopt(view.name);
    setWanted(view.name);
    notify({ tone: "good", title: serverWords.savedNow(view.name) });
  });
  const taken = useTakenNames();

  /** Does it at once, or once the person has said that what is not saved may go. */
  const leaveTo = (act: () => void) => {
    if (state.unsaved) setLeaving(() => act);
    else act();
  };
  const drop = () => {
    tests.drop();
    state.discard();
  };
  const want = (name: string) => {
    if (name === state.draft?.of) return;
    leaveTo(() => {
      drop();
      setWanted(name);
    });
  };
  const begin = (draft: Draft) => {
    tests.drop();
    setAdding(false);
    state.begin(draft);
  };
  const add = () => leaveTo(() => setAdding(true));
  const readEnv = () => {
    door.connectionReadEnv().then((file) => {
      if (file === null) return;
      setAdding(false);
      setEnv(file);
    }, workProblem);
  };
  const away = useBlocker({
    shouldBlockFn: () => state.unsaved,
    enableBeforeUnload: () => state.unsaved,
    withResolver: true,
  });
  useShortcuts([{ keys: "Mod+Enter", label: words.add, group: "screen", run: add }]);

  const addButton = (
    <Button variant="primary" icon={Plus} onPress={add}>
      {words.add}
    </Button>
  );
  const envButton = (
    <Button icon={FileCode} onPress={readEnv}>
      {words.env}
    </Button>
  );
  const count = query.data?.length ?? 0;
  const fresh = state.draft?.of === null ? state.draft : null;
  return (
    <Screen
      title={words.title}
      note={count === 0 ? undefined : words.saved(count)}
      fill
      actions={
        <>
          {envButton}
          {addButton}
        </>
      }
    >
      <Loaded query={query} loading={<Waiting label={words.loading} rows={6} />}>
        {(all) =>
          all.length === 0 && fresh === null ? (
            <EmptyState
              title={words.empty}
              text={words.emptyText}
              actions={
                <>
                  {addButton}
                  {envButton}
                </>
              }
            />
          ) : (
            <Connections
              project={project}
              connections={all}
              taken={taken}
              wanted={wanted}
              state={state}
              tests={tests}
              onWant={want}
              onBegin={begin}
            />
          )
        }
      </Loaded>
      <AddConnection
        project={project}
        taken={taken}
        isOpen={adding}
        onClose={() => setAdding(false)}
        onAdded={(name) => {
          setAdding(false);
          drop();
          setWanted(name);
        }}
        onRead={(read) => begin(draftOf(read))}
        onReadEnv={readEnv}
        onForm={(kind) => begin(blankDraft(kind))}
      />
      <Dialog title={serverWords.envTitle} isOpen={env !== null} onClose={() => setEnv(null)} size="l">
        {env !== null && (
          <EnvReview
            file={env}
            onClose={() => setEnv(null)}
            onSaved={(names) => {
              setEnv(null);
              notify({ tone: "good", title: serverWords.envSaved(names) });
              if (state.draft === null) setWanted(names[0] ?? null);
            }}
          />
        )}
      </Dialog>
      <LeaveDialog
        name={state.draft?.now.name ?? ""}
        isOpen={leaving !== null || away.status === "blocked"}
        onStay={() => {
          setLeaving(null);
          if (away.status === "blocked") away.reset();
        }}
        onLeave={() => {
          drop();
          setLeaving(null);
          if (away.status === "blocked") away.proceed();
          else leaving?.();
        }}
      />
    </Screen>
  );
}

interface ListProps {
  project: string | null;
  connections: readonly ConnectionView[];
  taken: readonly string[];
  wanted: string | null;
  state: ReturnType<typeof useDraft>;
  tests: ReturnType<typeof useConnectionTests>;
  onWant: (name: string) => void;
  onBegin: (draft: Draft) => void;
}

function Connections({ connections, taken, wanted, state, tests, ...rest }: ListProps) {
  const fresh = state.draft?.of === null ? state.draft : null;
  // What the person chose, as long as it is there; the project's own target before that.
  const view =
    connections.find((each) => each.name === wanted) ??
    connections.find((each) => each.role === "target") ??
    connections[0];
  const lastTest = (each: ConnectionView) => {
    const run = tests.runs.get(each.name);
    return endOf(run) ?? (run?.running === true ? null : each.last_test);
  };
  useStatusLine(fresh !== null || view === undefined ? null : statusOf(view, lastTest(view)));

  return (
    <div className="connections">
      <ConnectionList
        connections={connections}
        fresh={fresh?.now ?? null}
        selected={view?.name ?? null}
        lastTest={lastTest}
        onSelect={rest.onWant}
      />
      {fresh !== null ? (
        <OpenConnection
          key={state.turn}
          saved={null}
          state={state}
          tests={tests}
          taken={taken}
          inProject={rest.project !== null}
          onOpen={rest.onWant}
          onBegin={rest.onBegin}
        />
      ) : (
        view !== undefined && (
          <Saved key={view.name} {...rest} view={view} taken={taken} state={state} tests={tests} />
        )
      )}
    </div>
  );
}

function Saved({
  project,
  taken,
  view,
  state,
  tests,
  onWant,
  onBegin,
}: Omit<ListProps, "connections" | "wanted"> & { view: ConnectionView }) {
  const details = useConnectionDetails(view.name);
  const { setEnvironment, forget } = useConnectionChanges(project);
  return (
    <Loaded query={details} loading={<Waiting label={serverWords.loading} rows={8} />}>
      {(read) => (
        <OpenConnection
          saved={{
            view,
            details: read,
            onEnvironment: (environment) =>
              setEnvironment.mutate({ name: view.name, environment }, { onError: workProblem }),
            onForget: () =>
              forget.mutate(view.name, {
                onSuccess: () => {
                  state.discard();
                  notify({ tone: "good", title: words.forgotten(view.name) });
                },
                onError: workProblem,
              }),
          }}
          state={state}
          tests={tests}
          taken={taken}
          inProject={project !== null}
          onOpen={onWant}
          onBegin={onBegin}
        />
      )}
    </Loaded>
  );
}

function statusOf(view: ConnectionView, last: LastTest | null) {
  if (view.bytes !== null || !view.there) {
    return { facts: [words.isThere(view.name, view.there)], tone: view.there ? "good" : "bad" } as const;
  }
  const tested =
    last === null ? words.notTested : last.good ? words.tested(duration(last.took_ms)) : words.refused;
  const tone = last === null ? undefined : last.good ? "good" : "bad";
  return {
    facts: [`${view.name}: ${kindNames[view.kind] ?? view.kind}`, view.place, tested],
    ...(tone !== undefined && ({ tone } as const)),
  };
}
