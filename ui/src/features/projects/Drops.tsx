import { Download } from "lucide-react";
import { useEffect } from "react";
import { useDoor } from "../../ipc/door";
import { Icon } from "../../parts/Icon";
import { notify } from "../../parts/Toasts";
import { openStart, useStart } from "./useStart";
import { projectsWords as words } from "./words";
import "./drops.css";

/**
 * Hears of what is dropped on the window, whatever screen is open, and of what the program was started
 * with. The paths stay on the other side; what was found there arrives.
 */
export function Drops() {
  const door = useDoor();
  const over = useStart((state) => state.over);

  useEffect(
    () =>
      door.watchDrops((drop) => {
        useStart.setState({ over: drop.kind === "over" });
        if (drop.kind === "found") openStart(drop.found);
        if (drop.kind === "problem")
          notify({ tone: "bad", title: drop.problem.what, text: drop.problem.why });
      }),
    [door],
  );

  if (!over) return null;
  return (
    <div className="drops" role="status">
      <div className="drops-word">
        <Icon of={Download} size="xl" />
        {words.drop.over}
      </div>
    </div>
  );
}
