import type { ComponentProps } from "react";

import { cn } from "@/lib/utils";

import { controlClass } from "./input";

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      {...rest}
      data-slot="textarea"
      className={cn(controlClass, "field-sizing-content max-h-96 min-h-24 py-2", className)}
    />
  );
}
