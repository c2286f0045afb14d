import { Avatar as Primitive } from "radix-ui";
import type { ComponentProps } from "react";

import { cn } from "@/lib/utils";

export function Avatar({ className, ...rest }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      {...rest}
      data-slot="avatar"
      className={cn("relative flex size-8 shrink-0 overflow-hidden rounded-full", className)}
    />
  );
}

export function AvatarImage({ className, ...rest }: ComponentProps<typeof Primitive.Image>) {
  return (
    <Primitive.Image
      {...rest}
      data-slot="avatar-image"
      className={cn("size-full object-cover", className)}
    />
  );
}

export function AvatarFallback({ className, ...rest }: ComponentProps<typeof Primitive.Fallback>) {
  return (
    <Primitive.Fallback
      {...rest}
      data-slot="avatar-fallback"
      className={cn(
        "grid size-full place-items-center bg-accent text-xs font-semibold text-accent-foreground",
        className,
      )}
    />
  );
}
