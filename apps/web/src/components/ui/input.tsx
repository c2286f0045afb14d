import type { ComponentProps } from "react";

import { cn } from "@/lib/utils";

/** The look of every control that takes typing or offers a choice. */
export const controlClass =
  "w-full min-w-0 rounded-md border border-input bg-card px-3 text-base text-foreground transition-colors placeholder:text-muted-foreground focus-visible:border-ring focus-visible:outline-1 focus-visible:outline-offset-0 disabled:opacity-60 aria-invalid:border-destructive";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return (
    <input
      {...rest}
      data-slot="input"
      className={cn(
        controlClass,
        "h-10 file:mr-3 file:border-0 file:bg-transparent file:text-sm file:font-medium",
        className,
      )}
    />
  );
}
