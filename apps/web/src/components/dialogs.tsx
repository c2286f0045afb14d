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

import { words } from "./words";

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
      <ReturningContent
        isOpen={isOpen}
        hasDescription={description !== undefined}
        className={className}
      >
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
      <ReturningAlert isOpen={isOpen}>
        <AlertDialogHeader>
          <AlertDialogTitle>{title}</AlertDialogTitle>
          <AlertDialogDescription>{description}</AlertDialogDescription>
        </AlertDialogHeader>
        <AlertDialogFooter>
          <AlertDialogCancel>{words.cancel}</AlertDialogCancel>
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
  isOpen,
  hasDescription,
  className,
  children,
}: {
  isOpen: boolean;
  hasDescription: boolean;
  className?: string | undefined;
  children: ReactNode;
}) {
  const returnFocus = useReturnFocus(isOpen);
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

function ReturningAlert({ isOpen, children }: { isOpen: boolean; children: ReactNode }) {
  const returnFocus = useReturnFocus(isOpen);
  return <AlertDialogContent onCloseAutoFocus={returnFocus}>{children}</AlertDialogContent>;
}

/**
 * Returns the focus to what had it before a window opened. Where that is gone, as its row was removed, the row after
 * it gets the focus, else the one before, else the title of the page.
 * @param isOpen whether the window is open; a part of the page may be there long before its window opens
 */
export function useReturnFocus(isOpen = true): (event: Event) => void {
  const [wasOpen, setWasOpen] = useState(false);
  const [places, setPlaces] = useState<readonly (Element | null | undefined)[]>([]);
  if (isOpen !== wasOpen) {
    setWasOpen(isOpen);
    // While the window is drawn for the first time, nothing in it has the focus yet.
    if (isOpen) setPlaces(placesAround(document.activeElement));
  }
  return (event) => {
    event.preventDefault();
    const place = places.find((element) => element?.isConnected && element !== document.body);
    const target = place ?? document.querySelector("main h1");
    if (target instanceof HTMLElement) target.focus();
  };
}

function placesAround(opener: Element | null) {
  const row = opener?.closest("li");
  return [opener, row?.nextElementSibling, row?.previousElementSibling];
}
