import { CircleX, Info, TriangleAlert } from "lucide-react";
import type { Attention, ProjectCard } from "../../ipc/bindings";
import { TextLink } from "../../parts/Button";
import { Card } from "../../parts/Card";
import { Chip } from "../../parts/Chip";
import { plural } from "../../parts/format";
import { Icon } from "../../parts/Icon";
import { screenPath } from "../frame/routes";
import { projectsWords as words } from "./words";

const weight = { bad: 0, warn: 1, info: 2, good: 3 } as const;
const signs = { bad: CircleX, warn: TriangleAlert, info: Info, good: Info } as const;

/** What waits for a person anywhere on this computer, the worst first. */
export function AttentionList({ cards }: { cards: readonly ProjectCard[] }) {
  const all = cards
    .flatMap((card) => card.attention.map((item) => ({ card, item })))
    .sort((a, b) => weight[a.item.tone] - weight[b.item.tone]);
  return (
    <Card
      title={words.attention}
      actions={(["bad", "warn"] as const).map((tone) => (
        <ToneCount key={tone} tone={tone} items={all.map(({ item }) => item)} />
      ))}
    >
      {all.length === 0 ? (
        <p className="attention-none t2">{words.nothingNeeded}</p>
      ) : (
        <ul>
          {all.map(({ card, item }) => (
            <li key={`${card.id} ${item.title}`} className="attention">
              <span className={item.tone}>
                <Icon of={signs[item.tone]} />
              </span>
              <div className="grow">
                <b>{words.attentionOf(item.title, card.name)}</b>
                <p className="sm t2 attention-text">{item.text}</p>
                <span className="sm">
                  <TextLink href={screenPath(card.id, item.screen)}>{item.action}</TextLink>
                </span>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function ToneCount({ tone, items }: { tone: "bad" | "warn"; items: readonly Attention[] }) {
  const many = items.filter((item) => item.tone === tone).length;
  if (many === 0) return null;
  const said = words.attentionCount[tone];
  return <Chip tone={tone}>{plural(many, said, said)}</Chip>;
}
