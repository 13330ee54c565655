import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ConnectionView, Environment } from "../../ipc/bindings";
import { useDoor } from "../../ipc/door";
import { keys } from "../frame/queries";

/** Those of a project, or all of them when no project is open. */
export const connectionsKey = (project: string | null) =>
  project === null ? keys.studio("connections") : keys.of(project, "connections");

export function useConnections(project: string | null) {
  const door = useDoor();
  return useQuery({ queryKey: connectionsKey(project), queryFn: () => door.connections(project) });
}

/** The names of all connections, whichever project is open: a new one needs a name of its own. */
export function useTakenNames(): string[] {
  return (useConnections(null).data ?? []).map((view) => view.name);
}

/** What is asked for the one connection that is shown. */
export function useConnectionDetails(name: string) {
  const door = useDoor();
  return useQuery({
    queryKey: [...keys.studio("connection-details"), name],
    queryFn: () => door.connectionDetails(name),
  });
}

/** The kinds of server that a form can be filled for. They change with the program only. */
export function useServerKinds() {
  const door = useDoor();
  return useQuery({
    queryKey: keys.studio("connection-kinds"),
    queryFn: () => door.connectionKinds(),
    staleTime: Infinity,
  });
}

export function useConnectionChanges(project: string | null) {
  const door = useDoor();
  const client = useQueryClient();
  const changed = () => client.invalidateQueries();
  const replace = (view: ConnectionView) => {
    client.setQueryData<ConnectionView[]>(connectionsKey(project), (now) =>
      now?.map((each) => (each.name === view.name ? { ...each, ...view } : each)),
    );
    return changed();
  };
  return {
    setEnvironment: useMutation({
      mutationFn: ({ name, environment }: { name: string; environment: Environment }) =>
        door.connectionSetEnvironment(name, environment),
      onSuccess: replace,
    }),
    forget: useMutation({ mutationFn: (name: string) => door.connectionForget(name), onSuccess: changed }),
    add: useMutation({
      mutationFn: ({ token, name, environment }: { token: string; name: string; environment: Environment }) =>
        door.connectionAdd(token, name, environment),
      onSuccess: changed,
    }),
  };
}
