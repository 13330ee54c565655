/** Servers: what a form is filled with, what a paste and a `.env` file held, and tests in seven steps. */
import type {
  ConnectionDetails,
  ConnectionDraft,
  ConnectionTest,
  ConnectionView,
  ConnectionWish,
  EnvFile,
  PasswordKept,
  Problem,
  ServerForm,
  ServerKind,
  TestStep,
} from "../../bindings";
import type { Door } from "../../door";

export const serverKinds: ServerKind[] = [
  {
    kind: "postgres",
    name: "PostgreSQL",
    port: 5432,
    user: "postgres",
    schema: "public",
    address_form: "postgres://user@host:5432/database?schema=public",
  },
  {
    kind: "mysql",
    name: "MySQL and MariaDB",
    port: 3306,
    user: "root",
    schema: null,
    address_form: "mysql://user@host:3306/database",
  },
];

export const serverForm: ServerForm = {
  kind: "postgres",
  host: "db-prod.internal",
  port: 5432,
  database: "assistant",
  user: "migrator",
  schema: "",
  tls: "usual",
  ca: { token: "file-ca", name: "internal-ca.pem" },
  cert: null,
  key: null,
  socket: null,
};

export const pastedDraft: ConnectionDraft = {
  form: serverForm,
  password: "kept-1",
  left_out: ["pgbouncer", "connection_limit"],
  environment: "PROD",
  name: "assistant-db",
  known_as: null,
};

export const envFile: EnvFile = {
  place: "~/services/chatbot/.env",
  found: [
    {
      variables: ["DATABASE_URL"],
      draft: {
        ...pastedDraft,
        form: { ...serverForm, host: "localhost", database: "chatbot", ca: null, port: null },
        password: "kept-2",
        left_out: [],
        environment: "LOCAL",
        name: "chatbot",
      },
    },
    {
      variables: ["ORDERS_DB_HOST", "ORDERS_DB_NAME", "ORDERS_DB_USER", "ORDERS_DB_CONNECTION"],
      draft: {
        form: {
          ...serverForm,
          kind: "mysql",
          host: "stg-2.internal",
          port: 3306,
          database: "orders",
          user: "orders",
          ca: null,
        },
        password: null,
        left_out: [],
        environment: "STAGING",
        name: "orders-stg",
        known_as: null,
      },
    },
  ],
  unusable: [["REPORTS_URL", "it refers to REPORTS_PASSWORD, which the file does not set"]],
};

/** Two servers to stand beside the files, for scenes that want them. */
export const servers: ConnectionView[] = [
  serverView("assistant-db", serverForm, "PROD"),
  serverView(
    "orders-stg",
    { ...serverForm, kind: "mysql", host: "stg-2.internal", port: 3306, database: "orders", ca: null },
    "STAGING",
  ),
];

export function serverView(
  name: string,
  form: ServerForm,
  environment: ConnectionView["environment"],
): ConnectionView {
  const port = form.port ?? serverKinds.find((kind) => kind.kind === form.kind)?.port ?? 0;
  const place = `${form.host}:${String(port)}`;
  return {
    name,
    kind: form.kind,
    address: `${form.kind}://${form.user}@${place}/${form.database}`,
    place,
    environment,
    environment_said: true,
    role: null,
    used_by: [],
    bytes: null,
    there: true,
    last_test: null,
  };
}

export const noKeychain: Problem = {
  code: "DRY-1010",
  what: "The keychain is locked or missing",
  why: "No keychain answers in this session, or it is locked",
  data: "Safe. No database was changed by this.",
  next: [
    {
      text: "Unlock the keychain of this session and try again, or start Drydock again. SQLite files need no password.",
      action: null,
    },
    {
      text: "Or use the password until Drydock is closed; it is saved nowhere then.",
      action: "keep_until_closed",
    },
  ],
  detail: "org.freedesktop.secrets was not provided by any .service files",
};

export const noAddress: Problem = {
  code: "DRY-1011",
  what: "That is not an address of a server",
  why: "An address begins with the kind of database, as in postgres://user@host/database",
  data: "Safe. No database was changed by this.",
  next: [{ text: "Paste the whole address, or fill the form.", action: null }],
  detail: "",
};

export const passwordRefused: Problem = {
  code: "DRY-1004",
  what: "The sign-in of migrator was not accepted",
  why: 'Password authentication failed for user "migrator"',
  data: "Safe. Nothing was read or written.",
  next: [{ text: "Check the user and replace the password, then test again.", action: null }],
  detail: "28P01",
};

