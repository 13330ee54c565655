import { useStudioInfo } from "../features/frame/queries";
import { Loaded } from "../features/frame/Loaded";
import { Screen } from "../features/frame/Screen";
import { screenNames } from "../features/frame/words";
import { AppearanceSettings, KeyboardSettings } from "../features/settings/AppearanceSettings";
import {
  AboutSettings,
  SafetySettings,
  SecretsSettings,
  StorageSettings,
} from "../features/settings/FactsSettings";
import { settingsWords } from "../features/settings/words";
import { SkeletonRows } from "../parts/Skeleton";
import "../features/settings/settings.css";

/** What a person may choose, and the facts about this program that one may want to know. */
export default function SettingsScreen() {
  const info = useStudioInfo();
  return (
    <Screen title={screenNames.settings} note={settingsWords.saved}>
      <div className="settings">
        <AppearanceSettings />
        <KeyboardSettings />
        <SafetySettings />
        <Loaded query={info} loading={<SkeletonRows label={screenNames.settings} />}>
          {(facts) => (
            <>
              <StorageSettings info={facts} />
              <SecretsSettings info={facts} />
              <AboutSettings info={facts} />
            </>
          )}
        </Loaded>
      </div>
    </Screen>
  );
}
