import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ProjectCard } from "../../ipc/bindings";
import { useDoor } from "../../ipc/door";
import { problemOf } from "../../ipc/problem";
import { notify } from "../../parts/Toasts";
import { keys } from "../frame/queries";
import { useStartMigration } from "./useStart";
import { projectsWords as words } from "./words";

export interface ProjectActs {
  pin: (card: ProjectCard, pinned: boolean) => void;
  forget: (card: ProjectCard) => void;
  /** Looks for a project whose folder was moved: opening it where it is now puts it right. */
  find: () => void;
}

/** What can be done to a project from the list. */
export function useProjectActs(): ProjectActs {
  const door = useDoor();
  const client = useQueryClient();
  const start = useStartMigration();
  const settled = {
    onError: (caught: unknown) => {
      const { what, why } = problemOf(caught);
      notify({ tone: "bad", title: what, text: why });
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.projects }),
  };
  const pin = useMutation({
    mutationFn: ({ card, pinned }: { card: ProjectCard; pinned: boolean }) =>
      door.projectPin(card.id, pinned),
    ...settled,
  });
  const forget = useMutation({
    mutationFn: (card: ProjectCard) => door.projectForget(card.id),
    onSuccess: (_nothing, card) => notify({ tone: "info", title: words.forgotten(card.name) }),
    ...settled,
  });
  const [pinNow, forgetNow, findNow] = [pin.mutate, forget.mutate, start.openPlan];
  return useMemo(
    () => ({
      pin: (card, pinned) => pinNow({ card, pinned }),
      forget: (card) => forgetNow(card),
      find: () => void findNow(),
    }),
    [pinNow, forgetNow, findNow],
  );
}
