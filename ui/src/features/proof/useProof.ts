import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDoor } from "../../ipc/door";
import { keys, useRefreshProject } from "../frame/queries";
import { workProblem } from "../work/workProblem";

const proofKey = (project: string) => keys.of(project, "validate");

export function useProof(project: string) {
  const door = useDoor();
  return useQuery({
    queryKey: proofKey(project),
    queryFn: () => door.validate(project),
    refetchInterval: ({ state }) => (state.data?.running === true ? 1000 : false),
  });
}

export function useProve(project: string) {
  const door = useDoor();
  const client = useQueryClient();
  const refresh = useRefreshProject();
  return useMutation({
    mutationFn: (run: string) => door.proveStart(run, (view) => client.setQueryData(proofKey(project), view)),
    onError: workProblem,
    onSettled: () => refresh(project),
  });
}
