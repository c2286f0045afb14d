import { createRootRouteWithContext, Outlet, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense } from "react";

import { ConnectionNotice } from "@/shell/connection-notice";
import type { RouterContext } from "@/session/guards";

/** The landing page has nothing to announce, and loads less without it. */
const Toaster = lazy(async () => ({ default: (await import("@/components/ui/sonner")).Toaster }));

export const Route = createRootRouteWithContext<RouterContext>()({ component: Root });

function Root() {
  const isLanding = useRouterState({ select: ({ location }) => location.pathname === "/" });
  return (
    <>
      <Outlet />
      <ConnectionNotice />
      {!isLanding && (
        <Suspense fallback={null}>
          <Toaster />
        </Suspense>
      )}
    </>
  );
}
