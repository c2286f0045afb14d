import type { ComponentProps } from "react";

import { cn } from "@/lib/utils";

export function Label({ className, ...rest }: ComponentProps<"label">) {
  return (
    <label
      {...rest}
      data-slot="label"
      className={cn("text-sm leading-none font-medium select-none", className)}
    />
  );
}
