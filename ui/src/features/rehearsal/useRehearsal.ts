import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { RehearsalView } from "../../ipc/bindings";
import { useDoor } from "../../ipc/door";
import { keys, useRefreshProject } from "../frame/queries";
import { workProblem } from "../work/workProblem";

export const rehearsalKey = (project: string) => keys.of(project, "rehearsal");

/** The latest rehearsal, or how far the present one is; asked again while one is under way that this window did not start. */
export function useRehearsal(project: string) {
  const door = useDoor();
  return useQuery({
    queryKey: rehearsalKey(project),
    queryFn: () => door.rehearsal(project),
    refetchInterval: ({ state }) => (state.data?.running === true ? 1000 : false),
  });
}

export function useReport(project: string, id: string | null) {
  const door = useDoor();
  return useQuery({
    queryKey: ["report", project, id],
    queryFn: () => door.rehearsalReport(project, id ?? ""),
    enabled: id !== null,
    staleTime: Infinity,
  });
}

export function useRehearse(project: string) {
  const door = useDoor();
  const client = useQueryClient();
  const refresh = useRefreshProject();
  const put = (view: RehearsalView) => client.setQueryData(rehearsalKey(project), view);
  return {
    start: useMutation({
      mutationFn: () => door.rehearseStart(project, put),
      onError: workProblem,
      onSettled: () => refresh(project),
    }),
    cancel: useMutation({
      mutationFn: () => door.rehearseCancel(project),
      onError: workProblem,
      onSettled: () => refresh(project),
    }),
  };
}
