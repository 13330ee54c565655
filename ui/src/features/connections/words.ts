import type { Environment } from "../../ipc/bindings";
import { plural } from "../../parts/format";

export const connectionWords = {
  title: "Connections",
  saved: (count: number) =>
    `${plural(count, "# saved", "# saved")}. Addresses only: no secret is kept with them.`,
  filter: "Filter by name, address or kind",
  list: "Saved connections",
  noMatch: "No connection matches",
  add: "Add connection…",
  addTitle: "Add a connection",
  addText: "The file stays where it is. Drydock remembers its address under a name.",
  addPick: "Choose a file…",
  addOther: "Choose another file…",
  addWhich: "Which of these?",
  addName: "Name",
  addNameTaken: "Another connection has this name.",
  addNameEmpty: "A connection needs a name.",
  addSave: "Add connection",
  cancelAdd: "Cancel",
  addEnvironment: "Which kind of database is this?",
  empty: "No connections yet",
  emptyText: "A connection is the saved address of a database. Choose a file to make the first one.",
  loading: "Reading the saved connections",
  isThere: (name: string, there: boolean) => (there ? `${name} is there` : `${name} is not there`),
  there: "There",
  notThere: "Not there",
  address: "Address",
  kind: "Kind",
  size: "Size",
  role: "In this project",
  roleSource: "Source. It is only read.",
  roleTarget: "Target",
  roleNone: "Not used",
  environment: "Environment",
  copyAddress: "Copy the address",
  copied: "Copied",
  test: "Test",
  testNamed: (name: string) => `Test ${name}`,
  testAgain: "Test again",
  testing: "Testing",
  notTested: "Not tested",
  notTestedText:
    "The test opens the database, looks at what it holds and what may be done, and changes nothing.",
  failed: "The test found a problem",
  can: "What this account can do",
  cannot: "no",
  usedBy: "Used by",
  usedByNone: "No project uses this connection.",
  forget: "Forget…",
  forgetTitle: (name: string) => `Forget ${name}?`,
  forgetLine: "The saved name and address. The database itself stays as it is.",
  forgetUsed: (projects: string) => `Plans that name it: ${projects}. They will not find it any more.`,
  forgetUndo: "Can be undone by adding the same file again",
  forgetDo: "Forget",
  forgotten: (name: string) => `${name} is forgotten`,
  lowerTitle: (name: string, to: Environment) => `Treat ${name} as ${to}?`,
  lowerLine: (from: Environment, to: Environment) =>
    `The guards of ${from} no longer stand before a run, those of ${to} do`,
  lowerUndo: "Can be undone here at any time",
  lowerDo: (to: Environment) => `Treat as ${to}`,
  steps: "Steps of the test",
} as const;

export const environmentGroups: readonly { id: Environment; name: string; rule: string }[] = [
  { id: "PROD", name: "Production", rule: "Dry run up to date. Type its name to run." },
  { id: "STAGING", name: "Staging", rule: "Dry run up to date, and a pause before Run." },
  { id: "DEV", name: "Development", rule: "A dry run before the first run." },
  { id: "LOCAL", name: "This computer", rule: "Dry run offered, no further questions." },
];

/** How much stands between a person and a write, least first. */
export const guardOrder: readonly Environment[] = ["LOCAL", "DEV", "STAGING", "PROD"];

export const kindNames: Partial<Record<string, string>> = {
  sqlite: "SQLite file",
  postgres: "PostgreSQL",
  mysql: "MySQL",
  mongodb: "MongoDB",
  redis: "Redis",
  cosmos: "Cosmos DB",
  files: "Folder of files",
  archive: "Archive",
};
