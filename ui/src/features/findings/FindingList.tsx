import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import type { Choice, Finding, PlanEdit, Severity } from "../../ipc/bindings";
import { Button } from "../../parts/Button";
import { Chip } from "../../parts/Chip";
import { Icon } from "../../parts/Icon";
import { findingWords as words } from "./words";
import "./findings.css";

const looks: Record<Severity, { tone: string; icon: LucideIcon }> = {
  fails: { tone: "bad", icon: CircleAlert },
  decide: { tone: "warn", icon: TriangleAlert },
  notice: { tone: "info", icon: Info },
};

export function FindingSign({
  finding,
  decided = false,
  size = "m",
}: {
  finding: Finding;
  decided?: boolean;
  size?: "s" | "m";
}) {
  const look = finding.accepted || decided ? { tone: "t3", icon: CircleCheck } : looks[finding.severity];
  return (
    <span className={look.tone}>
      <Icon of={look.icon} size={size} />
    </span>
  );
}

/** Findings with their choices. A choice is a change to the plan, so `onChoose` is handed that change. */
export function FindingList({
  findings,
  onChoose,
  decided = new Map(),
  onTakeBack,
  pending = null,
  label = words.title,
  level = 3,
}: {
  findings: readonly Finding[];
  onChoose: (edit: PlanEdit, finding: Finding, choice: Choice) => void;
  /** What was chosen about a finding since it was found, by its id: that stands in the place of its choices. */
  decided?: ReadonlyMap<string, string>;
  onTakeBack?: (finding: Finding) => void;
  /** The finding whose choice is being carried out. */
  pending?: string | null;
  label?: string;
  /** The level of the heading of each finding. */
  level?: 2 | 3;
}) {
  const Title = level === 2 ? "h2" : "h3";
  return (
    <ul className="findings" aria-label={label}>
      {findings.map((finding) => (
        <li
          key={finding.id}
          className="finding"
          data-severity={finding.severity}
          id={findingAnchor(finding.id)}
          tabIndex={-1}
        >
          <FindingSign finding={finding} decided={decided.has(finding.id)} />
          <div className="grow">
            <Title className="finding-title">{finding.title}</Title>
            <p className="sm t2">
              {!decided.has(finding.id) && (
                <b className={finding.accepted ? "t2" : looks[finding.severity].tone}>
                  {finding.accepted ? words.isAccepted : words.severity[finding.severity]}{" "}
                </b>
              )}
              {finding.why}
              {finding.count !== null && finding.of !== null && finding.of > 0 && (
                <span className="t3 num"> {words.of(finding.count, finding.of)}.</span>
              )}
            </p>
            {finding.worst !== null && (
              <p className="sm t2 finding-worst">
                {words.worst} <span className="mono selectable">{finding.worst}</span>
              </p>
            )}
            {decided.has(finding.id) && (
              <p className="finding-decided sm">
                <b>{words.decided(decided.get(finding.id) ?? "")}</b>
                {onTakeBack !== undefined && (
                  <Button size="s" isPending={pending === finding.id} onPress={() => onTakeBack(finding)}>
                    {words.takeBack}
                  </Button>
                )}
              </p>
            )}
            {finding.choices.length > 0 && !decided.has(finding.id) && (
              <ul className="finding-choices" aria-label={words.choices(finding.title)}>
                {finding.choices.map((choice) => (
                  <li key={choice.id} className="row wrap g3">
                    <Button
                      size="s"
                      variant={quieter(finding, choice) ? "quiet" : "default"}
                      isPending={pending === finding.id}
                      onPress={() => onChoose(choice.edit, finding, choice)}
                    >
                      {choice.text}
                    </Button>
                    {choice.recommended && finding.choices.length > 1 && (
                      <Chip tone="ac">{words.recommended}</Chip>
                    )}
                    {choice.affects !== null && (
                      <span className="mi t3 num">{words.affects(choice.affects)}</span>
                    )}
                  </li>
                ))}
              </ul>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Where a finding stands in the page, for buttons that lead to it. */
export function findingAnchor(id: string): string {
  return `finding-${encodeURIComponent(id)}`;
}

/** Where one choice is recommended the others stand back; otherwise all are alike. */
function quieter(finding: Finding, choice: Choice): boolean {
  return !choice.recommended && finding.choices.some((each) => each.recommended);
}
