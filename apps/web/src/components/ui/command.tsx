import { Command as Primitive } from "cmdk";
import { Search } from "lucide-react";
import type { ComponentProps } from "react";

import { cn } from "@/lib/utils";

import { Dialog, DialogContent, DialogDescription, DialogTitle } from "./dialog";

export function Command({ className, ...rest }: ComponentProps<typeof Primitive>) {
  return (
    <Primitive
      {...rest}
      data-slot="command"
      className={cn("flex size-full flex-col overflow-hidden rounded-lg", className)}
    />
  );
}

/** A window with a command list; `title` and `description` are for screen readers. */
export function CommandDialog({
  title,
  description,
  children,
  ...rest
}: ComponentProps<typeof Dialog> & { title: string; description: string }) {
  return (
    <Dialog {...rest}>
      <DialogContent
        showCloseButton={false}
        className="top-[12vh] max-w-xl translate-y-0 p-0 sm:p-0"
      >
        <DialogTitle className="sr-only">{title}</DialogTitle>
        <DialogDescription className="sr-only">{description}</DialogDescription>
        {children}
      </DialogContent>
    </Dialog>
  );
}

export function CommandInput({ className, ...rest }: ComponentProps<typeof Primitive.Input>) {
  return (
    <div data-slot="command-input-wrapper" className="flex items-center gap-2 border-b px-3">
      <Search aria-hidden className="size-4 shrink-0 text-muted-foreground" />
      <Primitive.Input
        {...rest}
        data-slot="command-input"
        className={cn(
          "h-12 w-full bg-transparent text-base outline-none placeholder:text-muted-foreground",
          className,
        )}
      />
    </div>
  );
}

export function CommandList({ className, ...rest }: ComponentProps<typeof Primitive.List>) {
  return (
    <Primitive.List
      {...rest}
      data-slot="command-list"
      className={cn("max-h-[min(24rem,60vh)] scroll-py-1 overflow-y-auto p-1", className)}
    />
  );
}

export function CommandEmpty(props: ComponentProps<typeof Primitive.Empty>) {
  return (
    <Primitive.Empty
      {...props}
      data-slot="command-empty"
      className="py-8 text-center text-sm text-muted-foreground"
    />
  );
}

export function CommandGroup({ className, ...rest }: ComponentProps<typeof Primitive.Group>) {
  return (
    <Primitive.Group
      {...rest}
      data-slot="command-group"
      className={cn(
        "p-1 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted-foreground",
        className,
      )}
    />
  );
}

export function CommandItem({ className, ...rest }: ComponentProps<typeof Primitive.Item>) {
  return (
    <Primitive.Item
      {...rest}
      data-slot="command-item"
      className={cn(
        "flex cursor-default items-center gap-2 rounded-md px-2 py-2 text-sm select-none data-[disabled=true]:opacity-60 data-[selected=true]:bg-accent data-[selected=true]:text-accent-foreground [&_svg]:size-4 [&_svg]:shrink-0",
        className,
      )}
    />
  );
}

export function CommandShortcut({ className, ...rest }: ComponentProps<"kbd">) {
  return (
    <kbd
      {...rest}
      data-slot="command-shortcut"
      className={cn("ml-auto font-sans text-xs text-muted-foreground", className)}
    />
  );
}
