import { useState } from "react";
import type { Choice, Finding } from "../../ipc/bindings";
import { Card } from "../../parts/Card";
import { EmptyState } from "../../parts/EmptyState";
import { Segmented } from "../../parts/Tabs";
import { FindingList } from "../findings/FindingList";
import { acceptedFindings, openFindings } from "../findings/order";
import { findingWords } from "../findings/words";
import { ScrollArea } from "../work/ScrollArea";
import { rehearsalWords as words } from "./words";

/** What needs a decision, and what was decided. */
export function FindingsPanel({
  findings,
  decided,
  onChoose,
  onTakeBack,
  pending,
}: {
  findings: readonly Finding[];
  decided: ReadonlyMap<string, string>;
  onChoose: (finding: Finding, choice: Choice) => void;
  onTakeBack: (finding: Finding) => void;
  pending: string | null;
}) {
  const [show, setShow] = useState<"open" | "accepted">("open");
  const open = openFindings(findings);
  const accepted = acceptedFindings(findings);
  const settled = open.filter((finding) => decided.has(finding.id)).length;
  const listed = show === "open" ? open : accepted;
  return (
    <Card
      title={words.findings}
      className="card-fill"
      actions={
        <Segmented
          label={words.show}
          value={show}
          onChange={setShow}
          options={[
            { id: "open", label: findingWords.open(open.length - settled, settled) },
            { id: "accepted", label: findingWords.accepted(accepted.length) },
          ]}
        />
      }
    >
      <ScrollArea label={words.findings}>
        {listed.length === 0 ? (
          <EmptyState
            compact
            level={3}
            title={show === "open" ? findingWords.noneOpen : findingWords.noneAccepted}
            text={show === "open" ? findingWords.noneOpenText : findingWords.noneAcceptedText}
          />
        ) : (
          <FindingList
            findings={listed}
            decided={decided}
            onChoose={(_edit, finding, choice) => onChoose(finding, choice)}
            onTakeBack={onTakeBack}
            pending={pending}
          />
        )}
      </ScrollArea>
    </Card>
  );
}
