import { ArrowRight } from "lucide-react";
import type { ProjectCard } from "../../ipc/bindings";
import { LinkButton } from "../../parts/Button";
import { EnvChip, StoreIcon } from "../../parts/Chip";
import { ago } from "../../parts/format";
import { Icon } from "../../parts/Icon";
import { LineOfStops } from "../../parts/LineOfStops";
import { useGoTo } from "../frame/queries";
import { screenPath } from "../frame/routes";
import { useShortcuts } from "../frame/shortcuts";
import { stopItems } from "../frame/stops";
import { projectsWords as words } from "./words";

/** The project that was open last: where it stands, and the one thing to do next. */
export function ContinueCard({ card }: { card: ProjectCard }) {
  const { route, next } = card;
  const goTo = useGoTo();
  useShortcuts([
    { keys: "Mod+Enter", label: next.label, group: "screen", run: () => goTo(next.screen, card.id) },
  ]);
  return (
    <article className="card continue" aria-label={words.continueLabel(card.name)}>
      <div className="row">
        <span className="over grow">{words.continueOver}</span>
        <span className="sm t3">{words.edited(ago(card.edited_at))}</span>
      </div>
      <div className="continue-main">
        <div className="grow">
          <h2 className="continue-name ellipsis" title={card.name}>
            {card.name}
          </h2>
          <div className="row g3 t2 continue-route">
            {route.sources.map((source) => (
              <span key={source.name} className="row g3">
                <StoreIcon kind={source.kind} />
                <span className="ellipsis">{source.name}</span>
              </span>
            ))}
            <Icon of={ArrowRight} size="s" className="t3" />
            {route.target ? (
              <>
                <StoreIcon kind={route.target.kind} />
                <span className="ellipsis">{route.target.name}</span>
                <EnvChip env={route.target.environment} />
              </>
            ) : (
              <span className="t3">{words.noTarget}</span>
            )}
          </div>
        </div>
        <div className="continue-next">
          <span className="sm t2">{next.reason}</span>
          <div className="row">
            <LinkButton href={screenPath(card.id, "connections")}>{words.openProject}</LinkButton>
            <LinkButton variant="primary" iconAfter={ArrowRight} href={screenPath(card.id, next.screen)}>
              {next.label}
            </LinkButton>
          </div>
        </div>
      </div>
      <LineOfStops stops={stopItems(card.id, card.stops)} />
    </article>
  );
}
