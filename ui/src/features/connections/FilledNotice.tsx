import type { Environment } from "../../ipc/bindings";
import { Button } from "../../parts/Button";
import { list } from "../../parts/format";
import type { Filled } from "./fields";
import { guardOrder } from "./words";
import { serverWords as words } from "./serverWords";

/** What a pasted address said beside the fields: what was left out of it, and where it leads already. */
export function FilledNotice({
  filled,
  environment,
  onOpen,
  onTreatAs,
}: {
  filled: Filled;
  environment: Environment | null;
  onOpen: (name: string) => void;
  onTreatAs: (environment: Environment) => void;
}) {
  const { leftOut, knownAs } = filled;
  const stricter =
    environment !== null && guardOrder.indexOf(filled.environment) > guardOrder.indexOf(environment);
  return (
    <div className="notice notice-info" role="status">
      <span className="grow">
        {words.filled} {leftOut.length > 0 && words.leftOut(list(leftOut))}{" "}
        {knownAs !== null && words.knownAs(knownAs)} {stricter && words.looksLike(filled.environment)}
      </span>
      {knownAs !== null && (
        <Button size="s" onPress={() => onOpen(knownAs)}>
          {words.open(knownAs)}
        </Button>
      )}
      {stricter && (
        <Button size="s" onPress={() => onTreatAs(filled.environment)}>
          {words.treatAs(filled.environment)}
        </Button>
      )}
    </div>
  );
}
