// The browser's own select: complete by keyboard, on phones, and for screen readers.
import type { ComponentProps } from "react";

import { cn } from "@/lib/utils";

import { controlClass } from "./input";

export function NativeSelect({ className, ...rest }: ComponentProps<"select">) {
  return (
    <select {...rest} data-slot="native-select" className={cn(controlClass, "h-10", className)} />
  );
}
