import type { ConnectionView } from "../../ipc/bindings";
import { Card, CardBody } from "../../parts/Card";
import { connectionWords as words } from "./words";

/** Which projects name this connection in their plan, and what it is in the open one. */
export function UsedBy({ view, inProject }: { view: ConnectionView; inProject: boolean }) {
  return (
    <Card title={words.usedBy}>
      <CardBody>
        {view.used_by.length === 0 ? (
          <p className="t2">{words.usedByNone}</p>
        ) : (
          <ul className="col g2">
            {view.used_by.map((project) => (
              <li key={project}>{project}</li>
            ))}
          </ul>
        )}
        {inProject && (
          <p className="sm t2 connection-role">
            {words.role}: {roleText(view.role)}
          </p>
        )}
      </CardBody>
    </Card>
  );
}

function roleText(role: string | null): string {
  if (role === "source") return words.roleSource;
  if (role === "target") return words.roleTarget;
  return words.roleNone;
}
