import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { EnvFind, EnvFile, Environment, PasswordPlace } from "../../ipc/bindings";
import { useDoor } from "../../ipc/door";
import { passwordOf } from "./fields";

/** One address of a file of settings, as it would be saved. */
export interface EnvLine {
  find: EnvFind;
  taken: boolean;
  name: string;
  environment: Environment;
  saved: boolean;
}

/** Several addresses are saved one after the other; the first that is refused stops there, and the rest can go on. */
export function useEnvSave(file: EnvFile) {
  const door = useDoor();
  const client = useQueryClient();
  const [lines, setLines] = useState<readonly EnvLine[]>(() =>
    file.found.map((find) => ({
      find,
      // What is known already is not taken twice unasked.
      taken: find.draft.known_as === null,
      name: find.draft.name,
      environment: find.draft.environment,
      saved: false,
    })),
  );
  const [saving, setSaving] = useState(false);
  const [refused, setRefused] = useState<unknown>(null);

  const change = (at: number, to: Partial<EnvLine>) =>
    setLines((now) => now.map((line, i) => (i === at ? { ...line, ...to } : line)));
  const save = async (keep: PasswordPlace): Promise<string[] | null> => {
    setSaving(true);
    setRefused(null);
    const names: string[] = [];
    try {
      for (const [at, line] of lines.entries()) {
        if (!line.taken || line.saved) continue;
        const { form } = line.find.draft;
        const wish = { form, environment: line.environment, password: passwordOf(line.find.draft), keep };
        const view = await door.connectionSave({ ...wish, name: line.name.trim() });
        names.push(view.name);
        change(at, { saved: true });
      }
      return names;
    } catch (caught) {
      setRefused(caught);
      return null;
    } finally {
      await client.invalidateQueries();
      setSaving(false);
    }
  };
  return { lines, saving, refused, change, save };
}
