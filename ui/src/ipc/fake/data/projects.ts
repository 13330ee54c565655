/** The invented world's projects. Their figures agree from screen to screen. */
import type {
  Attention,
  Counter,
  Environment,
  Found,
  Problem,
  ProjectCard,
  ProjectView,
  Route,
  Stop,
  StopName,
  StopState,
  StudioInfo,
} from "../../bindings";

const order: readonly { name: StopName; screen: Stop["screen"] }[] = [
  { name: "connect", screen: "connections" },
  { name: "map", screen: "map" },
  { name: "dry_run", screen: "dry-run" },
  { name: "back_up", screen: "backups" },
  { name: "create", screen: "run" },
  { name: "migrate", screen: "run" },
  { name: "validate", screen: "validate" },
];

/** `stops("done:2 of 2", "current:..", ...)`: the state of each stop and the words below it. */
export function stops(...states: readonly string[]): Stop[] {
  return order.map(({ name, screen }, at) => {
    const [state = "later", note = "", percent = "0"] = (states[at] ?? "later").split(":");
    return { name, screen, state: state as StopState, note, percent: Number(percent) };
  });
}

const sqlite = (name: string, environment: Environment) => ({ kind: "sqlite", name, environment });
const route = (sources: readonly string[], target: string, environment: Environment): Route => ({
  sources: sources.map((name) => sqlite(name, "LOCAL")),
  target: sqlite(target, environment),
});

const proofFailed: Attention = {
  tone: "bad",
  title: "Validation found 14 missing rows",
  text: "embeddings has 6,500 rows, expected 6,514. The old data is still in place.",
  screen: "validate",
  action: "See the 14 rows",
};
const paused: Attention = {
  tone: "warn",
  title: "Run 3 is paused",
  text: "orders_2025, at 61 %. It goes on where it stopped.",
  screen: "run",
  action: "Open the run",
};
const keep: Attention = {
  tone: "warn",
  title: "Finished, and not kept yet",
  text: "The way back takes 38 MB until you press Keep or roll back.",
  screen: "backups",
  action: "Keep or roll back",
};

export const cards: ProjectCard[] = [
  {
    id: "assistant",
    name: "Support assistant",
    route: route(["chat-storage"], "assistant", "PROD"),
    stops: stops("done:2 of 2", "done:31 of 34 fields", "attention:3 decisions"),
    next: {
      reason: "3 decisions before this can run on production",
      label: "Review decisions",
      screen: "dry-run",
    },
    edited_at: "2026-11-21T09:52:00Z",
    last_backup_at: "2026-11-20T22:10:00Z",
    missing: false,
    sample: false,
    pinned: false,
    attention: [],
  },
  {
    id: "billing",
    name: "Billing export",
    route: route(["billing", "ledger-2025"], "ledger", "DEV"),
    stops: stops("done", "done", "done", "done", "done", "done", "failed:14 rows missing"),
    next: { reason: "The proof does not hold", label: "See the 14 rows", screen: "validate" },
    edited_at: "2026-11-21T08:02:00Z",
    last_backup_at: "2026-11-21T07:58:00Z",
    missing: false,
    sample: false,
    pinned: false,
    attention: [proofFailed],
  },
  {
    id: "orders",
    name: "Orders archive",
    route: route(["orders_2024", "orders_2025"], "orders", "STAGING"),
    stops: stops("done", "done", "done", "done:38 MB", "done", "current:61 %:61", "later"),
    next: { reason: "Run 3 is paused", label: "Open the run", screen: "run" },
    edited_at: "2026-11-20T16:40:00Z",
    last_backup_at: "2026-11-20T16:21:00Z",
    missing: false,
    sample: false,
    pinned: true,
    attention: [paused],
  },
  {
    id: "unify",
    name: "Unify app databases",
    route: route(["langgraph_agent", "chatbot_memory"], "unified_app", "LOCAL"),
    stops: stops("done", "done", "current:ready", "later"),
    next: { reason: "The plan is complete", label: "Dry run", screen: "dry-run" },
    edited_at: "2026-11-21T08:40:00Z",
    last_backup_at: null,
    missing: false,
    sample: false,
    pinned: false,
    attention: [],
  },
  {
    id: "sessions",
    name: "Session store",
    route: route(["sessions"], "sessions_v2", "DEV"),
    stops: stops("done", "done", "done", "done", "done", "done", "done:27 checks"),
    next: { reason: "Everything arrived", label: "Keep or roll back", screen: "backups" },
    edited_at: "2026-11-03T11:15:00Z",
    last_backup_at: "2026-11-03T11:11:00Z",
    missing: false,
    sample: false,
    pinned: false,
    attention: [keep],
  },
  {
    id: "harbour-chat",
    name: "Harbour chat",
    route: route(["harbour-chat"], "harbour", "LOCAL"),
    stops: stops("done", "current:28 of 31 fields"),
    next: { reason: "3 fields have no place yet", label: "Map them", screen: "map" },
    edited_at: "2026-11-01T18:30:00Z",
    last_backup_at: null,
    missing: false,
    sample: true,
    pinned: false,
    attention: [],
  },
  {
    id: "kiosk",
    name: "Kiosk survey",
    route: route(["survey"], "survey_2026", "LOCAL"),
    stops: stops("attention:folder not found"),
    next: { reason: "The folder is not where it was", label: "Find", screen: "projects" },
    edited_at: "2026-10-12T10:00:00Z",
    last_backup_at: null,
    missing: true,
    sample: false,
    pinned: false,
    attention: [],
  },
];

