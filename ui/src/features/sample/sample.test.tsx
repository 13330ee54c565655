// The side note of the practice project: where it stands, what makes it tick, and starting again.
import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { mapWorld, tables } from "../../ipc/fake/data/map";
import { views } from "../../ipc/fake/data/projects";
import { planted } from "../../ipc/fake/data/sample";
import { router } from "../../router";
import { renderAt } from "../../testing/renderAt";

vi.setConfig({ testTimeout: 60_000 });

const sampleMap = "/p/harbour-chat/map";
const smallMap = () => mapWorld(tables.filter(({ dataset }) => dataset === "messages"));

test("it stands in the practice project and in no other", async () => {
  const { door } = await renderAt("/p/assistant/map", smallMap);
  const read = vi.spyOn(door, "sampleProblems");
  await screen.findByRole("rowheader", { name: "cost" });
  expect(screen.queryByRole("complementary", { name: "Practice project" })).toBeNull();
  expect(read).not.toHaveBeenCalled();
});

test("it ticks a problem once the field was looked at, and stays unfolded on the next screen", async () => {
  let looked = false;
  const { user } = await renderAt(sampleMap, () => ({
    ...smallMap(),
    sampleProblems: () =>
      Promise.resolve(planted.map((one) => (one.id === "legacy" ? { ...one, found: looked } : one))),
  }));
  const note = await screen.findByRole("complementary", { name: "Practice project" });
  await within(note).findByText("6 of 10 problems found");
  await user.click(within(note).getByRole("button", { name: "Practice project" }));
  within(note).getByText("Not found yet:", { selector: "li:nth-child(8) .sr-only" });
  await user.click(screen.getByRole("rowheader", { name: "cost" }));
  looked = true;
  await user.click(await screen.findByRole("button", { name: "Read the values" }));
  await within(note).findByText("7 of 10 problems found");
  await within(note).findByText("Found:", { selector: "li:nth-child(8) .sr-only" });
  await act(() => router.navigate({ to: "/p/$project/dry-run", params: { project: "harbour-chat" } }));
  await screen.findByRole("heading", { level: 1, name: "Dry run" });
  await screen.findByRole("button", { name: "Practice project", expanded: true });
  screen.getByText(/A column that nobody has used for years/);
});

test("starting again asks first, and opens the fresh project", async () => {
  const [fresh] = views.filter((view) => view.sample);
  if (fresh === undefined) throw new Error("the fake world has a practice project");
  const { user, door } = await renderAt(sampleMap, () => ({
    ...smallMap(),
    sampleReset: () => Promise.resolve({ ...fresh, id: "harbour-chat-2" }),
    projectOpen: (id) => Promise.resolve({ ...fresh, id }),
  }));
  const reset = vi.spyOn(door, "sampleReset");
  await user.click(await screen.findByRole("button", { name: "Start again…" }));
  const dialog = await screen.findByRole("alertdialog");
  within(dialog).getByText("Cannot be undone");
  await user.click(within(dialog).getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
  expect(reset).not.toHaveBeenCalled();
  await user.click(screen.getByRole("button", { name: "Start again…" }));
  await user.click(await screen.findByRole("button", { name: "Start again" }));
  await screen.findByText("The practice project starts again");
  expect(reset).toHaveBeenCalledOnce();
  expect(window.location.hash + window.location.pathname).toContain("harbour-chat-2");
  await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
});
