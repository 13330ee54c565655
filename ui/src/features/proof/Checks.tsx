import { CircleCheck, CircleX } from "lucide-react";
import { Fragment } from "react";
import type { ProofCheck } from "../../ipc/bindings";
import { Card } from "../../parts/Card";
import { Chip } from "../../parts/Chip";
import { count } from "../../parts/format";
import { Icon } from "../../parts/Icon";
import { ScrollArea } from "../work/ScrollArea";
import { checkGroups } from "./checks";
import { checkKinds, proofWords as words } from "./words";

/** Each check with what was expected and what was found, by kind. */
export function Checks({ checks }: { checks: readonly ProofCheck[] }) {
  const holding = checks.filter((check) => check.holds).length;
  return (
    <Card title={words.checks} note={words.holding(holding, checks.length)} className="card-fill">
      <ScrollArea label={words.checks}>
        <table className="plain-table proof-checks">
          <thead>
            <tr>
              <th scope="col" className="proof-about">
                {words.object}
              </th>
              <th scope="col">{words.expected}</th>
              <th scope="col">{words.found}</th>
            </tr>
          </thead>
          {checkGroups(checks).map((group) => (
            <tbody key={group.kind}>
              <tr className="proof-group">
                <th scope="rowgroup" colSpan={3}>
                  <span className="row">
                    <b className="grow">{checkKinds[group.kind] ?? group.kind}</b>
                    <Chip tone={group.holding === group.checks.length ? "good" : "bad"}>
                      {words.holding(group.holding, group.checks.length)}
                    </Chip>
                  </span>
                </th>
              </tr>
              {group.checks.map((check) => (
                <tr key={`${check.kind} ${check.object}`}>
                  <th scope="row">
                    <span className="row">
                      <span className={check.holds ? "good" : "bad"}>
                        <Icon of={check.holds ? CircleCheck : CircleX} size="s" />
                      </span>
                      <span className="sr-only">{check.holds ? words.holdsWord : words.failsWord}</span>
                      <span className="mono proof-object">
                        <Breakable name={check.object} />
                      </span>
                    </span>
                  </th>
                  <td className="t2 proof-value">
                    <CheckValue text={check.expected} />
                  </td>
                  <td className={check.holds ? "t2 proof-value" : "bad proof-value"}>
                    <CheckValue text={check.found} />
                  </td>
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </ScrollArea>
    </Card>
  );
}

/** Names are broken where their words end, never inside of one. */
function Breakable({ name }: { name: string }) {
  return name.split(/(?<=[_.])/).map((word, at) => (
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {word}
    </Fragment>
  ));
}

/**
 * Plain counts get their separators. Of a digest the first letters are seen; the whole of it is there to be
 * read in its tooltip and to be copied.
 */
function CheckValue({ text }: { text: string }) {
  if (/^\d+$/.test(text)) return count(text);
  if (!/^[0-9a-f]{32,}$/.test(text)) return text;
  return (
    <span className="mono proof-digest" title={text}>
      {text}
    </span>
  );
}
