import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useDoor } from "../../ipc/door";
import { notify } from "../../parts/Toasts";
import { keys, useRefreshProject, useShowProject } from "../frame/queries";
import { workProblem } from "../work/workProblem";
import { sampleWords as words } from "./words";

/** The planted problems. Read again whenever this window has looked at a field or at a proof, as either may show one. */
export function useSampleProblems(project: string) {
  const door = useDoor();
  const client = useQueryClient();
  useEffect(() => {
    const shows = ([what, of, part]: readonly unknown[]) =>
      of === project && (what === "profile" || (what === "project" && part === "validate"));
    return client.getQueryCache().subscribe((event) => {
      if (
        event.type === "updated" &&
        event.action.type === "success" &&
        shows(event.query.queryKey as readonly unknown[])
      )
        void client.invalidateQueries({ queryKey: problemsKey(project) });
    });
  }, [client, project]);
  return useQuery({
    queryKey: problemsKey(project),
    queryFn: () => door.sampleProblems(),
    // What was found on one screen is ticked on the next, however quickly it is reached.
    staleTime: 0,
  });
}

const problemsKey = (project: string) => keys.of(project, "sample-problems");

/** A fresh sample in place of this one, opened where its next step is. */
export function useStartAgain(project: string) {
  const door = useDoor();
  const client = useQueryClient();
  const show = useShowProject();
  const refresh = useRefreshProject();
  return useMutation({
    mutationFn: () => door.sampleReset(),
    onSuccess: async (view) => {
      // The old sample is gone: what was read from it holds no longer, even where the new one has its name.
      client.removeQueries({ queryKey: ["profile", project] });
      client.removeQueries({ queryKey: ["report", project] });
      await show(view);
      if (view.id !== project) client.removeQueries({ queryKey: keys.project(project) });
      await refresh(view.id);
      notify({ tone: "good", title: words.started, text: words.startedText });
    },
    onError: workProblem,
  });
}
