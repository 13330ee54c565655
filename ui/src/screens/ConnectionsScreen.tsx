import { PlugZap, Plus } from "lucide-react";
import { useState } from "react";
import { AddConnection } from "../features/connections/AddConnection";
import { ConnectionDetail } from "../features/connections/ConnectionDetail";
import { ConnectionList } from "../features/connections/ConnectionList";
import { ConnectionTestCard } from "../features/connections/ConnectionTestCard";
import {
  useConnectionChanges,
  useConnections,
  useConnectionTests,
} from "../features/connections/useConnections";
import { connectionWords as words } from "../features/connections/words";
import "../features/connections/connections.css";
import { useCommands } from "../features/frame/commands";
import { Loaded } from "../features/frame/Loaded";
import { useOpenProject } from "../features/frame/queries";
import { Screen } from "../features/frame/Screen";
import { useShortcuts } from "../features/frame/shortcuts";
import { useStatusLine } from "../features/frame/status";
import { workProblem } from "../features/work/workProblem";
import { Waiting } from "../features/work/Waiting";
import type { ConnectionView } from "../ipc/bindings";
import { Button } from "../parts/Button";
import { EmptyState } from "../parts/EmptyState";
import { notify } from "../parts/Toasts";

export default function ConnectionsScreen() {
  const project = useOpenProject();
  const query = useConnections(project);
  const [adding, setAdding] = useState(false);
  const [wanted, setWanted] = useState<string | null>(null);
  const count = query.data?.length;
  useShortcuts([{ keys: "Mod+Enter", label: words.add, group: "screen", run: () => setAdding(true) }]);

  return (
    <Screen
      title={words.title}
      note={count === undefined || count === 0 ? undefined : words.saved(count)}
      fill
      actions={
        <Button variant="primary" icon={Plus} onPress={() => setAdding(true)}>
          {words.add}
        </Button>
      }
    >
      <Loaded query={query} loading={<Waiting label={words.loading} rows={6} />}>
        {(connections) =>
          connections.length === 0 ? (
            <EmptyState
              title={words.empty}
              text={words.emptyText}
              actions={
                <Button variant="primary" icon={Plus} onPress={() => setAdding(true)}>
                  {words.add}
                </Button>
              }
            />
          ) : (
            <Connections project={project} connections={connections} wanted={wanted} onWant={setWanted} />
          )
        }
      </Loaded>
      <AddConnection
        project={project}
        taken={(query.data ?? []).map((view) => view.name)}
        isOpen={adding}
        onClose={() => setAdding(false)}
        onAdded={(name) => {
          setAdding(false);
          setWanted(name);
        }}
      />
    </Screen>
  );
}

function Connections({
  project,
  connections,
  wanted,
  onWant,
}: {
  project: string | null;
  connections: readonly ConnectionView[];
  wanted: string | null;
  onWant: (name: string) => void;
}) {
  const { runs, start } = useConnectionTests();
  const { setEnvironment, forget } = useConnectionChanges(project);
  // What the person chose, as long as it is there; the project's own target before that.
  const view =
    connections.find((each) => each.name === wanted) ??
    connections.find((each) => each.role === "target") ??
    connections[0];
  const run = view === undefined ? undefined : runs.get(view.name);

  const test = () => {
    if (view !== undefined && run?.running !== true) start(view.name);
  };
  useCommands(
    view === undefined
      ? []
      : [
          {
            id: "test-connection",
            label: words.testNamed(view.name),
            icon: PlugZap,
            keys: "Mod+T",
            env: view.environment,
            unavailable: run?.running === true ? words.testing : undefined,
            run: test,
          },
        ],
  );
  useShortcuts([{ keys: "Mod+T", label: words.test, group: "screen", run: test }]);
  useStatusLine(
    view === undefined
      ? null
      : { facts: [words.isThere(view.name, view.there)], tone: view.there ? "good" : "bad" },
  );

  return (
    <div className="connections">
      <ConnectionList connections={connections} selected={view?.name ?? null} onSelect={onWant} />
      {view !== undefined && (
        <>
          <ConnectionDetail
            key={view.name}
            view={view}
            testing={run?.running === true}
            tested={run !== undefined && !run.running}
            onTest={test}
            onEnvironment={(environment) =>
              setEnvironment.mutate({ name: view.name, environment }, { onError: workProblem })
            }
            onForget={() =>
              forget.mutate(view.name, {
                onSuccess: () => notify({ tone: "good", title: words.forgotten(view.name) }),
                onError: workProblem,
              })
            }
            pending={forget.isPending}
          />
          <div className="connections-side">
            <ConnectionTestCard run={run} />
          </div>
        </>
      )}
    </div>
  );
}
