import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { IconButton } from "./Button";
import { partWords } from "./words";
import "./dialog.css";

export interface DialogProps {
  title: ReactNode;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  /** Stands in the row at the bottom: what is quiet first, the act last. */
  footer?: ReactNode;
  /** A line over the title: an environment chip and a place. */
  over?: ReactNode;
  size?: "s" | "m" | "l";
  band?: "prod" | undefined;
  role?: "dialog" | "alertdialog";
  /** A press beside the dialog closes it. Never on one that asks for a decision. */
  dismissable?: boolean;
}

/** A window over the window. It takes the focus, keeps it, and gives it back. */
export function Dialog({
  title,
  isOpen,
  onClose,
  children,
  footer,
  over,
  size = "m",
  band,
  role = "dialog",
  dismissable = true,
}: DialogProps) {
  return (
    <ModalOverlay
      className="scrim"
      isOpen={isOpen}
      isDismissable={dismissable}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={`modal modal-${size}`} data-band={band}>
        <AriaDialog className="dialog" role={role}>
          <div className="dialog-head">
            <div className="grow">
              {over !== undefined && <div className="dialog-over">{over}</div>}
              <Heading slot="title" level={2} className="dialog-title">
                {title}
              </Heading>
            </div>
            {dismissable && <IconButton icon={X} label={partWords.close} onPress={onClose} />}
          </div>
          <div className="dialog-body">{children}</div>
          {footer !== undefined && <div className="dialog-foot">{footer}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
