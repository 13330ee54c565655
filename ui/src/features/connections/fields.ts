/** What the form of a connection holds while it is edited, and what becomes of it. */
import type {
  ConnectionDetails,
  ConnectionDraft,
  ConnectionWish,
  Environment,
  PasswordChoice,
  PasswordPlace,
  ServerForm,
  ServerKind,
} from "../../ipc/bindings";
import { serverWords as words } from "./serverWords";

/** A form as it is typed: a port may be half a number for a while. */
export type Fields = Omit<ServerForm, "port"> & { port: string };

export interface Edited {
  name: string;
  /** None for a store that is a file: only its name can be changed. */
  fields: Fields | null;
  password: PasswordChoice;
}

/** What an address that was pasted said beside the fields. */
export interface Filled {
  leftOut: readonly string[];
  environment: Environment;
  knownAs: string | null;
}

/** The one connection that is being made or changed and is not saved yet. */
export interface Draft {
  /** The saved connection that it changes, or none for a new one. */
  of: string | null;
  /** What it began as; none where there is something to lose from the start, as after a paste. */
  before: Edited | null;
  now: Edited;
  /** Of a new one: a saved connection has its own. None until it is guessed or said. */
  environment: Environment | null;
  guessed: boolean;
  /** Made after a saved one, whose password stays with it. */
  copied: boolean;
  filled: Filled | null;
}

export const toFields = (form: ServerForm): Fields => ({
  ...form,
  port: form.port === null ? "" : String(form.port),
});

export function toForm(fields: Fields): ServerForm {
  const port = fields.port.trim();
  return {
    ...fields,
    host: fields.host.trim(),
    database: fields.database.trim(),
    user: fields.user.trim(),
    schema: fields.schema.trim(),
    port: port === "" ? null : Number(port),
  };
}

export function savedAs({ name, form }: ConnectionDetails): Edited {
  return { name, fields: form === null ? null : toFields(form), password: { password: "unchanged" } };
}

export const passwordOf = (draft: ConnectionDraft): PasswordChoice =>
  draft.password === null ? { password: "nothing" } : { password: "draft", token: draft.password };

export const filledBy = (draft: ConnectionDraft): Filled => ({
  leftOut: draft.left_out,
  environment: draft.environment,
  knownAs: draft.known_as,
});

/** A new connection, filled with what an address said. */
export function draftOf(read: ConnectionDraft): Draft {
  return {
    of: null,
    before: null,
    now: { name: read.name, fields: toFields(read.form), password: passwordOf(read) },
    environment: read.environment,
    guessed: true,
    copied: false,
    filled: filledBy(read),
  };
}

/** A new connection with nothing filled in. Nothing can be guessed yet, so its environment is asked for. */
export function blankDraft(kind: string): Draft {
  const now: Edited = {
    name: "",
    fields: {
      kind,
      host: "",
      port: "",
      database: "",
      user: "",
      schema: "",
      tls: "usual",
      ca: null,
      cert: null,
      key: null,
      socket: null,
    },
    password: { password: "nothing" },
  };
  return { of: null, before: now, now, environment: null, guessed: false, copied: false, filled: null };
}

/** The same place under another name. A password is not copied: it stays with the name that it was saved under. */
export function duplicateOf(edited: Edited, environment: Environment, taken: readonly string[]): Draft {
  return {
    of: null,
    before: null,
    now: { ...edited, name: freeName(edited.name, taken), password: { password: "nothing" } },
    environment,
    guessed: false,
    copied: true,
    filled: null,
  };
}

function freeName(name: string, taken: readonly string[]): string {
  for (let number = 2; ; number += 1) {
    const free = `${name}-${number}`;
    if (!taken.includes(free)) return free;
  }
}

/** An address was pasted over what is there. It says everything but the name; a password it lacks stays as it was. */
export function withRead(draft: Draft, read: ConnectionDraft): Draft {
  const now: Edited = {
    name: draft.now.name === "" ? read.name : draft.now.name,
    fields: toFields(read.form),
    password: read.password === null ? draft.now.password : passwordOf(read),
  };
  const guess = draft.of === null && (draft.environment === null || draft.guessed);
  return {
    ...draft,
    now,
    environment: guess ? read.environment : draft.environment,
    guessed: guess || draft.guessed,
    filled: filledBy(read),
  };
}

export const isSame = (a: Edited, b: Edited): boolean => JSON.stringify(a) === JSON.stringify(b);

/** There is something that would be lost. */
export const isUnsaved = (draft: Draft | null): draft is Draft =>
  draft !== null && (draft.before === null || !isSame(draft.before, draft.now));

export type FieldProblems = Partial<Record<"name" | "port" | "password" | "environment", string>>;

/** What must be put right before it can be saved, by field. */
export function problemsOf(edited: Edited, taken: readonly string[], of: string | null): FieldProblems {
  const name = edited.name.trim();
  const problems: FieldProblems = {};
  if (name === "") problems.name = words.nameEmpty;
  else if (name !== of && taken.includes(name)) problems.name = words.nameTaken;
  if (edited.fields !== null && !isPort(edited.fields.port)) problems.port = words.portBad;
  if (edited.password.password === "typed" && edited.password.text === "")
    problems.password = words.passwordEmpty;
  return problems;
}

function isPort(text: string): boolean {
  const port = text.trim();
  return port === "" || (/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535);
}

export function wishOf(edited: Edited, environment: Environment, keep: PasswordPlace): ConnectionWish {
  return {
    name: edited.name.trim(),
    form: edited.fields === null ? null : toForm(edited.fields),
    environment,
    password: edited.password,
    keep,
  };
}

/** Another kind of server: what only the former kind has does not go with it. */
export function withKind(fields: Fields, kind: ServerKind): Fields {
  return { ...fields, kind: kind.kind, schema: kind.schema === null ? "" : fields.schema, socket: null };
}
