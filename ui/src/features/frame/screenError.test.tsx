import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { ScreenError } from "./ScreenError";

test("a screen that breaks says so in its place, and opens again", async () => {
  const silence = vi.spyOn(console, "error").mockImplementation(() => undefined);
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  let broken = true;
  const root = createRootRoute();
  const only = createRoute({
    getParentRoute: () => root,
    path: "/",
    component: () => {
      if (broken) throw new Error("no such field");
      return <p>All is well</p>;
    },
  });
  const router = createRouter({
    routeTree: root.addChildren([only]),
    history: createMemoryHistory(),
    defaultErrorComponent: ScreenError,
  });
  render(<RouterProvider router={router as never} />);
  await screen.findByRole("heading", { name: "This part of the window stopped working" });
  broken = false;
  await userEvent.click(screen.getByRole("button", { name: "Open it again" }));
  await screen.findByText("All is well");
  expect(silence).toHaveBeenCalled();
  vi.restoreAllMocks();
});
