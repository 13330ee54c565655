/** The words of the parts. One word for one thing: these and no others, on every screen. */

export const stateWords = {
  not_started: "Not started",
  waiting: "Waiting",
  checking: "Checking",
  running: "Running",
  paused: "Paused",
  finished: "Finished",
  finished_with_losses: "Finished with losses",
  stopped: "Stopped",
  failed: "Failed",
  rolled_back: "Rolled back",
} as const;

export const environmentWords = {
  LOCAL: "LOCAL",
  DEV: "DEV",
  STAGING: "STAGING",
  PROD: "PROD",
} as const;

export const changeWords = {
  added: "added",
  removed: "removed",
  changed: "changed",
  renamed: "renamed",
  same: "same",
} as const;

export const stopStateWords = {
  done: "done",
  current: "current",
  attention: "needs attention",
  failed: "failed",
  later: "later",
} as const;

export const partWords = {
  cancel: "Cancel",
  close: "Close",
  copy: "Copy",
  copied: "Copied",
  copyCommand: "Copy as command",
  clear: "Clear",
  dismiss: "Dismiss",
  showTable: "Show as table",
  showChart: "Show as chart",
  time: "Time",
  loading: "Loading",
  notifications: "Notifications",
  lineOfStops: "Line of stops",
  step: (at: number, of: number) => `step ${at} of ${of}`,
  problem: {
    what: "What happened",
    why: "Why",
    data: "Your data",
    next: "What to do next",
    detail: "Technical details",
    copy: "Copy report without secrets",
    recommended: "Recommended",
    code: (code: string) => `error ${code}`,
  },
  blockers: {
    fix: "Yours to fix:",
    wait: "Clears by itself:",
  },
  confirm: {
    undoable: (from: string) => `Can be undone from ${from}`,
    final: "Cannot be undone",
    type: "Type",
    toConfirm: "to confirm",
    lettersLeft: (count: number) => (count === 1 ? "1 letter to go" : `${count} letters to go`),
    rest: "Opens after a short pause, to read this once more.",
    differs: "This is not the name yet",
  },
} as const;
