import type { Door } from "../door";

/** What the test does in the page before it looks: in order, each waits for what it needs. */
export type Step =
  | { press: string }
  | { type: string }
  /** A Playwright selector, as `role=button[name="Export"]`. */
  | { click: string }
  | { hover: string }
  | { waitFor: string }
  | { pauseMs: number };

/** One state of one screen, for screenshots and for axe. */
export interface Scene {
  /** Also the name of its pictures: `projects-empty`. */
  name: string;
  /** The hash route it opens. */
  at: string;
  /** Another page than the window's own. */
  page?: "gallery.html";
  /** Methods that answer otherwise than the base world. */
  door?: (base: Door) => Partial<Door>;
  steps?: readonly Step[];
  /** Shown in compact and spacious too, not in comfortable alone. */
  densities?: boolean;
  /** Further window sizes beside 1440 x 900. */
  sizes?: readonly (readonly [width: number, height: number])[];
}
