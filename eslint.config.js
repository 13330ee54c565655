import js from "@eslint/js";
import a11y from "eslint-plugin-jsx-a11y";
import hooks from "eslint-plugin-react-hooks";
import globals from "globals";
import ts from "typescript-eslint";

/** What a folder may import: arrows go ipc <- features <- screens, and parts know nothing of databases. */
const onlyFrom = (...patterns) => ({ "no-restricted-imports": ["error", { patterns }] });
const tauri = {
  group: ["@tauri-apps/*"],
  message: "Only ui/src/ipc talks to the desktop shell; use the door.",
};

export default ts.config(
  { ignores: ["ui/dist", "ui/public", "ui/src/ipc/bindings.ts", "tests/artefacts", "target", "gen"] },
  js.configs.recommended,
  {
    files: ["ui/**/*.{ts,tsx}"],
    extends: [
      ts.configs.strictTypeChecked,
      a11y.flatConfigs.strict,
      hooks.configs.flat["recommended-latest"],
    ],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { project: "./ui/tsconfig.json", tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      ...onlyFrom(tauri),
      // A dialog's first field does take the focus; our parts decide that, not a bare attribute.
      "jsx-a11y/no-autofocus": ["error", { ignoreNonDOM: true }],
      // What scrolls must be reachable by the keyboard (axe asks for it too).
      "jsx-a11y/no-noninteractive-tabindex": [
        "error",
        { tags: [], roles: ["tabpanel", "log", "region"], allowExpressionValues: true },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      // A number in a template is always meant; what people read goes through parts/format.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ["ui/src/ipc/**/*.{ts,tsx}"],
    rules: { "no-restricted-imports": "off" },
  },
  {
    files: ["ui/src/parts/**/*.{ts,tsx}"],
    rules: onlyFrom(tauri, {
      group: ["**/ipc/*", "**/features/*", "**/screens/*"],
      message: "Parts know nothing of databases, features or screens.",
    }),
  },
  {
    files: ["ui/src/features/**/*.{ts,tsx}"],
    rules: onlyFrom(tauri, {
      group: ["**/screens/*"],
      message: "Screens compose features, not the other way.",
    }),
  },
  {
    files: ["tests/screens/**/*.mjs", "tests/journeys/**/*.mjs", "scripts/**/*.mjs", "eslint.config.js"],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
  },
);
