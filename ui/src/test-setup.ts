import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";
import { forgetNotices } from "./parts/Toasts";

// What one test said would still be on show in the next.
afterEach(() => {
  cleanup();
  forgetNotices();
});

// Nothing is laid out here, so every element would be of no size, and a grid that draws what is in sight would draw nothing.
Object.defineProperty(HTMLElement.prototype, "clientWidth", { configurable: true, get: () => 1440 });
Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, get: () => 4000 });

// Nothing is painted here either: a canvas takes every stroke and forgets it.
const strokes = new Proxy(
  {},
  { get: () => () => ({ width: 0, addColorStop: () => undefined }), set: () => true },
);
Object.defineProperty(HTMLCanvasElement.prototype, "getContext", {
  configurable: true,
  value: () => strokes,
});
Object.defineProperty(globalThis, "Path2D", {
  configurable: true,
  value: function Path2D() {
    return strokes;
  },
});
