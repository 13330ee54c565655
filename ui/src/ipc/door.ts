/**
 * The one door to the outside. Everything the window knows or asks for goes through here, so all
 * of it can run in a browser tab against a fake door, which is how screens are tested.
 *
 * One method a command, under the command's name. A method that fails throws a DoorProblem. Methods
 * that start with `watch`, and those that take a `seen`, hand over whole states, never changes to them.
 */
import { createContext, useContext } from "react";
import type {
  ActivityPage,
  CompareView,
  ConnectionDetails,
  ConnectionDraft,
  ConnectionTest,
  ConnectionView,
  ConnectionWish,
  EnvFile,
  Environment,
  FieldProfile,
  FilePurpose,
  Found,
  Gate,
  KeptFile,
  LeftPage,
  MapView,
  NewProject,
  PasswordChoice,
  Pick,
  PlanEdit,
  PlantedView,
  Problem,
  ProjectCard,
  ProjectView,
  Rehearsal,
  RehearsalView,
  RunLine,
  RunView,
  ServerForm,
  ServerKind,
  StudioInfo,
  UndoPoint,
  UndoPreview,
  ValidateView,
} from "./bindings";

export type Unwatch = () => void;
export type Seen<T> = (state: T) => void;

/** A file or folder held over the window, and what Drydock found in it once it is let go. */
export type Drop =
  | { kind: "over" }
  | { kind: "left" }
  | { kind: "found"; found: Found }
  | { kind: "problem"; problem: Problem };

export interface Door {
  studioInfo(): Promise<StudioInfo>;
  /** A preference as JSON text, or null when it was never set. */
  settingsGet(key: string): Promise<string | null>;
  settingsSet(key: string, json: string): Promise<void>;
  /** 1 is the natural size. */
  setZoom(factor: number): Promise<void>;

  projects(): Promise<ProjectCard[]>;
  projectOpen(id: string): Promise<ProjectView>;
  projectForget(id: string): Promise<void>;
  projectPin(id: string, pinned: boolean): Promise<void>;
  projectRename(id: string, name: string): Promise<ProjectView>;
  sampleOpen(): Promise<ProjectView>;
  sampleReset(): Promise<ProjectView>;
  sampleProblems(): Promise<PlantedView[]>;
  /** Opens the system's own dialog; null when the person cancels. */
  pick(what: Pick): Promise<Found | null>;
  watchDrops(seen: Seen<Drop>): Unwatch;
  projectCreate(project: NewProject): Promise<ProjectView>;
  projectFromPlan(token: string): Promise<ProjectView>;

  connections(project: string | null): Promise<ConnectionView[]>;
  connectionTest(name: string, seen: Seen<ConnectionTest>): Promise<ConnectionTest>;
  connectionSetEnvironment(name: string, environment: Environment): Promise<ConnectionView>;
  connectionForget(name: string): Promise<void>;
  connectionAdd(token: string, name: string, environment: Environment): Promise<ConnectionView>;
  /** The kinds of server that a form can be filled for. */
  connectionKinds(): Promise<ServerKind[]>;
  connectionDetails(name: string): Promise<ConnectionDetails>;
  connectionReadAddress(text: string): Promise<ConnectionDraft>;
  /** Opens the system's own dialog; null when the person cancels. */
  connectionReadEnv(): Promise<EnvFile | null>;
  connectionPickFile(kind: string, purpose: FilePurpose): Promise<KeptFile | null>;
  connectionSave(wish: ConnectionWish): Promise<ConnectionView>;
  connectionChange(name: string, wish: ConnectionWish): Promise<ConnectionView>;
  /** Of what is not saved yet; `of` is the saved connection that is being changed. */
  connectionTestDraft(
    form: ServerForm,
    password: PasswordChoice,
    of: string | null,
    seen: Seen<ConnectionTest>,
  ): Promise<ConnectionTest>;
  /** Of a saved connection, or of the draft; the test then ends, stopped. */
  connectionTestCancel(name: string | null): Promise<void>;

  map(project: string): Promise<MapView>;
  planEdit(project: string, edit: PlanEdit): Promise<MapView>;
  planUndo(project: string): Promise<MapView>;
  planRedo(project: string): Promise<MapView>;
  fieldProfile(project: string, from: string, field: string): Promise<FieldProfile>;
  fieldProfileCancel(): Promise<void>;
  compare(project: string, left: string, right: string): Promise<CompareView>;

  rehearsal(project: string): Promise<RehearsalView>;
  /** Ends when the rehearsal does; `seen` is told how far it is meanwhile. */
  rehearseStart(project: string, seen: Seen<RehearsalView>): Promise<void>;
  rehearseCancel(project: string): Promise<void>;
  rehearsalReport(project: string, id: string): Promise<Rehearsal>;
  findingChoose(project: string, edit: PlanEdit): Promise<RehearsalView>;

  gate(project: string): Promise<Gate>;
  runStart(project: string, typed: string | null): Promise<RunView>;
  /** Tells the present state at once and then at most ten times a second, until the run has ended. */
  watchRun(run: string, seen: Seen<RunView>, failed: Seen<Problem>): Unwatch;
  runState(run: string): Promise<RunView>;
  runPause(run: string): Promise<RunView>;
  runGoOn(run: string): Promise<RunView>;
  runStop(run: string): Promise<RunView>;
  runResume(run: string): Promise<RunView>;
  runKeep(run: string): Promise<RunView>;
  runs(project: string | null): Promise<RunLine[]>;
  leftBehind(run: string, offset: number, limit: number): Promise<LeftPage>;

  validate(project: string): Promise<ValidateView>;
  proveStart(run: string, seen: Seen<ValidateView>): Promise<void>;

  undoPoints(project: string | null): Promise<UndoPoint[]>;
  undoPreview(run: string): Promise<UndoPreview>;
  undoStart(run: string, typed: string | null, evenIfChanged: boolean): Promise<RunView>;

  activity(project: string | null, offset: number, limit: number): Promise<ActivityPage>;
}

export const DoorContext = createContext<Door | null>(null);

export function useDoor(): Door {
  const door = useContext(DoorContext);
  if (door === null) throw new Error("useDoor is used outside of DoorContext");
  return door;
}
