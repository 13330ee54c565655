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
