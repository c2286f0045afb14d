// A panel that slides in from a side of the screen.
import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ComponentProps } from "react";

import { cn } from "@/lib/utils";

import { Button } from "./button";
import { overlayClass } from "./dialog";

export function Sheet(props: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root {...props} />;
}

export function SheetTrigger(props: ComponentProps<typeof Primitive.Trigger>) {
  return <Primitive.Trigger {...props} data-slot="sheet-trigger" />;
}

export function SheetClose(props: ComponentProps<typeof Primitive.Close>) {
  return <Primitive.Close {...props} data-slot="sheet-close" />;
}

const sides = {
  left: "inset-y-0 left-0 h-full w-80 border-r data-[state=open]:slide-in-from-left",
  right:
    "inset-y-0 right-0 h-full w-full border-l sm:max-w-lg data-[state=open]:slide-in-from-right",
};

export function SheetContent({
  className,
  children,
  side = "right",
  ...rest
}: ComponentProps<typeof Primitive.Content> & { side?: keyof typeof sides }) {
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={overlayClass} />
      <Primitive.Content
        {...rest}
        data-slot="sheet-content"
        className={cn(
          "fixed z-50 flex max-w-[100vw] flex-col gap-4 overflow-y-auto bg-popover p-5 text-popover-foreground shadow-lg data-[state=open]:animate-in",
          sides[side],
          className,
        )}
      >
        {children}
        <Primitive.Close asChild>
          <Button variant="ghost" size="icon" aria-label="Close" className="absolute top-3 right-3">
            <X aria-hidden />
          </Button>
        </Primitive.Close>
      </Primitive.Content>
    </Primitive.Portal>
  );
}

export function SheetHeader({ className, ...rest }: ComponentProps<"div">) {
  return <div {...rest} data-slot="sheet-header" className={cn("grid gap-1 pr-10", className)} />;
}

export function SheetTitle({ className, ...rest }: ComponentProps<typeof Primitive.Title>) {
  return (
    <Primitive.Title
      {...rest}
      data-slot="sheet-title"
      className={cn("text-lg leading-snug font-semibold wrap-anywhere", className)}
    />
  );
}

export function SheetDescription({
  className,
  ...rest
}: ComponentProps<typeof Primitive.Description>) {
  return (
    <Primitive.Description
      {...rest}
      data-slot="sheet-description"
      className={cn("text-sm text-muted-foreground", className)}
    />
  );
}
