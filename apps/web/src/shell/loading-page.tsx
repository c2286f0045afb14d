import { LoaderCircle } from "lucide-react";

import { words } from "./words";

/** The whole page while it is not known who is signed in. */
export function LoadingPage() {
  return (
    <div role="status" className="grid min-h-dvh place-items-center text-muted-foreground">
      <LoaderCircle aria-hidden className="size-6 animate-spin" />
      <span className="sr-only">{words.loading}</span>
    </div>
  );
}
