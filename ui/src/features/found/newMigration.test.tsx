import { screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { connections, connectionWorld } from "../../ipc/fake/data/connections";
import { servers } from "../../ipc/fake/data/servers";
import { renderAt } from "../../testing/renderAt";

vi.setConfig({ testTimeout: 60_000 });

test("from a saved server to a saved server, guarded as the target is", async () => {
  const { user, door } = await renderAt("/", () => connectionWorld([...connections, ...servers]));
  const create = vi.spyOn(door, "projectCreate");
  await screen.findByRole("heading", { name: "Projects" });
  await user.keyboard("{Control>}n{/Control}");
  await user.click(await screen.findByRole("button", { name: /A saved connection/ }));
  await user.click(await screen.findByRole("checkbox", { name: /orders-stg/ }));
  await user.click(screen.getByRole("button", { name: "Use these" }));
  await user.click(screen.getByRole("radio", { name: /A saved connection/ }));
  expect(screen.getByRole("button", { name: "Continue" })).toHaveProperty("disabled", true);
  await user.click(screen.getByRole("button", { name: /Which connection/ }));
  expect(screen.queryByRole("option", { name: /orders-stg/ })).toBeNull();
  await user.click(await screen.findByRole("option", { name: /assistant-db/ }));
  await user.click(screen.getByRole("button", { name: "Continue" }));
  await screen.findByText(/is guarded as this/);
  expect(screen.queryByRole("radio")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Make the project" }));
  await waitFor(() =>
    expect(create).toHaveBeenCalledWith({
      name: "orders-stg",
      sources: [],
      saved_sources: ["orders-stg"],
      target: { target: "saved", connection: "assistant-db" },
      environment: "PROD",
    }),
  );
});
