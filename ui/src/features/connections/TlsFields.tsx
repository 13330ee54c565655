import { Choices } from "../../parts/Fields";
import type { Fields } from "./fields";
import { KeptFileField } from "./KeptFileField";
import { serverWords as words, tlsModes } from "./serverWords";

/** How strictly the line is secured, and the files that this takes. */
export function TlsFields({
  fields,
  onChange,
}: {
  fields: Fields;
  onChange: (change: Partial<Fields>) => void;
}) {
  return (
    <>
      <Choices
        label={words.tls}
        value={fields.tls}
        onChange={(tls) => onChange({ tls })}
        options={tlsModes.map(({ id, title, text }) => ({ id, title, text }))}
      />
      <KeptFileField
        label={words.ca}
        kind={fields.kind}
        purpose="ca"
        value={fields.ca}
        none={words.caNone}
        onChange={(ca) => onChange({ ca })}
      />
      <div className="connection-fields">
        <KeptFileField
          label={words.cert}
          kind={fields.kind}
          purpose="cert"
          value={fields.cert}
          onChange={(cert) => onChange({ cert })}
        />
        <KeptFileField
          label={words.key}
          kind={fields.kind}
          purpose="key"
          value={fields.key}
          onChange={(key) => onChange({ key })}
        />
      </div>
    </>
  );
}
