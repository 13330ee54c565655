import { create } from "zustand";

interface PaletteState {
  isOpen: boolean;
  /** What stands in its field when it opens: a prefix, or nothing. */
  start: string;
  show: (start: string) => void;
  hide: () => void;
}

export const usePalette = create<PaletteState>((set) => ({
  isOpen: false,
  start: "",
  show: (start) => set({ isOpen: true, start }),
  hide: () => set({ isOpen: false }),
}));

export const useSheet = create<{ isOpen: boolean; show: () => void; hide: () => void }>((set) => ({
  isOpen: false,
  show: () => set({ isOpen: true }),
  hide: () => set({ isOpen: false }),
}));
