import type { ProjectView, Stop } from "../../ipc/bindings";
import type { ReturnTrack, StopItem } from "../../parts/LineOfStops";
import { roundTime } from "../../parts/format";
import { hasEnded } from "../run/runFeed";
import { screenPath } from "./routes";
import { frameWords, stopNames } from "./words";

/** A project's stops as the line draws them. */
export function stopItems(project: string, stops: readonly Stop[]): StopItem[] {
  return stops.map((stop) => ({
    id: stop.name,
    name: stopNames[stop.name],
    look: stop.state,
    note: stop.note === "" ? undefined : stop.note,
    share: stop.state === "current" ? stop.percent / 100 : undefined,
    href: screenPath(project, stop.screen),
  }));
}

/** The way back, while a run writes and after it, until somebody presses Keep. */
export function returnTrack(view: ProjectView): ReturnTrack | undefined {
  const { run, undo, stops } = view;
  if (undo === null || run === null || run.kept) return undefined;
  // While it is under way the run is stopped first: both are one button of its screen.
  if (!run.can_undo && hasEnded(run.status)) return undefined;
  const reached = stops.filter(
    (stop) => stop.state !== "later" && (stop.name === "migrate" || stop.name === "validate"),
  );
  const from = reached[reached.length - 1];
  if (from === undefined) return undefined;
  return {
    from: from.name,
    to: "back_up",
    text: frameWords.backTrack(roundTime(undo.likely_ms)),
    active: run.status === "failed" || run.status === "stopped",
  };
}

/** The one stop that tells where a project stands: what failed, what waits, what is under way, what is next. */
export function standingAt(stops: readonly Stop[]): Stop | undefined {
  return (
    stops.find((stop) => stop.state === "failed") ??
    stops.find((stop) => stop.state === "attention") ??
    stops.find((stop) => stop.state === "current") ??
    stops.find((stop) => stop.state === "later")
  );
}

/**
 * The stop that a screen shows; of several on one screen, the one where something is going on, or the last that was
 * passed. Before a run comes there, and once it was rolled back, it stands at none of them.
 */
export function stopOf(screen: string | undefined, stops: readonly Stop[]): Stop["name"] | undefined {
  const here = stops.filter((stop) => stop.screen === screen);
  const reached = here.filter((stop) => stop.state !== "later");
  const busy = reached.find((stop) => stop.state !== "done");
  return (busy ?? reached.at(-1) ?? (here.length === 1 ? here[0] : undefined))?.name;
}
