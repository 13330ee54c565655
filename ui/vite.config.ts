import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

export default defineConfig(({ mode }) => ({
  root,
  base: "./",
  plugins: [react()],
  // The desktop shell prints Rust's errors in the same terminal.
  clearScreen: false,
  server: { port: 5173, strictPort: true, fs: { allow: [".."] } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // The three webviews differ in age; WebKitGTK 2.40 (Safari 16.4) is the oldest that is supported.
    target: ["safari16.4", "chrome111"],
    // Files are read from the program itself, so an inlined font only makes the style sheet slower to parse.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    // The page of all parts is looked at by the screen tests and is no part of the program.
    rolldownOptions: {
      input: mode === "screens" ? [`${root}index.html`, `${root}gallery.html`] : `${root}index.html`,
    },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/test-setup.ts"],
    css: false,
  },
}));
