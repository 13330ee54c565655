import type { LucideIcon } from "lucide-react";
import {
  CircleCheck,
  CircleDashed,
  CirclePause,
  CirclePlay,
  CircleStop,
  CircleX,
  FlaskConical,
  GitBranch,
  LoaderCircle,
  Lock,
  Monitor,
  TriangleAlert,
  Undo2,
} from "lucide-react";
import type { ReactNode } from "react";
import { Icon } from "./Icon";
import { changeWords, environmentWords, stateWords } from "./words";
import "./chip.css";

export type Tone = "plain" | "good" | "warn" | "bad" | "info" | "mov" | "ac";

export function Chip({
  tone = "plain",
  icon,
  children,
}: {
  tone?: Tone;
  icon?: LucideIcon;
  children: ReactNode;
}) {
  return (
    <span className={`chip chip-${tone}`}>
      {icon && <Icon of={icon} size="xs" />}
      {children}
    </span>
  );
}

export type State = keyof typeof stateWords;

const stateLook: Record<State, { tone: Tone; icon: LucideIcon }> = {
  not_started: { tone: "plain", icon: CircleDashed },
  waiting: { tone: "plain", icon: CircleDashed },
  checking: { tone: "info", icon: LoaderCircle },
  running: { tone: "ac", icon: CirclePlay },
  paused: { tone: "warn", icon: CirclePause },
  finished: { tone: "good", icon: CircleCheck },
  finished_with_losses: { tone: "warn", icon: TriangleAlert },
  stopped: { tone: "warn", icon: CircleStop },
  failed: { tone: "bad", icon: CircleX },
  rolled_back: { tone: "plain", icon: Undo2 },
};

/** A state of work, in the only words used for it. */
export function StatusChip({ state }: { state: State }) {
  const look = stateLook[state];
  return (
    <Chip tone={look.tone} icon={look.icon}>
      {stateWords[state]}
    </Chip>
  );
}

export type EnvironmentName = keyof typeof environmentWords;

const environmentIcon: Record<EnvironmentName, LucideIcon> = {
  LOCAL: Monitor,
  DEV: GitBranch,
  STAGING: FlaskConical,
  PROD: Lock,
};

/** Where a store stands: glyph, colour and word together, never the colour alone. */
export function EnvChip({ env }: { env: EnvironmentName }) {
  return (
    <span className={`env env-${env.toLowerCase()}`}>
      <Icon of={environmentIcon[env]} size="xs" />
      {environmentWords[env]}
    </span>
  );
}

export type Change = keyof typeof changeWords;
const changeGlyph: Record<Change, string> = {
  added: "+",
  removed: "−",
  changed: "~",
  renamed: ">",
  same: "=",
};

/** The sign before a changed thing. `label={false}` where a word already stands beside it. */
export function ChangeGlyph({ change, label = true }: { change: Change; label?: boolean }) {
  return (
    <span className={`glyph glyph-${change}`}>
      <span aria-hidden="true">{changeGlyph[change]}</span>
      {label && <span className="sr-only">{changeWords[change]}</span>}
    </span>
  );
}

const storeLetters: Record<string, string> = {
  postgres: "Pg",
  mysql: "My",
  sqlite: "SL",
  mongodb: "Mg",
  redis: "Rd",
  cosmos: "Cs",
  files: "{ }",
  archive: "Ar",
};

/** The tile of a kind of store. Its name stands beside it, so the tile itself is silent. */
export function StoreIcon({ kind, size = "m" }: { kind: string; size?: "s" | "m" | "l" }) {
  const known = kind in storeLetters;
  return (
    <span className={`store store-${size}`} data-kind={known ? kind : "other"} aria-hidden="true">
      {storeLetters[kind] ?? kind.slice(0, 2)}
    </span>
  );
}