const counters: Counter[] = [
  { screen: "connections", text: "2", tone: "info" },
  { screen: "map", text: "31/34", tone: "info" },
  { screen: "dry-run", text: "3", tone: "warn" },
  { screen: "backups", text: "5", tone: "info" },
];

export const views: ProjectView[] = cards.map((card) => ({
  id: card.id,
  name: card.name,
  plan_file: `~/Migrations/${card.id}/plan.toml`,
  route: card.route,
  environment: card.route.target?.environment ?? "LOCAL",
  stops: card.stops,
  counters: card.id === "assistant" ? counters : [{ screen: "connections", text: "2", tone: "info" }],
  next: card.next,
  run: null,
  undo: null,
  sample: card.sample,
}));

export const studioInfo: StudioInfo = {
  version: "0.1.0",
  home: "/home/ana/.local/share/drydock",
  keychain: { state: "ready", name: "Secret Service" },
  stores: [],
  person: "Ana Petrova",
};

export const keychainMissing: Problem = {
  code: "DRY-1010",
  what: "The keychain is locked or missing",
  why: "No Secret Service answers in this session.",
  data: "Safe. No secret was written anywhere else.",
  next: [{ text: "Unlock the keychain, then start Drydock again.", action: null }],
  detail: "org.freedesktop.secrets was not provided by any .service files",
};

export const sampleFind: Found = {
  token: "found-1",
  place: "~/Projects/chatbot/Storage",
  stores: [
    {
      token: "store-1",
      kind: "sqlite",
      name: "langgraph_agent",
      file: "langgraph_agent.db",
      tables: 6,
      rows: 14,
      bytes: 94_208,
      notes: [],
    },
    {
      token: "store-2",
      kind: "sqlite",
      name: "chatbot_memory",
      file: "chatbot_memory.sqlite",
      tables: 2,
      rows: 318,
      bytes: 1_871_872,
      notes: ["with rows in its -wal file"],
    },
  ],
  unusable: [],
  plan_file: null,
  env_files: [],
};

export const projectGone: Problem = {
  code: "DRY-1501",
  what: "The project's folder is not where it was",
  why: "Nothing lies at ~/Migrations/assistant any more.",
  data: "Safe. Drydock has changed nothing.",
  next: [{ text: "Open the project where it is now.", action: "choose_file" }],
  detail: "~/Migrations/assistant/plan.toml: No such file or directory (os error 2)",
};
