import { skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Choice, Finding, PlanEdit } from "../../ipc/bindings";
import { useDoor } from "../../ipc/door";
import { notify } from "../../parts/Toasts";
import { useRefreshProject } from "../frame/queries";
import { mapKey, useMap } from "../map/useMap";
import { workProblem } from "../work/workProblem";
import { rehearsalKey } from "./useRehearsal";
import { rehearsalWords as words } from "./words";

/** A choice about a finding of a report, made since: it stands in the plan, and the next dry run checks it. */
export interface Decided {
  finding: string;
  choice: string;
  edit: PlanEdit;
  /** The plan's fingerprint before and after it. */
  before: string;
  after: string;
}

/**
 * Those that the plan still holds. The plan can be changed and changed back on Map too, so what was decided here only
 * counts as far as the plan is known to be as it was left.
 */
export function standing(decided: readonly Decided[], fingerprint: string | undefined): readonly Decided[] {
  const last = decided.findLastIndex((each) => each.after === fingerprint);
  return decided.slice(0, last + 1);
}

const changedElsewhere = () =>
  notify({ tone: "warn", title: words.notTakenBack, text: words.notTakenBackText });

/** What was decided about a report since it was written, in the order of the decisions. */
export function useDecided(project: string, report: string) {
  const door = useDoor();
  const client = useQueryClient();
  const refresh = useRefreshProject();
  const fingerprint = useMap(project).data?.fingerprint;
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
    return view.fingerprint;
  };

  const decide = async (finding: string, choice: string, edit: PlanEdit) => {
    const before = await planNow();
    const held = standing(client.getQueryData<readonly Decided[]>(key) ?? [], before);
    client.setQueryData(rehearsalKey(project), await door.findingChoose(project, edit));
    const after = await planNow();
    put([...held, { finding, choice, edit, before, after }]);
  };

  /** The plan takes back its newest change first: those made after this one are made again. */
  const takeBack = async (finding: string) => {
    const held = standing(client.getQueryData<readonly Decided[]>(key) ?? [], await planNow());
    const at = held.findIndex((each) => each.finding === finding);
    if (at < 0) {
      changedElsewhere();
      return;
    }
    for (const [index, each] of [...held.entries()].slice(at).reverse()) {
      const view = await door.planUndo(project);
      if (view.fingerprint !== each.before) {
        await door.planRedo(project);
        changedElsewhere();
        return;
      }
      client.setQueryData(mapKey(project), view);
      put(held.slice(0, index));
    }
    for (const each of held.slice(at + 1)) await decide(each.finding, each.choice, each.edit);
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
    decided: new Map(standing(made, fingerprint).map((each) => [each.finding, each.choice])),
    choose,
    back,
    pending: choose.isPending ? choose.variables.finding.id : back.isPending ? back.variables.id : null,
  };
}
