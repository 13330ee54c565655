import { Outlet, useLocation } from "@tanstack/react-router";
import { useEffect } from "react";
import { Toasts } from "../../parts/Toasts";
import { useLiveProject } from "../run/useLiveProject";
import { useAppearance } from "../settings/appearance";
import { Bar } from "./Bar";
import { useFrameShortcuts } from "./frameShortcuts";
import { Palette } from "./Palette";
import { rememberProject, useOpenProject } from "./queries";
import { Region } from "./Region";
import { ShortcutSheet } from "./ShortcutSheet";
import { SideList } from "./SideList";
import { StatusLine } from "./StatusLine";
import { frameWords } from "./words";
import "./frame.css";

/** What stands around every screen: band, bar, side list, status line, and what opens over them. */
export function Frame() {
  const path = useLocation({ select: (location) => location.pathname });
  useEffect(() => rememberProject(path), [path]);

  const id = useOpenProject();
  const project = useLiveProject(id);
  useAppearance();
  useFrameShortcuts();

  const environment = project?.environment ?? "LOCAL";
  return (
    <div className="frame" data-env={environment.toLowerCase()}>
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          (document.querySelector<HTMLElement>("main h1") ?? document.getElementById("main"))?.focus();
        }}
      >
        {frameWords.skip}
      </a>
      <div className="band" />
      <Region role="banner" label={frameWords.bar} className="bar">
        <Bar project={project} />
      </Region>
      <Region
        role="navigation"
        label={id === null ? frameWords.studioList : frameWords.projectList}
        className="side"
      >
        <SideList project={id} counters={project?.counters ?? []} />
      </Region>
      <Region role="main" label={frameWords.main} className="main" id="main">
        <Outlet />
      </Region>
      <Region role="contentinfo" label={frameWords.status} className="status">
        <StatusLine />
      </Region>
      <Toasts />
      <Palette />
      <ShortcutSheet />
    </div>
  );
}
