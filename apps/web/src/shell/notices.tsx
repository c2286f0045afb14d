// What any page may have to say: a lost connection, and short messages.
import { lazy, Suspense } from "react";

import { ConnectionNotice } from "./connection-notice";

/** The landing page has nothing to announce, and no page is drawn later because of it. */
const Toaster = lazy(async () => ({ default: (await import("@/components/ui/sonner")).Toaster }));

export function Notices({ hasMessages }: { hasMessages: boolean }) {
  return (
    <>
      <ConnectionNotice />
      {hasMessages && (
        <Suspense fallback={null}>
          <Toaster />
        </Suspense>
      )}
    </>
  );
}
