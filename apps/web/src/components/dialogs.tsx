// Windows with a form or a question. When one closes, the focus returns to where it was.
import { useState, type ReactNode } from "react";

import {
  AlertDialog,
  AlertDialogAction,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogFooter,
  AlertDialogHeader,
  AlertDialogTitle,
} from "@/components/ui/alert-dialog";
import { buttonVariants } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";

/** A window with a title and a form or text in it. */
export function FormDialog({
  title,
  description,
  isOpen,
  onClose,
  className,
  children,
}: {
  title: string;
  description?: ReactNode;
  isOpen: boolean;
  onClose: () => void;
  /** For a window of another width. */
  className?: string;
  children: ReactNode;
}) {
  return (
    <Dialog open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <ReturningContent hasDescription={description !== undefined} className={className}>
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
          {description && <DialogDescription>{description}</DialogDescription>}
        </DialogHeader>
        {children}
      </ReturningContent>
    </Dialog>
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
    <AlertDialog open={isOpen} onOpenChange={(open) => !open && onCancel()}>
      <ReturningAlert>
        <AlertDialogHeader>
          <AlertDialogTitle>{title}</AlertDialogTitle>
          <AlertDialogDescription>{description}</AlertDialogDescription>
        </AlertDialogHeader>
        <AlertDialogFooter>
          <AlertDialogCancel>Cancel</AlertDialogCancel>
          <AlertDialogAction
            className={buttonVariants({ variant: "destructive" })}
            onClick={onConfirm}
          >
            {confirmLabel}
          </AlertDialogAction>
        </AlertDialogFooter>
      </ReturningAlert>
    </AlertDialog>
  );
}

function ReturningContent({
  hasDescription,
  className,
  children,
}: {
  hasDescription: boolean;
  className?: string | undefined;
  children: ReactNode;
}) {
  const returnFocus = useReturnFocus();
  return (
    <DialogContent
      {...(!hasDescription && { "aria-describedby": undefined })}
      className={className}
      onCloseAutoFocus={returnFocus}
    >
      {children}
    </DialogContent>
  );
}

function ReturningAlert({ children }: { children: ReactNode }) {
  const returnFocus = useReturnFocus();
  return <AlertDialogContent onCloseAutoFocus={returnFocus}>{children}</AlertDialogContent>;
}

/**
 * Returns the focus to what had it before a window opened. Where that is gone, as its row was removed, the row after
 * it gets the focus, else the one before, else the title of the page.
 */
export function useReturnFocus(): (event: Event) => void {
  // While the window is drawn for the first time, nothing in it has the focus yet.
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
