import { fails, never } from "../base";
import { longActivity } from "../data/activity";
import { notThere } from "../data/connections";
import { finished, running, withRun } from "../data/run";
import { undoPoints, undoPreview } from "../data/undo";
import type { Scene } from "../scene";

const backups = "/p/assistant/backups";
const activity = "/p/assistant/activity";
const later = undoPoints[1];

export const keepScenes: readonly Scene[] = [
  { name: "backups", at: backups, door: withRun(finished), densities: true, sizes: [[1024, 680]] },
  { name: "backups-studio", at: "/backups" },
  {
    name: "backups-changed",
    at: backups,
    door: () => ({
      undoPreview: () => Promise.resolve({ ...undoPreview, point: later ?? undoPreview.point }),
    }),
    steps: [{ click: "role=option[name=/Before run 6/]" }, { waitFor: "text=Something else wrote" }],
  },
  {
    name: "backups-damaged",
    at: backups,
    steps: [{ click: "role=option[name=/Before run 4/]" }, { waitFor: "text=This way back is damaged" }],
  },
  {
    name: "backups-roll-back",
    at: backups,
    steps: [{ click: 'role=button[name="Roll back…"]' }, { waitFor: "role=alertdialog" }],
  },
  { name: "backups-reading", at: backups, door: () => ({ undoPreview: never }) },
  { name: "backups-unread", at: backups, door: () => ({ undoPreview: fails(notThere) }) },
  {
    name: "backups-during-run",
    at: backups,
    door: (base) => ({ ...withRun(running)(base), undoPoints: () => Promise.resolve(undoPoints.slice(1)) }),
  },
  {
    name: "backups-first-run",
    at: backups,
    door: (base) => ({ ...withRun(running)(base), undoPoints: () => Promise.resolve([]) }),
  },
  { name: "backups-empty", at: backups, door: () => ({ undoPoints: () => Promise.resolve([]) }) },
  { name: "backups-loading", at: backups, door: () => ({ undoPoints: never }) },
  { name: "backups-failed", at: backups, door: () => ({ undoPoints: fails(notThere) }) },

  { name: "activity", at: activity, densities: true, sizes: [[1024, 680]] },
  { name: "activity-studio", at: "/activity" },
  {
    name: "activity-pages",
    at: activity,
    door: () => ({ activity: (_project, offset, limit) => Promise.resolve(longActivity(offset, limit)) }),
    steps: [{ click: 'role=button[name="Older"]' }, { waitFor: "text=101 to 200" }],
  },
  {
    name: "activity-attention",
    at: activity,
    steps: [{ click: 'role=radio[name="Warnings and failures"]' }],
  },
  {
    name: "activity-none-found",
    at: activity,
    steps: [{ click: "role=searchbox" }, { type: "nothing of that name" }],
  },
  {
    name: "activity-empty",
    at: activity,
    door: () => ({ activity: () => Promise.resolve({ lines: [], total: 0 }) }),
  },
  { name: "activity-loading", at: activity, door: () => ({ activity: never }) },
  { name: "activity-failed", at: activity, door: () => ({ activity: fails(notThere) }) },
];
