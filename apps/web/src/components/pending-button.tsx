import { LoaderCircle } from "lucide-react";
import type { ComponentProps } from "react";

import { Button } from "@/components/ui/button";

/** A button that shows a spinner and takes no clicks while `isPending`, but keeps the focus. */
export function PendingButton({
  isPending,
  children,
  onClick,
  ...rest
}: ComponentProps<typeof Button> & { isPending: boolean }) {
  return (
    <Button
      {...rest}
      aria-disabled={isPending || undefined}
      onClick={(event) => {
        if (isPending) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {isPending && <LoaderCircle aria-hidden className="animate-spin" />}
      {children}
    </Button>
  );
}
