import { Dialog } from "../../parts/Dialog";
import { NewMigration } from "../found/NewMigration";
import { foundWords } from "../found/words";
import { closeStart, useStart } from "./useStart";

/** The way to a new project. One in the window; buttons, keys, the palette and drops all open it. */
export function StartDialog() {
  const { isOpen, found } = useStart();
  return (
    <Dialog title={foundWords.title} size="l" isOpen={isOpen} onClose={closeStart} dismissable={false}>
      <NewMigration key={found?.token ?? "start"} found={found} onClose={closeStart} />
    </Dialog>
  );
}
