import "./styles/index.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { I18nProvider, RouterProvider as AriaRouterProvider } from "react-aria-components";
import { createRoot } from "react-dom/client";
import { frameWords } from "./features/frame/words";
import { DoorContext, type Door } from "./ipc/door";
import { locale } from "./parts/format";
import { EmptyState } from "./parts/EmptyState";
import { router } from "./router";

/** The shell's door in the program; in a browser tab a fake one, which production builds do not hold. */
async function openDoor(): Promise<Door | null> {
  if ("__TAURI_INTERNALS__" in window) return (await import("./ipc/tauriDoor")).tauriDoor;
  if (import.meta.env.MODE !== "production") return (await import("./ipc/fake/fakeDoor")).fakeDoor();
  return null;
}

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // Answers come from this machine: they are there or they are not, and trying again in silence hides why.
      retry: false,
      networkMode: "always",
      staleTime: 2_000,
    },
    mutations: { retry: false, networkMode: "always" },
  },
});

async function start(): Promise<void> {
  const element = document.getElementById("root");
  if (element === null) return;
  const root = createRoot(element);
  const door = await openDoor();
  if (door === null) {
    root.render(<EmptyState title={frameWords.needsShell} text={frameWords.needsShellText} />);
    return;
  }
  root.render(
    <StrictMode>
      <I18nProvider locale={locale}>
        <AriaRouterProvider
          navigate={(to) => void router.navigate({ to })}
          useHref={(to) => (to.startsWith("/") ? `#${to}` : to)}
        >
          <DoorContext value={door}>
            <QueryClientProvider client={client}>
              <RouterProvider router={router} />
            </QueryClientProvider>
          </DoorContext>
        </AriaRouterProvider>
      </I18nProvider>
    </StrictMode>,
  );
}

void start();
