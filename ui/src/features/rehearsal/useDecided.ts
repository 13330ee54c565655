import { skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Choice, Finding, MapView, PlanEdit } from "../../ipc/bindings";
import { useDoor } from "../../ipc/door";
import { notify } from "../../parts/Toasts";
import { useRefreshProject } from "../frame/queries";
import { mapKey, useMap } from "../map/useMap";
import { workProblem } from "../work/workProblem";
import { holds, wayBack } from "./decision";
import { rehearsalKey } from "./useRehearsal";
import { rehearsalWords as words } from "./words";

/** A choice about a finding of a report, made since: it stands in the plan, and the next dry run checks it. */
export interface Decided {
  finding: string;
  choice: string;
  edit: PlanEdit;
  /** What takes it back when other changes were made since; null where nothing short of undoing those does. */
  back: PlanEdit | null;
  /** The plan's fingerprint before and after it. */
  before: string;
  after: string;
}

/** Those that the plan still holds: all while it is as they left it, and each that it still says after other changes. */
export function standing(decided: readonly Decided[], plan: MapView | undefined): readonly Decided[] {
  if (plan === undefined) return [];
  const last = decided.findLastIndex((each) => each.after === plan.fingerprint);
  return decided.filter((each, at) => at <= last || holds(plan, each.edit));
}

/** Nothing else was changed between these decisions, nor after them. */
function unbroken(decided: readonly Decided[], plan: MapView): boolean {
  const next = [...decided.slice(1).map((each) => each.before), plan.fingerprint];
  return decided.every((each, at) => each.after === next[at]);
}

const changedElsewhere = () =>
  notify({ tone: "warn", title: words.notTakenBack, text: words.notTakenBackText });

/** What was decided about a report since it was written, in the order of the decisions. */
export function useDecided(project: string, report: string) {
  const door = useDoor();
  const client = useQueryClient();
  const refresh = useRefreshProject();
  const plan = useMap(project).data;
  const key = ["decided", project, report];
  const { data: made = [] } = useQuery<readonly Decided[]>({
    queryKey: key,
    queryFn: skipToken,
    staleTime: Infinity,
    gcTime: Infinity,
  });
  const put = (decided: readonly Decided[]) => client.setQueryData(key, decided);
  const planNow = async () => {
    const view = await door.map(project);
    client.setQueryData(mapKey(project), view);
    return view;
  };
  const held = (view: MapView) => standing(client.getQueryData<readonly Decided[]>(key) ?? [], view);
  const change = async (edit: PlanEdit) =>
    client.setQueryData(rehearsalKey(project), await door.findingChoose(project, edit));

  const decide = async (finding: string, choice: string, edit: PlanEdit) => {
    const before = await planNow();
    const earlier = held(before);
    await change(edit);
    const { fingerprint } = await planNow();
    const back = wayBack(before, edit);
    put([...earlier, { finding, choice, edit, back, before: before.fingerprint, after: fingerprint }]);
  };

  /** The plan takes back its newest change first: those made after this one are made again. */
  const undoTo = async (decided: readonly Decided[], at: number) => {
    for (const [index, each] of [...decided.entries()].slice(at).reverse()) {
      const view = await door.planUndo(project);
      if (view.fingerprint !== each.before) {
        await door.planRedo(project);
        changedElsewhere();
        return;
      }
      client.setQueryData(mapKey(project), view);
      put(decided.slice(0, index));
    }
    for (const each of decided.slice(at + 1)) await decide(each.finding, each.choice, each.edit);
  };

  const takeBack = async (finding: string) => {
    const view = await planNow();
    const decided = held(view);
    const at = decided.findIndex((each) => each.finding === finding);
    const back = decided[at]?.back ?? null;
    if (at >= 0 && unbroken(decided.slice(at), view)) await undoTo(decided, at);
    else if (back !== null) {
      await change(back);
      await planNow();
      put(decided.filter((each) => each.finding !== finding));
    } else changedElsewhere();
  };

  const common = {
    scope: { id: `plan ${project}` },
    onError: workProblem,
    onSettled: () => refresh(project),
  };
  const choose = useMutation({
    mutationFn: ({ finding, choice }: { finding: Finding; choice: Choice }) =>
      decide(finding.id, choice.text, choice.edit),
    ...common,
  });
  const back = useMutation({ mutationFn: (finding: Finding) => takeBack(finding.id), ...common });
  return {
    decided: new Map(standing(made, plan).map((each) => [each.finding, each.choice])),
    choose,
    back,
    pending: choose.isPending ? choose.variables.finding.id : back.isPending ? back.variables.id : null,
  };
}
