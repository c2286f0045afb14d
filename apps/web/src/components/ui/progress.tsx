import { Progress as Primitive } from "radix-ui";
import type { ComponentProps } from "react";

import { cn } from "@/lib/utils";

/** `value` is a percentage; null while it is not known. */
export function Progress({ className, value, ...rest }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      {...rest}
      value={value}
      data-slot="progress"
      className={cn("h-2 w-full overflow-hidden rounded-full bg-muted", className)}
    >
      <Primitive.Indicator
        className="h-full bg-primary transition-[width]"
        style={{ width: `${value ?? 0}%` }}
      />
    </Primitive.Root>
  );
}
