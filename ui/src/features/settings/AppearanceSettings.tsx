import { Minus, Monitor, Moon, Plus, Sun } from "lucide-react";
import { Button, IconButton } from "../../parts/Button";
import { Card } from "../../parts/Card";
import { Switch } from "../../parts/Fields";
import { percent } from "../../parts/format";
import { Segmented } from "../../parts/Tabs";
import { useSheet } from "../frame/paletteStore";
import { usePreferences, useSetPreferences, useZoom, zoomSteps } from "./preferences";
import { Setting } from "./Setting";
import { settingsWords } from "./words";

const words = settingsWords.appearance;

export function AppearanceSettings() {
  const preferences = usePreferences();
  const set = useSetPreferences();
  const zoom = useZoom();
  return (
    <Card title={words.title}>
      <Setting name={words.theme} help={words.themeHelp}>
        <Segmented
          label={words.theme}
          value={preferences.theme}
          onChange={(theme) => set({ theme })}
          options={[
            { id: "system", label: words.themes.system, icon: Monitor },
            { id: "light", label: words.themes.light, icon: Sun },
            { id: "dark", label: words.themes.dark, icon: Moon },
          ]}
        />
      </Setting>
      <Setting name={words.density} help={words.densityHelp}>
        <Segmented
          label={words.density}
          value={preferences.density}
          onChange={(density) => set({ density })}
          options={(["compact", "comfortable", "spacious"] as const).map((id) => ({
            id,
            label: words.densities[id],
          }))}
        />
      </Setting>
      <Setting name={words.zoom} help={words.zoomHelp}>
        <IconButton
          icon={Minus}
          label={words.smaller}
          keys="Mod+-"
          isDisabled={preferences.zoom <= zoomSteps[0]}
          onPress={() => zoom(-1)}
        />
        <output className="num setting-zoom">{percent(preferences.zoom)}</output>
        <IconButton
          icon={Plus}
          label={words.larger}
          keys="Mod+Plus"
          isDisabled={preferences.zoom >= (zoomSteps.at(-1) ?? 2)}
          onPress={() => zoom(1)}
        />
        {preferences.zoom !== 1 && (
          <Button size="s" variant="quiet" onPress={() => zoom(0)}>
            {words.natural}
          </Button>
        )}
      </Setting>
    </Card>
  );
}

export function KeyboardSettings() {
  const preferences = usePreferences();
  const set = useSetPreferences();
  const show = useSheet((state) => state.show);
  const { keyboard } = settingsWords;
  return (
    <Card
      title={keyboard.title}
      actions={
        <Button size="s" variant="quiet" onPress={show}>
          {keyboard.show}
        </Button>
      }
    >
      <Setting name={keyboard.letters} help={keyboard.lettersHelp}>
        <Switch
          label={keyboard.letters}
          isSelected={preferences.letterKeys}
          onChange={(letterKeys) => set({ letterKeys })}
        />
      </Setting>
    </Card>
  );
}
