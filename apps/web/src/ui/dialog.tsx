// Modal windows: focus is kept inside, Escape closes, the page behind is inert (Radix).
import { X } from "lucide-react";
import { AlertDialog as RadixAlertDialog, Dialog as RadixDialog } from "radix-ui";
import { useState, type ReactNode } from "react";

import { Button } from "./button.tsx";

const overlayClass =
  "fixed inset-0 z-40 bg-black/40 data-[state=open]:animate-in data-[state=open]:fade-in-0";
const contentClass =
  "fixed top-1/2 left-1/2 z-50 grid max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2 -translate-y-1/2 gap-4 overflow-y-auto rounded-2xl border border-line bg-surface p-5 shadow-card data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=open]:zoom-in-95 sm:p-6";

/** A window with a title and a form or text in it. */
export function Dialog({
  title,
  isOpen,
  onClose,
  children,
}: {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <RadixDialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className={overlayClass} />
        <DialogContent>
          <div className="flex items-center justify-between gap-4">
            <RadixDialog.Title className="text-lg font-semibold">{title}</RadixDialog.Title>
            <RadixDialog.Close asChild>
              <Button variant="quiet" size="icon" aria-label="Close">
                <X aria-hidden />
              </Button>
            </RadixDialog.Close>
          </div>
          {children}
        </DialogContent>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

/** Asks for confirmation before an action that cannot be undone. The focus starts on "Cancel". */
export function ConfirmDialog({
  title,
  description,
  confirmLabel,
  isOpen,
  onCancel,
  onConfirm,
}: {
  title: string;
  description: ReactNode;
  confirmLabel: string;
  isOpen: boolean;
  onCancel: () => void;
  onConfirm: () => void;
}) {
  return (
    <RadixAlertDialog.Root open={isOpen} onOpenChange={(open) => !open && onCancel()}>
      <RadixAlertDialog.Portal>
        <RadixAlertDialog.Overlay className={overlayClass} />
        <ConfirmContent>
          <RadixAlertDialog.Title className="text-lg font-semibold">{title}</RadixAlertDialog.Title>
          <RadixAlertDialog.Description className="wrap-anywhere text-muted">
            {description}
          </RadixAlertDialog.Description>
          <div className="flex flex-wrap justify-end gap-2">
            <RadixAlertDialog.Cancel asChild>
              <Button variant="secondary">Cancel</Button>
            </RadixAlertDialog.Cancel>
            <RadixAlertDialog.Action asChild>
              <Button variant="danger" onClick={onConfirm}>
                {confirmLabel}
              </Button>
            </RadixAlertDialog.Action>
          </div>
        </ConfirmContent>
      </RadixAlertDialog.Portal>
    </RadixAlertDialog.Root>
  );
}

function DialogContent({ children }: { children: ReactNode }) {
  const giveFocusBack = useFocusBack();
  return (
    <RadixDialog.Content
      className={contentClass}
      aria-describedby={undefined}
      onCloseAutoFocus={giveFocusBack}
    >
      {children}
    </RadixDialog.Content>
  );
}

function ConfirmContent({ children }: { children: ReactNode }) {
  const giveFocusBack = useFocusBack();
  return (
    <RadixAlertDialog.Content className={contentClass} onCloseAutoFocus={giveFocusBack}>
      {children}
    </RadixAlertDialog.Content>
  );
}

/**
 * Gives the focus back to what had it before the window opened. Where that is gone, as its row was removed,
 * the row after it gets it, else the one before, else the title of the page.
 */
function useFocusBack(): (event: Event) => void {
  // While it is drawn for the first time nothing in it has the focus yet.
  const [places] = useState(() => {
    const opener = document.activeElement;
    const row = opener?.closest("li");
    return [opener, row?.nextElementSibling, row?.previousElementSibling];
  });
  return (event) => {
    event.preventDefault();
    const place = places.find((element) => element?.isConnected && element !== document.body);
    const target = place ?? document.querySelector("main h1");
    if (target instanceof HTMLElement) target.focus();
  };
}
