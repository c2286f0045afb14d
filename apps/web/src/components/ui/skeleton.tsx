import type { ComponentProps } from "react";

import { cn } from "@/lib/utils";

/** The place of content that is loading. */
export function Skeleton({ className, ...rest }: ComponentProps<"div">) {
  return (
    <div
      aria-hidden
      {...rest}
      data-slot="skeleton"
      className={cn("animate-pulse rounded-md bg-muted", className)}
    />
  );
}
