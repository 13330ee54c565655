import { Copy } from "lucide-react";
import type { Environment, StudioInfo } from "../../ipc/bindings";
import { Button } from "../../parts/Button";
import { Card, CardBody } from "../../parts/Card";
import { Chip, EnvChip } from "../../parts/Chip";
import { useCopied } from "../../parts/CopyCommand";
import { Setting } from "./Setting";
import { settingsWords as words } from "./words";

const environments: readonly Environment[] = ["LOCAL", "DEV", "STAGING", "PROD"];

/** What is asked for where. It is the core that asks; this only says so. */
export function SafetySettings() {
  const { safety } = words;
  return (
    <Card title={safety.title}>
      <CardBody className="t2">{safety.text}</CardBody>
      <table className="setting-facts" aria-label={safety.label}>
        <thead>
          <tr>
            <th scope="col">{safety.env}</th>
            <th scope="col">{safety.dryRun}</th>
            <th scope="col">{safety.confirm}</th>
            <th scope="col">{safety.backup}</th>
          </tr>
        </thead>
        <tbody>
          {environments.map((env) => (
            <tr key={env}>
              <th scope="row">
                <EnvChip env={env} />
              </th>
              <td>{safety.rules[env].dryRun}</td>
              <td>{safety.rules[env].confirm}</td>
              <td>{safety.backupAlways}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

export function StorageSettings({ info }: { info: StudioInfo }) {
  const { storage } = words;
  const [copied, copy] = useCopied();
  return (
    <Card title={storage.title}>
      <Setting
        name={storage.home}
        help={
          <>
            {storage.homeHelp}
            <code className="setting-path selectable">{info.home}</code>
          </>
        }
      >
        <Button size="s" icon={Copy} onPress={() => copy(info.home)}>
          {copied ? storage.copied : storage.copyPath}
        </Button>
      </Setting>
    </Card>
  );
}

export function SecretsSettings({ info }: { info: StudioInfo }) {
  const { secrets } = words;
  const { keychain } = info;
  const ready = keychain.state === "ready";
  return (
    <Card title={secrets.title}>
      <Setting
        name={ready ? keychain.name : secrets.keychain}
        help={
          ready ? (
            secrets.help
          ) : (
            <>
              <b className="t1">{keychain.problem.what}.</b> {keychain.problem.why}
              <br />
              {keychain.problem.next.map((next) => next.text).join(" ")}
            </>
          )
        }
        more={
          !ready &&
          keychain.problem.detail !== "" && (
            <details className="sm t2">
              <summary>{secrets.details}</summary>
              <code className="setting-path selectable">{keychain.problem.detail}</code>
            </details>
          )
        }
      >
        <Chip tone={ready ? "good" : "warn"}>{ready ? secrets.ready : secrets.missing}</Chip>
      </Setting>
    </Card>
  );
}

export function AboutSettings({ info }: { info: StudioInfo }) {
  const { about } = words;
  return (
    <Card title={about.title}>
      <Setting name={about.version} help={about.stays}>
        <span className="num">{info.version}</span>
      </Setting>
      <Setting name={about.person} help={about.personHelp}>
        {info.person}
      </Setting>
    </Card>
  );
}
