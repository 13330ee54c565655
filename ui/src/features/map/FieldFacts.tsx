import { ScanSearch } from "lucide-react";
import type { FieldProfile, MapField, MapTable } from "../../ipc/bindings";
import { problemOf } from "../../ipc/problem";
import { Button } from "../../parts/Button";
import { count, percent } from "../../parts/format";
import { Meter } from "../../parts/Meter";
import { SkeletonRows } from "../../parts/Skeleton";
import { Value } from "../work/Value";
import { useFieldProfile } from "./useMap";
import { kindWords, mapWords as words } from "./words";

/** What is really in a field, value by value. Reading a large table is asked for, and can be broken off. */
export function FieldFacts({ project, table, field }: { project: string; table: MapTable; field: MapField }) {
  const { profile, reading, failure, start, cancel } = useFieldProfile(
    project,
    table.from,
    field.from,
    table.rows,
  );
  return (
    <div className="map-section">
      <h3>{words.whatWasFound}</h3>
      {profile !== undefined ? (
        <Profile profile={profile} />
      ) : reading ? (
        <div className="map-reading">
          <SkeletonRows
            label={words.readingValues(table.rows)}
            showLabel
            rows={3}
            action={
              <Button size="s" variant="quiet" onPress={cancel}>
                {words.cancel}
              </Button>
            }
          />
        </div>
      ) : (
        <>
          {failure !== null && (
            <p role="alert" className="sm bad">
              {problemOf(failure).what}. {problemOf(failure).why}
            </p>
          )}
          <p className="sm t2">{words.readNote(table.rows)}</p>
          <div>
            <Button size="s" icon={ScanSearch} onPress={start}>
              {words.readValues}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

function Profile({ profile }: { profile: FieldProfile }) {
  const bars = [
    ...profile.types
      .filter((type) => type.kind !== "null")
      .map((type) => ({ name: kindWords[type.kind] ?? type.kind, of: type.count, tone: "ac" as const })),
    ...(profile.nulls > 0 ? [{ name: words.nullRows, of: profile.nulls, tone: "plain" as const }] : []),
    ...(profile.empty > 0 ? [{ name: words.emptyRows, of: profile.empty, tone: "plain" as const }] : []),
  ];
  return (
    <>
      <ul className="map-bars">
        {bars.map((bar) => (
          <li key={bar.name} className="sm">
            <span className="ellipsis">{bar.name}</span>
            <Meter
              label={bar.name}
              valueText={`${count(bar.of)}, ${percent(profile.rows === 0 ? 0 : bar.of / profile.rows, 1)}`}
              max={profile.rows}
              parts={[{ value: bar.of, tone: bar.tone }]}
            />
            <span className="num t2">{count(bar.of)}</span>
          </li>
        ))}
      </ul>
      <dl className="facts sm">
        {profile.min !== null && profile.max !== null && (
          <>
            <dt>{words.range}</dt>
            <dd>
              <Value of={profile.min} />
              <br />
              <Value of={profile.max} />
            </dd>
          </>
        )}
        {profile.longest > 0 && (
          <>
            <dt>{words.longest}</dt>
            <dd className="num">{words.bytes(profile.longest)}</dd>
          </>
        )}
        {profile.examples.length > 0 && (
          <>
            <dt>{words.examples}</dt>
            <dd className="col">
              {profile.examples.map((example, at) => (
                <Value key={at} of={example} />
              ))}
            </dd>
          </>
        )}
        {profile.time_forms.length > 0 && (
          <>
            <dt>{words.times}</dt>
            <dd>
              {profile.time_forms.map(([form, times]) => (
                <span key={form} className="row g3">
                  <span className="grow">{form}</span>
                  <span className="num t2">{count(times)}</span>
                </span>
              ))}
            </dd>
          </>
        )}
      </dl>
    </>
  );
}
