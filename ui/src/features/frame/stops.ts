import type { ProjectView, Stop } from "../../ipc/bindings";
import type { ReturnTrack, StopItem } from "../../parts/LineOfStops";
import { roundTime } from "../../parts/format";
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

/** The way back, once a run has written something and nobody has pressed Keep. */
export function returnTrack(view: ProjectView): ReturnTrack | undefined {
  const { run, undo, stops } = view;
  if (undo === null || run === null || run.kept || !run.can_undo) return undefined;
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

/** The stop that a screen shows; of several on one screen, the one where something is going on. */
export function stopOf(screen: string | undefined, stops: readonly Stop[]): Stop["name"] | undefined {
  const here = stops.filter((stop) => stop.screen === screen);
  const busy = here.find((stop) => stop.state !== "done" && stop.state !== "later");
  return (busy ?? here.findLast((stop) => stop.state === "done") ?? here[0])?.name;
}
