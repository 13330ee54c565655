/** What is planted in the practice project, as a first dry run and a look at two fields have found it. */
import type { PlantedView } from "../../bindings";

const problem = (id: string, text: string, found: boolean): PlantedView => ({ id, text, found });

export const planted: PlantedView[] = [
  problem("same-name", "Both files have a table settings, and the plan sends both to one name.", true),
  problem(
    "name-in-other-case",
    "Labels and labels are two tables in two files, and one name in the target.",
    true,
  ),
  problem("orphan", "An attachment belongs to a message that was removed.", true),
  problem("no-key", "The visits have no key, and one line is in there twice.", true),
  problem("broken-text", "One memory ends in the middle of a letter: its text is not valid UTF-8.", false),
  problem("text-for-number", "Two messages hold words where the column says INTEGER.", true),
  problem("two-clocks", "Half of the times count seconds, the other half milliseconds.", true),
  problem("legacy", "A column that nobody has used for years, and that nobody needs.", false),
  problem("vector", "Vectors with -0.0, subnormal numbers and a NaN: any detour would bend them.", false),
  problem(
    "shortened",
    "The end: a trigger in the target shortens notices, so the proof fails. Practise rolling back, then leave the notices out.",
    false,
  ),
];
