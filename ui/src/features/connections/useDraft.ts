import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ConnectionView, Environment, PasswordPlace } from "../../ipc/bindings";
import { useDoor } from "../../ipc/door";
import { type Draft, type Edited, isSame, isUnsaved, wishOf } from "./fields";

/**
 * The one connection that is being made or changed, and its way to being saved. A typed password lives here
 * only: the cache of queries and mutations keeps what it is given, so saving does not go through it.
 */
export function useDraft(onSaved: (view: ConnectionView) => void) {
  const door = useDoor();
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [saving, setSaving] = useState(false);
  const [refused, setRefused] = useState<unknown>(null);
  // Saving was asked for while something was wrong: from then on every field says what it lacks.
  const [tried, setTried] = useState(false);

  // Counts the beginnings and ends of drafts, so that nothing of one is left in the fields of the next.
  const [turn, setTurn] = useState(0);

  const put = (next: Draft | null) => {
    setRefused(null);
    if (next === null) setTried(false);
    setDraft(next);
  };
  return {
    draft,
    saving,
    refused,
    tried,
    turn,
    unsaved: isUnsaved(draft),
    begin: (fresh: Draft) => {
      setTried(false);
      setTurn((now) => now + 1);
      put(fresh);
    },
    lacks: () => setTried(true),
    /** A change to the saved connection that is shown, or to the new one. */
    put: (next: Draft) => {
      const back = next.of !== null && next.before !== null && isSame(next.before, next.now);
      put(back ? null : next);
    },
    discard: () => {
      setTurn((now) => now + 1);
      put(null);
    },
    save: async (edited: Edited, of: string | null, environment: Environment, keep: PasswordPlace) => {
      setSaving(true);
      setRefused(null);
      try {
        const wish = wishOf(edited, environment, keep);
        const view = await (of === null ? door.connectionSave(wish) : door.connectionChange(of, wish));
        await client.invalidateQueries();
        setTurn((now) => now + 1);
        put(null);
        onSaved(view);
      } catch (caught) {
        setRefused(caught);
      } finally {
        setSaving(false);
      }
    },
  };
}

export type DraftState = ReturnType<typeof useDraft>;
