import { Check } from "lucide-react";
import { Checkbox as Primitive } from "radix-ui";
import type { ComponentProps } from "react";

import { cn } from "@/lib/utils";

export function Checkbox({ className, ...rest }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      {...rest}
      data-slot="checkbox"
      className={cn(
        "size-5 shrink-0 rounded-sm border border-input bg-card aria-invalid:border-destructive data-[state=checked]:border-primary data-[state=checked]:bg-primary data-[state=checked]:text-primary-foreground",
        className,
      )}
    >
      <Primitive.Indicator className="grid place-items-center">
        <Check aria-hidden className="size-4" />
      </Primitive.Indicator>
    </Primitive.Root>
  );
}
