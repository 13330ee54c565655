import { fails } from "../base";
import { projectGone } from "../data/projects";
import type { Scene } from "../scene";

export const frameScenes: readonly Scene[] = [
  { name: "palette", at: "/p/assistant/connections", steps: [{ press: "Control+k" }, { type: "ba" }] },
  { name: "palette-start", at: "/", steps: [{ press: "Control+k" }] },
  { name: "palette-commands", at: "/p/assistant/map", steps: [{ press: "Control+k" }, { type: ">" }] },
  {
    name: "palette-tables",
    at: "/p/assistant/activity",
    steps: [{ press: "Control+k" }, { type: "@me" }, { pauseMs: 600 }],
  },
  { name: "palette-nothing", at: "/", steps: [{ press: "Control+k" }, { type: "zebra" }] },
  { name: "palette-help", at: "/", steps: [{ press: "Control+k" }, { type: "?" }] },
  { name: "project-gone", at: "/p/assistant/map", door: () => ({ projectOpen: fails(projectGone) }) },
  {
    name: "project-switcher",
    at: "/p/assistant/activity",
    steps: [{ click: 'role=button[name="Support assistant, switch project"]' }],
  },
  { name: "notices-none", at: "/", steps: [{ click: 'role=button[name="Notifications"]' }] },
  { name: "frame-narrow", at: "/p/assistant/activity", sizes: [[1024, 680]] },
  {
    name: "tooltip",
    at: "/",
    steps: [{ press: "Tab" }, { press: "F6" }, { press: "Tab" }, { press: "Tab" }, { pauseMs: 700 }],
  },
  { name: "parts", at: "", page: "gallery.html", densities: true },
  {
    name: "parts-confirm",
    at: "",
    page: "gallery.html",
    steps: [{ click: 'role=button[name="Roll back…"]' }, { type: "assista" }],
  },
  {
    name: "parts-toasts",
    at: "",
    page: "gallery.html",
    steps: [{ click: 'role=button[name="Say something"]' }],
  },
  { name: "parts-menu", at: "", page: "gallery.html", steps: [{ click: 'role=button[name="Export"]' }] },
  { name: "shortcuts", at: "/", steps: [{ press: "?" }] },
];
