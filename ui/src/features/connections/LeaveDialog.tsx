import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { serverWords as words } from "./serverWords";

/** Asked before a connection that is not saved is left. */
export function LeaveDialog({
  name,
  isOpen,
  onStay,
  onLeave,
}: {
  name: string;
  isOpen: boolean;
  onStay: () => void;
  onLeave: () => void;
}) {
  return (
    <Dialog
      role="alertdialog"
      dismissable={false}
      title={words.leaveTitle(name)}
      isOpen={isOpen}
      onClose={onStay}
      footer={
        <>
          <Button onPress={onStay} autoFocus>
            {words.leaveStay}
          </Button>
          <Button variant="danger-outline" onPress={onLeave}>
            {words.leaveDo}
          </Button>
        </>
      }
    >
      <p>{words.leaveLine}</p>
    </Dialog>
  );
}
