import { useCallback, useSyncExternalStore } from "react";

/** Whether a media query holds now. For what is measured in numbers; everything else belongs in a style sheet. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      const asked = window.matchMedia(query);
      asked.addEventListener("change", changed);
      return () => asked.removeEventListener("change", changed);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}
