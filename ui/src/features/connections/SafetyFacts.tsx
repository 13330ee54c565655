import { DatabaseBackup, Eye, KeyRound, ShieldCheck } from "lucide-react";
import type { Environment, PasswordKept } from "../../ipc/bindings";
import { Icon } from "../../parts/Icon";
import { serverWords as words } from "./serverWords";
import { environmentGroups } from "./words";

/** What stands between this connection and a mistake. All of it holds; none of it can be turned off here. */
export function SafetyFacts({ environment, kept }: { environment: Environment; kept: PasswordKept }) {
  const rule = environmentGroups.find((group) => group.id === environment)?.rule;
  const facts = [
    { icon: Eye, title: words.safetySource, text: words.safetySourceText },
    { icon: ShieldCheck, title: words.safetyTarget(environment), text: rule },
    { icon: DatabaseBackup, title: words.safetyBack, text: words.safetyBackText },
    { icon: KeyRound, title: words.safetyPassword, text: words.safetyPasswords[kept.kept] },
  ];
  return (
    <ul className="connection-safety">
      {facts.map((fact) => (
        <li key={fact.title} className="row g5">
          <span className="t2">
            <Icon of={fact.icon} />
          </span>
          <span className="grow">
            <b>{fact.title}</b>
            <span className="sm t2 step-text">{fact.text}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
