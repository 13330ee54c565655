import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";
import { forgetNotices } from "./parts/Toasts";

// What one test said would still be on show in the next.
afterEach(() => {
  cleanup();
  forgetNotices();
});
