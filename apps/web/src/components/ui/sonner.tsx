import type { ComponentProps } from "react";
import { Toaster as Sonner } from "sonner";

import { useTheme } from "@/lib/theme";

/** Short messages at the top of the page, in the theme that the person chose. */
export function Toaster(props: ComponentProps<typeof Sonner>) {
  return <Sonner theme={useTheme()} position="top-center" closeButton richColors {...props} />;
}
