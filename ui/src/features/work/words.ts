/** Words that several screens of a project share. */

export const valueWords = {
  missing: "missing",
  cut: (size: string, exact: string) => `Cut here. The whole value has ${size} (${exact} bytes).`,
} as const;

export const workWords = {
  readAgain: "Read again",
  readAgainText: "Look at it once more.",
  dryRun: "Open Dry run",
  validate: "Open Validate",
} as const;
