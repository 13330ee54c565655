/** Saved connections, and a test of each that goes step by step. */
import type { ConnectionTest, ConnectionView, Environment, Problem, TestStep } from "../../bindings";
import type { Door, Seen } from "../../door";
import { DoorProblem } from "../../problem";
import { serverWorld, stepByStep } from "./servers";

const of = (
  name: string,
  environment: Environment,
  address: string,
  bytes: number | null,
  used: readonly string[],
  role: string | null = null,
): ConnectionView => ({
  name,
  kind: "sqlite",
  address: `sqlite:${address}`,
  place: address,
  environment,
  environment_said: true,
  role,
  used_by: [...used],
  bytes,
  there: bytes !== null,
  last_test: null,
});

export const connections: ConnectionView[] = [
  of("assistant", "PROD", "~/srv/assistant/assistant.db", 641_728_512, ["Support assistant"], "target"),
  of("chat-storage", "LOCAL", "~/services/chat/storage.db", 598_212_608, ["Support assistant"], "source"),
  of("orders", "STAGING", "~/srv/staging/orders.db", 38_273_024, ["Orders archive"]),
  of("ledger", "DEV", "~/dev/ledger.db", 9_412_608, ["Billing export"]),
  of("sessions_v2", "DEV", "~/dev/sessions_v2.db", null, ["Session store"]),
  of("langgraph_agent", "LOCAL", "~/Projects/chatbot/langgraph_agent.db", 94_208, ["Unify app databases"]),
  of("chatbot_memory", "LOCAL", "~/Projects/chatbot/chatbot_memory.sqlite", 1_871_872, [
    "Unify app databases",
  ]),
];

export const notThere: Problem = {
  code: "DRY-1002",
  what: "The file of sessions_v2 is not there",
  why: "Nothing lies at ~/dev/sessions_v2.db. It was moved, renamed or removed.",
  data: "Nothing was read or written.",
  next: [
    { text: "Put the file back, then test again.", action: "read_again" },
    { text: "Delete this connection and add the file where it is now.", action: null },
  ],
  detail: "No such file or directory (os error 2)",
};

export const noDatabase: Problem = {
  code: "DRY-1201",
  what: "notes.db is not a database",
  why: "The file is encrypted, or holds something else.",
  data: "Nothing was changed by looking.",
  next: [{ text: "Choose another file.", action: null }],
  detail: "file is not a database (code 26)",
};

const good = (name: string, text: string, took_ms: number): TestStep => ({
  name,
  state: "good",
  text,
  took_ms,
  problem: null,
});
const steps: readonly TestStep[] = [
  good("Found the file", "~/srv/assistant/assistant.db, 642 MB", 1),
  good("Opened it", "SQLite 3.51.1, UTF-8", 4),
  good("It is a whole database", "The header and the page count agree", 22),
  good("Read the tables", "6 tables, 4 indexes, 1 view", 9),
  {
    ...good(
      "Another program has it open",
      "A -wal file with 214 pages lies beside it. Its rows are read too.",
      2,
    ),
    state: "note",
  },
  good("May write here", "The folder accepts new files", 1),
  good("Free disk: 212 GB", "The way back of a run needs about 642 MB", 1),
];

/** Tells each step as it is reached. */
export function testOf(
  view: ConnectionView,
  seen: Seen<ConnectionTest>,
  pace = 120,
): Promise<ConnectionTest> {
  if (!view.there) return Promise.reject(new DoorProblem(notThere));
  const whole: ConnectionTest = {
    connection: view.name,
    steps: [...steps],
    verdict: "Ready, with 1 thing to know",
    may: [
      ["Read tables", true],
      ["Create tables", true],
      ["Insert and update", true],
      ["Drop tables", true],
      ["Make files beside it", true],
      ["Move while others write", false],
    ],
    stopped: false,
  };
  return new Promise((resolve) => {
    const tell = (at: number) => {
      if (at > steps.length) {
        resolve(whole);
        return;
      }
      seen(halfTest(view.name, at));
      setTimeout(() => tell(at + 1), pace);
    };
    tell(0);
  });
}

/** A test that has done `at` of its steps. */
export function halfTest(connection: string, at: number): ConnectionTest {
  return {
    connection,
    steps: steps.map((step, i) =>
      i < at ? step : { ...step, state: i === at ? "running" : "waiting", text: "", took_ms: null },
    ),
    verdict: null,
    may: [],
    stopped: false,
  };
}

type Connections = {
  [Method in Extract<keyof Door, `connection${string}`>]: Door[Method];
};

export function connectionWorld(initial: readonly ConnectionView[] = connections): Connections {
  let known = [...initial];
  const one = (name: string): ConnectionView => {
    const view = known.find((each) => each.name === name);
    if (view === undefined)
      throw new DoorProblem({ ...notThere, code: "DRY-1012", what: `There is no ${name}` });
    return view;
  };
  const put = (view: ConnectionView, was: string | null): ConnectionView => {
    const at = known.findIndex((each) => each.name === was);
    known = at < 0 ? [...known, view] : known.map((each, i) => (i === at ? view : each));
    return view;
  };
  return {
    connections: () => Promise.resolve(known),
    connectionTest: (name, seen) => {
      const view = one(name);
      return view.kind === "sqlite" ? testOf(view, seen) : stepByStep(name, seen);
    },
    connectionSetEnvironment: (name, environment) =>
      Promise.resolve(put({ ...one(name), environment, environment_said: true }, name)),
    connectionForget: (name) => {
      known = known.filter((each) => each.name !== name);
      return Promise.resolve();
    },
    connectionAdd: (_token, name, environment) =>
      Promise.resolve(put(of(name, environment, `~/Projects/${name}.db`, 94_208, []), null)),
    ...serverWorld(one, put),
  };
}
