import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { FieldProfile, MapView, PlanEdit } from "../../ipc/bindings";
import { useDoor } from "../../ipc/door";
import { keys, useRefreshProject } from "../frame/queries";
import { workProblem } from "../work/workProblem";

export const mapKey = (project: string) => keys.of(project, "map");

export function useMap(project: string) {
  const door = useDoor();
  return useQuery({ queryKey: mapKey(project), queryFn: () => door.map(project) });
}

/** Changes to the plan, one after the other in the order they were made. */
export function usePlanEdits(project: string) {
  const door = useDoor();
  const client = useQueryClient();
  const refresh = useRefreshProject();
  const common = {
    scope: { id: `plan ${project}` },
    onSuccess: (view: MapView) => {
      client.setQueryData(mapKey(project), view);
      return refresh(project);
    },
    onError: workProblem,
  };
  const edit = useMutation({ mutationFn: (change: PlanEdit) => door.planEdit(project, change), ...common });
  const undo = useMutation({ mutationFn: () => door.planUndo(project), ...common });
  const redo = useMutation({ mutationFn: () => door.planRedo(project), ...common });
  return {
    edit: (change: PlanEdit) => edit.mutate(change),
    undo: () => undo.mutate(),
    redo: () => redo.mutate(),
    pending: edit.isPending || undo.isPending || redo.isPending,
    failure: edit.error,
  };
}

/** Up to here a field is read as soon as it is selected; above, the person asks for it. */
const readAtOnce = 50_000;

export interface ProfileReading {
  profile: FieldProfile | undefined;
  reading: boolean;
  failure: unknown;
  start: () => void;
  cancel: () => void;
}

/** What is really in a field. One reading at a time: a new one ends the one before it. */
export function useFieldProfile(project: string, from: string, field: string, rows: number): ProfileReading {
  const door = useDoor();
  const client = useQueryClient();
  const [asked, setAsked] = useState<string | null>(null);
  const readings = useRef(0);
  const queryKey = ["profile", project, from, field] as const;
  const name = JSON.stringify(queryKey);

  const query = useQuery({
    queryKey,
    enabled: rows <= readAtOnce || asked === name,
    staleTime: 5 * 60_000,
    retry: false,
    queryFn: async () => {
      if (readings.current > 0) await door.fieldProfileCancel();
      readings.current += 1;
      try {
        return await door.fieldProfile(project, from, field);
      } finally {
        readings.current -= 1;
      }
    },
  });

  return {
    profile: query.data,
    reading: query.isFetching,
    failure: query.isFetching ? null : query.error,
    start: () => {
      setAsked(name);
      if (query.isError) void query.refetch();
    },
    cancel: () => {
      setAsked(null);
      void door.fieldProfileCancel();
      void client.cancelQueries({ queryKey });
    },
  };
}
