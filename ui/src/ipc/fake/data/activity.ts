/** What was done in the invented world, newest first. */
import type { ActivityLine, ActivityPage, Tone } from "../../bindings";

const line = (
  at: string,
  what: string,
  result: string,
  tone: Tone = "info",
  rest: Partial<ActivityLine> = {},
): ActivityLine => ({
  id: `${at} ${what}`,
  at: `2026-11-${at}Z`,
  who: "Ana Petrova",
  what,
  project: "Support assistant",
  result,
  tone,
  plan: "9f2c41d7e0b3a4c6",
  command: null,
  run: null,
  ...rest,
});

export const activity: ActivityLine[] = [
  line("21T10:04:00", "Paused a run", "62 % of 547,190 rows", "warn", { run: "run-7" }),
  line("21T10:02:12", "Started a run", "into assistant on PROD", "info", {
    run: "run-7",
    command: "drydock run plan.toml --confirm assistant",
  }),
  line("21T09:58:31", "Dry run", "Ready to run, 319 left behind", "good", {
    command: "drydock rehearse plan.toml",
  }),
  line("21T09:52:10", "Changed the plan", "Accepted the loss of 26 rows of attachments"),
  line("21T09:44:00", "Dry run", "Nearly ready, 3 decisions", "warn", {
    command: "drydock rehearse plan.toml",
  }),
  line("21T09:15:02", "Tested a connection", "assistant: ready, with 1 thing to know", "good", {
    plan: null,
  }),
  line("20T17:12:44", "Rolled back a run", "assistant is as it was before run 6", "good", {
    run: "run-6",
    command: "drydock undo run-6 --confirm assistant",
  }),
  line("20T17:09:12", "Proved a run", "14 differences in memories", "bad", {
    run: "run-6",
    command: "drydock prove run-6",
  }),
  line("20T16:02:00", "Dry run", "Not ready, 2 steps would fail", "bad", {
    who: "Jonas Meyer",
    command: "drydock rehearse plan.toml",
  }),
  line("18T09:00:12", "Made a project", "from 1 source", "info", { plan: null }),
];

export function activityPage(project: string | null, offset: number, limit: number): ActivityPage {
  const all =
    project === null
      ? [...activity, line("17T12:00:00", "Added a connection", "ledger", "info", { project: null })]
      : activity;
  return { lines: all.slice(offset, offset + limit), total: all.length };
}

/** A long past: more than two pages of it. */
export function longActivity(offset: number, limit: number): ActivityPage {
  const all = Array.from({ length: 431 }, (_, at) => {
    const of = activity[at % activity.length];
    return of === undefined ? [] : [{ ...of, id: `${at}` }];
  }).flat();
  return { lines: all.slice(offset, offset + limit), total: all.length };
}