const good = (name: string, text: string, took_ms: number | null): TestStep => ({
  name,
  state: "good",
  text,
  took_ms,
  problem: null,
});

const steps: readonly TestStep[] = [
  good("Find the server", "db-prod.internal is 10.4.2.18", 4),
  good("Reach the port", "Port 5432 answers", 22),
  good("Secure connection", "TLS 1.3, and the certificate is that of db-prod.internal", 149),
  good("Sign in", "As migrator", null),
  good("Version", "PostgreSQL 16.4, text in UTF8", 12),
  good("Rights", "All that a source and a target need", 9),
  {
    ...good("Clock and zone", "Its clock is 41 s behind this computer's. Its zone is UTC", 3),
    state: "note",
  },
];

/** A test that has done `at` of its steps; all seven give the verdict. */
export function serverTest(connection: string, at: number): ConnectionTest {
  const whole = at >= steps.length;
  return {
    connection,
    steps: steps.map((step, i) =>
      i < at ? step : { ...step, state: i === at ? "running" : "waiting", text: "", took_ms: null },
    ),
    verdict: whole ? "Ready, with 1 thing to know" : null,
    may:
      at > 5
        ? [
            ["Read tables", true],
            ["Insert and update", true],
            ["Create tables", true],
            ["Drop tables", true],
            ["Add extensions", false],
            ["Read statistics", true],
          ]
        : [],
    stopped: false,
  };
}

/** The same, ended at the sign-in. */
export function refusedTest(connection: string): ConnectionTest {
  const test = serverTest(connection, 3);
  return {
    ...test,
    steps: test.steps.map((step, i) =>
      i === 3 ? { ...step, state: "failed", text: passwordRefused.what, problem: passwordRefused } : step,
    ),
  };
}

/** What the forms of servers need; saving is for who holds the list. */
export function serverWorld(
  one: (name: string) => ConnectionView,
  put: (view: ConnectionView, was: string | null) => ConnectionView,
): Pick<
  Door,
  | "connectionKinds"
  | "connectionDetails"
  | "connectionReadAddress"
  | "connectionReadEnv"
  | "connectionPickFile"
  | "connectionSave"
  | "connectionChange"
  | "connectionTestDraft"
  | "connectionTestCancel"
> {
  const saved = new Map<string, ConnectionDetails>();
  const details = (name: string): ConnectionDetails => {
    const isServer = servers.some((view) => view.name === name);
    return (
      saved.get(name) ?? {
        name,
        form: isServer ? { ...serverForm, kind: one(name).kind } : null,
        password: { kept: isServer ? "keychain" : "nowhere" },
      }
    );
  };
  const passwordOf = (wish: ConnectionWish, was: string | null): PasswordKept => {
    if (wish.password.password === "nothing") return { kept: "nowhere" };
    if (wish.password.password === "unchanged" && was !== null) return details(was).password;
    return { kept: wish.keep };
  };
  const keep = (wish: ConnectionWish, was: string | null): ConnectionView => {
    const before = was === null ? null : one(was);
    const form = wish.form;
    const password = passwordOf(wish, was);
    saved.set(wish.name, { name: wish.name, form, password });
    const view = form === null ? before : serverView(wish.name, form, wish.environment);
    if (view === null) throw new Error("a connection without a form is one that was saved");
    return put({ ...view, name: wish.name, environment: wish.environment }, was);
  };
  return {
    connectionKinds: () => Promise.resolve(serverKinds),
    connectionDetails: (name) => Promise.resolve(details(name)),
    connectionReadAddress: () => Promise.resolve(pastedDraft),
    connectionReadEnv: () => Promise.resolve(envFile),
    connectionPickFile: (_kind, purpose) =>
      Promise.resolve({ token: `file-${purpose}`, name: purpose === "ca" ? "internal-ca.pem" : purpose }),
    connectionSave: (wish) => Promise.resolve(keep(wish, null)),
    connectionChange: (name, wish) => Promise.resolve(keep(wish, name)),
    connectionTestDraft: (form, _password, _of, seen) => stepByStep(form.database, seen),
    connectionTestCancel: () => Promise.resolve(),
  };
}

/** Tells each step as it is reached. */
export function stepByStep(
  connection: string,
  seen: (test: ConnectionTest) => void,
  pace = 120,
): Promise<ConnectionTest> {
  return new Promise((resolve) => {
    const tell = (at: number) => {
      if (at >= steps.length) {
        resolve(serverTest(connection, at));
        return;
      }
      seen(serverTest(connection, at));
      setTimeout(() => tell(at + 1), pace);
    };
    tell(0);
  });
}
