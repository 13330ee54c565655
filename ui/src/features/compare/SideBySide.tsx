import { useMemo } from "react";
import { ScrollArea } from "../work/ScrollArea";
import { Sql } from "../work/Sql";
import { linePairs, type LinePair, type Side } from "./lines";
import { compareWords as words } from "./words";

const leftSign = { same: "", changed: "~", removed: "−", added: "" } as const;
const rightSign = { same: "", changed: "~", removed: "", added: "+" } as const;

/** Both texts on one height, with hatching where a side has nothing. */
export function SideBySide({
  now,
  wanted,
  nowName,
  wantedName,
}: {
  now: string | null;
  wanted: string | null;
  nowName: string;
  wantedName: string;
}) {
  const pairs = useMemo(() => linePairs(now ?? "", wanted ?? ""), [now, wanted]);
  return (
    <ScrollArea label={words.sideBySide} className="compare-lines">
      <table className="sides">
        <colgroup>
          <col className="sides-number" />
          <col className="sides-sign" />
          <col />
          <col className="sides-number" />
          <col className="sides-sign" />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th scope="col" colSpan={3}>
              <span className="t3">{words.now}</span> {nowName}
              {now === null && <span className="t3">, {words.absent}</span>}
            </th>
            <th scope="col" colSpan={3}>
              <span className="t3">{words.wanted}</span> {wantedName}
              {wanted === null && <span className="t3">, {words.absent}</span>}
            </th>
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair, at) => (
            <tr key={at}>
              <SideCells side={now === null ? null : pair.left} pair={pair} sign={leftSign[pair.kind]} />
              <SideCells side={wanted === null ? null : pair.right} pair={pair} sign={rightSign[pair.kind]} />
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

function SideCells({ side, pair, sign }: { side: Side | null; pair: LinePair; sign: string }) {
  if (side === null) return <td colSpan={3} className="side-none" />;
  return (
    <>
      <td className={`side-number side-${pair.kind}`}>{side.number}</td>
      <td className={`side-sign side-${pair.kind}`} aria-hidden="true">
        {sign}
      </td>
      <td className={`side-text side-${pair.kind}`}>
        {pair.kind !== "same" && <span className="sr-only">{words[pair.kind]}: </span>}
        <Line side={side} />
      </td>
    </>
  );
}

function Line({ side }: { side: Side }) {
  const [only, ...more] = side.marks;
  if (more.length === 0 && only !== undefined) return <Sql text={only.text} />;
  return side.marks.map((mark, at) =>
    mark.marked ? <mark key={at}>{mark.text}</mark> : <span key={at}>{mark.text}</span>,
  );
}

/** One text with both sides in it, for narrow windows and for reading aloud. */
export function Unified({ now, wanted }: { now: string | null; wanted: string | null }) {
  const pairs = useMemo(() => linePairs(now ?? "", wanted ?? ""), [now, wanted]);
  const lines = pairs.flatMap((pair): { kind: LinePair["kind"]; side: Side }[] => {
    if (pair.kind === "same" && pair.left !== null) return [{ kind: "same", side: pair.left }];
    return [
      ...(pair.left === null || now === null ? [] : [{ kind: "removed" as const, side: pair.left }]),
      ...(pair.right === null || wanted === null ? [] : [{ kind: "added" as const, side: pair.right }]),
    ];
  });
  return (
    <ScrollArea label={words.unified} className="compare-lines">
      <table className="sides">
        <colgroup>
          <col className="sides-number" />
          <col className="sides-sign" />
          <col />
        </colgroup>
        <tbody>
          {lines.map(({ kind, side }, at) => (
            <tr key={at}>
              <td className={`side-number side-${kind}`}>{side.number}</td>
              <td className={`side-sign side-${kind}`} aria-hidden="true">
                {kind === "removed" ? "−" : kind === "added" ? "+" : ""}
              </td>
              <td className={`side-text side-${kind}`}>
                {kind !== "same" && <span className="sr-only">{words[kind]}: </span>}
                <Line side={side} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}
