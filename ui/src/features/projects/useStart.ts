import { useNavigate } from "@tanstack/react-router";
import { create } from "zustand";
import type { Found, Pick } from "../../ipc/bindings";
import { useDoor } from "../../ipc/door";
import { problemOf } from "../../ipc/problem";
import { notify } from "../../parts/Toasts";
import { useShowProject } from "../frame/queries";

interface StartState {
  /** The dialog that makes a new project is open. */
  isOpen: boolean;
  /** What was found in a place that was chosen or dropped before; null begins with the choice. */
  found: Found | null;
  /** A folder, file or plan is being looked into. */
  looking: boolean;
  /** Something is held over the window. */
  over: boolean;
}

export const useStart = create<StartState>(() => ({
  isOpen: false,
  found: null,
  looking: false,
  over: false,
}));

/** Opens the dialog for a new project, over what was found or at its first question. */
export function openStart(found: Found | null = null): void {
  useStart.setState({ isOpen: true, found });
}

export function closeStart(): void {
  useStart.setState({ isOpen: false, found: null });
}

/** The ways into a project. Each ends in the dialog over what was found, or in a project. */
export function useStartMigration() {
  const door = useDoor();
  const show = useShowProject();
  const navigate = useNavigate();

  const pick = async (what: Pick, then: (found: Found) => Promise<void> | void) => {
    if (useStart.getState().looking) return;
    useStart.setState({ looking: true });
    try {
      const found = await door.pick(what);
      if (found !== null) await then(found);
    } catch (caught) {
      tell(caught);
    } finally {
      useStart.setState({ looking: false });
    }
  };

  return {
    fromFolder: () => pick("folder", openStart),
    fromFiles: () => pick("files", openStart),
    openPlan: () =>
      pick("plan", async (found) => {
        if (found.plan_file === null) openStart(found);
        else await show(await door.projectFromPlan(found.token));
      }),
    sample: async () => {
      try {
        await show(await door.sampleOpen());
      } catch (caught) {
        tell(caught);
        await navigate({ to: "/" });
      }
    },
  };
}

function tell(caught: unknown): void {
  const { what, why } = problemOf(caught);
  notify({ tone: "bad", title: what, text: why });
}
