import { plural } from "../../parts/format";

export const sampleWords = {
  title: "Practice project",
  found: (found: number, all: number) => `${found} of ${plural(all, "# problem", "# problems")} found`,
  where:
    "They show in Map when you look at a field, in the dry run, and in the proof. Nothing here belongs to anyone: try everything.",
  isFound: "Found:",
  notYet: "Not found yet:",
  loading: "Reading what was found",
  unread: "What was found could not be read",
  readAgain: "Read again",
  startAgain: "Start again…",
  askTitle: "Start the practice project again?",
  removes: "Its plan, dry runs, runs and ways back, and the target as it is now",
  makes: "The project as it was at first, with every problem still to find",
  confirm: "Start again",
  started: "The practice project starts again",
  startedText: "Every problem is there to be found once more.",
} as const;
