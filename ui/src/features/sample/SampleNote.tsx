import { ChevronRight, CircleCheck, CircleDashed, RotateCcw } from "lucide-react";
import { useState } from "react";
import { Button as AriaButton, Disclosure, DisclosurePanel } from "react-aria-components";
import { create } from "zustand";
import type { PlantedView, ProjectView } from "../../ipc/bindings";
import { Button } from "../../parts/Button";
import { ConfirmDialog } from "../../parts/ConfirmDialog";
import { Icon } from "../../parts/Icon";
import { Meter } from "../../parts/Meter";
import { useProject } from "../frame/queries";
import { InlineProblem } from "../work/InlineProblem";
import { useSampleProblems, useStartAgain } from "./useSample";
import { sampleWords as words } from "./words";
import "./sample.css";

/** Folded or not, on every screen alike, for as long as the window is open. */
const useUnfolded = create<{ unfolded: boolean }>(() => ({ unfolded: false }));

/** The side note of the practice project: what is planted in it, and what of it was found. Elsewhere, nothing. */
export function SampleNote({ project }: { project: string }) {
  const view = useProject(project).data;
  return view?.sample === true ? <Note view={view} /> : null;
}

function Note({ view }: { view: ProjectView }) {
  const query = useSampleProblems(view.id);
  const unfolded = useUnfolded((state) => state.unfolded);
  const [asking, setAsking] = useState(false);
  return (
    <aside className="sample-note" aria-label={words.title}>
      <Disclosure isExpanded={unfolded} onExpandedChange={(open) => useUnfolded.setState({ unfolded: open })}>
        <div className="row sample-head">
          <AriaButton slot="trigger" className="button button-quiet button-s sample-toggle">
            <Icon of={ChevronRight} size="s" />
            {words.title}
          </AriaButton>
          {query.data !== undefined && <Found problems={query.data} />}
          {query.isPending && <span className="sm t2">{words.loading}</span>}
          {query.isError && <span className="sm t2">{words.unread}</span>}
          <span className="grow" />
          <Button size="s" variant="quiet" icon={RotateCcw} onPress={() => setAsking(true)}>
            {words.startAgain}
          </Button>
        </div>
        <DisclosurePanel>
          <div className="sample-body">
            <p className="sm t2">{words.where}</p>
            {query.isError && (
              <>
                <InlineProblem caught={query.error} />
                <Button size="s" onPress={() => void query.refetch()}>
                  {words.readAgain}
                </Button>
              </>
            )}
            {query.data !== undefined && <Problems problems={query.data} />}
          </div>
        </DisclosurePanel>
      </Disclosure>
      {asking && <StartAgain view={view} onClose={() => setAsking(false)} />}
    </aside>
  );
}

function Found({ problems }: { problems: readonly PlantedView[] }) {
  const found = problems.filter((problem) => problem.found).length;
  const figures = words.found(found, problems.length);
  return (
    <>
      <span className="sm t2 num nowrap" role="status">
        {figures}
      </span>
      <span className="sample-meter">
        <Meter
          thin
          label={words.title}
          valueText={figures}
          parts={[{ value: found, tone: "good" }]}
          max={problems.length}
        />
      </span>
    </>
  );
}

function Problems({ problems }: { problems: readonly PlantedView[] }) {
  return (
    <ul className="sample-problems sm">
      {problems.map(({ id, text, found }) => (
        <li key={id}>
          <span className={found ? "good" : "t3"}>
            <Icon of={found ? CircleCheck : CircleDashed} size="s" />
          </span>
          <span className={found ? undefined : "t2"}>
            <span className="sr-only">{found ? words.isFound : words.notYet}</span> {text}
          </span>
        </li>
      ))}
    </ul>
  );
}

function StartAgain({ view, onClose }: { view: ProjectView; onClose: () => void }) {
  const again = useStartAgain(view.id);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      onConfirm={() => again.mutate(undefined, { onSettled: onClose })}
      pending={again.isPending}
      title={words.askTitle}
      env={view.environment}
      place={view.name}
      consequences={[
        { kind: "removed", text: words.removes },
        { kind: "added", text: words.makes },
      ]}
      undoFrom={null}
      confirmLabel={words.confirm}
    />
  );
}
