/** Opens the window at an address against the fake door, as the screen tests do, but inside a unit test. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { configure, render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { I18nProvider } from "react-aria-components";
import { DoorContext, type Door } from "../ipc/door";
import { baseDoor } from "../ipc/fake/base";
import { router } from "../router";

// Screens are fetched when they are first opened, which takes its time on a busy machine.
configure({ asyncUtilTimeout: 10_000 });

export async function renderAt(path: string, change?: (base: Door) => Partial<Door>) {
  const base = baseDoor();
  const door: Door = { ...base, ...change?.(base) };
  const client = new QueryClient({
    defaultOptions: { queries: { retry: false }, mutations: { retry: false } },
  });
  // Settles once the router is drawn, below.
  const gone = router.navigate({ to: path });
  const user = userEvent.setup();
  render(
    <I18nProvider locale="en-GB">
      <DoorContext value={door}>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </DoorContext>
    </I18nProvider>,
  );
  await gone;
  return { door, user, client };
}
