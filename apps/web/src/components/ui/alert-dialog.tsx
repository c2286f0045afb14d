import { AlertDialog as Primitive } from "radix-ui";
import type { ComponentProps } from "react";

import { cn } from "@/lib/utils";

import { buttonVariants } from "./button";
import { overlayClass, windowClass } from "./dialog";

export function AlertDialog(props: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root {...props} />;
}

export function AlertDialogTrigger(props: ComponentProps<typeof Primitive.Trigger>) {
  return <Primitive.Trigger {...props} data-slot="alert-dialog-trigger" />;
}

export function AlertDialogContent({
  className,
  ...rest
}: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={overlayClass} />
      <Primitive.Content
        {...rest}
        data-slot="alert-dialog-content"
        className={cn(windowClass, className)}
      />
    </Primitive.Portal>
  );
}

export function AlertDialogHeader({ className, ...rest }: ComponentProps<"div">) {
  return (
    <div {...rest} data-slot="alert-dialog-header" className={cn("grid gap-1.5", className)} />
  );
}

export function AlertDialogFooter({ className, ...rest }: ComponentProps<"div">) {
  return (
    <div
      {...rest}
      data-slot="alert-dialog-footer"
      className={cn("flex flex-wrap justify-end gap-2", className)}
    />
  );
}

export function AlertDialogTitle({ className, ...rest }: ComponentProps<typeof Primitive.Title>) {
  return (
    <Primitive.Title
      {...rest}
      data-slot="alert-dialog-title"
      className={cn("text-lg leading-snug font-semibold wrap-anywhere", className)}
    />
  );
}

export function AlertDialogDescription({
  className,
  ...rest
}: ComponentProps<typeof Primitive.Description>) {
  return (
    <Primitive.Description
      {...rest}
      data-slot="alert-dialog-description"
      className={cn("text-sm wrap-anywhere text-muted-foreground", className)}
    />
  );
}

export function AlertDialogAction({ className, ...rest }: ComponentProps<typeof Primitive.Action>) {
  return <Primitive.Action {...rest} className={cn(buttonVariants(), className)} />;
}

export function AlertDialogCancel({ className, ...rest }: ComponentProps<typeof Primitive.Cancel>) {
  return (
    <Primitive.Cancel {...rest} className={cn(buttonVariants({ variant: "outline" }), className)} />
  );
}
