import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ComponentProps } from "react";

import { cn } from "@/lib/utils";

import { Button } from "./button";

export function Dialog(props: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root {...props} />;
}

export function DialogTrigger(props: ComponentProps<typeof Primitive.Trigger>) {
  return <Primitive.Trigger {...props} data-slot="dialog-trigger" />;
}

export function DialogClose(props: ComponentProps<typeof Primitive.Close>) {
  return <Primitive.Close {...props} data-slot="dialog-close" />;
}

/** Dims the page behind a window. */
export const overlayClass =
  "fixed inset-0 z-40 bg-black/40 data-[state=open]:animate-in data-[state=open]:fade-in-0";

/** A window in the middle of the screen. */
export const windowClass =
  "fixed top-1/2 left-1/2 z-50 grid max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2 -translate-y-1/2 gap-4 overflow-y-auto rounded-xl border bg-popover p-5 text-popover-foreground shadow-lg data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=open]:zoom-in-95 sm:p-6";

export function DialogContent({
  className,
  children,
  showCloseButton = true,
  ...rest
}: ComponentProps<typeof Primitive.Content> & { showCloseButton?: boolean }) {
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={overlayClass} />
      <Primitive.Content
        {...rest}
        data-slot="dialog-content"
        className={cn(windowClass, className)}
      >
        {children}
        {showCloseButton && (
          <Primitive.Close asChild>
            <Button
              variant="ghost"
              size="icon"
              aria-label="Close"
              className="absolute top-3 right-3"
            >
              <X aria-hidden />
            </Button>
          </Primitive.Close>
        )}
      </Primitive.Content>
    </Primitive.Portal>
  );
}

export function DialogHeader({ className, ...rest }: ComponentProps<"div">) {
  return <div {...rest} data-slot="dialog-header" className={cn("grid gap-1.5 pr-8", className)} />;
}

export function DialogFooter({ className, ...rest }: ComponentProps<"div">) {
  return (
    <div
      {...rest}
      data-slot="dialog-footer"
      className={cn("flex flex-wrap justify-end gap-2", className)}
    />
  );
}

export function DialogTitle({ className, ...rest }: ComponentProps<typeof Primitive.Title>) {
  return (
    <Primitive.Title
      {...rest}
      data-slot="dialog-title"
      className={cn("text-lg leading-snug font-semibold wrap-anywhere", className)}
    />
  );
}

export function DialogDescription({
  className,
  ...rest
}: ComponentProps<typeof Primitive.Description>) {
  return (
    <Primitive.Description
      {...rest}
      data-slot="dialog-description"
      className={cn("text-sm wrap-anywhere text-muted-foreground", className)}
    />
  );
}
