import type { LucideIcon } from "lucide-react";
import { useEffect } from "react";
import { create } from "zustand";

export interface StatusFacts {
  icon?: LucideIcon;
  tone?: "good" | "warn" | "bad" | "ac";
  /** Short facts, first the state: "Nothing was written to assistant", "6 collections". */
  facts: readonly string[];
  /** The command that does what this screen's main button does. */
  command?: string | undefined;
}

export const useStatusFacts = create<{ shown: StatusFacts | null }>(() => ({ shown: null }));

/** What the status line says while this screen is open. */
export function useStatusLine(status: StatusFacts | null): void {
  const same = JSON.stringify([status?.tone, status?.facts, status?.command]);
  useEffect(() => {
    useStatusFacts.setState({ shown: status });
    return () => useStatusFacts.setState({ shown: null });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- compared by what it says, not by identity
  }, [same]);
}
