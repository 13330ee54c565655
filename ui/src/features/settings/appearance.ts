import { useEffect } from "react";
import { useDoor } from "../../ipc/door";
import { useLetterKeys } from "../frame/shortcuts";
import { usePreferences, type ThemeChoice } from "./preferences";

const lightAsked = "(prefers-color-scheme: light)";

/** The theme a choice comes to on this machine, now. */
export function shownTheme(choice: ThemeChoice): "light" | "dark" {
  if (choice !== "system") return choice;
  return window.matchMedia(lightAsked).matches ? "light" : "dark";
}

/** Puts the preferences on <html> and follows the system while that is what is asked for. */
export function useAppearance(): void {
  const { theme, density, letterKeys, zoom } = usePreferences();
  const door = useDoor();

  useEffect(() => {
    const put = () => {
      document.documentElement.dataset["theme"] = shownTheme(theme);
    };
    put();
    mirror("drydock.theme", theme);
    const system = window.matchMedia(lightAsked);
    system.addEventListener("change", put);
    return () => system.removeEventListener("change", put);
  }, [theme]);

  useEffect(() => {
    document.documentElement.dataset["density"] = density;
    mirror("drydock.density", density);
  }, [density]);

  useEffect(() => useLetterKeys.setState({ on: letterKeys }), [letterKeys]);

  useEffect(() => {
    void door.setZoom(zoom);
  }, [door, zoom]);
}

/** Read by first-paint.js before the program runs, so that no window flashes in the wrong colours. */
function mirror(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Without storage the first frame is drawn in the system's theme, and right after that in the chosen one.
  }
}
