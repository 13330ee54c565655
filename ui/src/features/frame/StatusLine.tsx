import { useLocation } from "@tanstack/react-router";
import { CopyCommand } from "../../parts/CopyCommand";
import { Icon } from "../../parts/Icon";
import { useStudioInfo } from "./queries";
import { useStatusFacts } from "./status";
import { frameWords } from "./words";

/** The last line of the window: state and counts of the screen, and the command that does the same. */
export function StatusLine() {
  const shown = useStatusFacts((state) => state.shown);
  const info = useStudioInfo().data;
  const inProject = useLocation({ select: (location) => location.pathname.startsWith("/p/") });

  return (
    <>
      {shown?.icon && (
        <span className={shown.tone}>
          <Icon of={shown.icon} size="s" />
        </span>
      )}
      {shown?.facts.map((fact, at) => (
        <span key={at} className="ellipsis">
          {fact}
        </span>
      ))}
      {shown === null && info && <span>{frameWords.version(info.version)}</span>}
      <span className="grow" />
      {!inProject && info && (
        <>
          <span className="nowrap">
            {frameWords.secrets}{" "}
            <b>{info.keychain.state === "ready" ? info.keychain.name : frameWords.noKeychain}</b>
          </span>
          <span className="nowrap">{frameWords.stays}</span>
        </>
      )}
      {shown?.command !== undefined && <CopyCommand command={shown.command} />}
    </>
  );
}
