import { createRootRouteWithContext, Outlet, useRouterState } from "@tanstack/react-router";

import type { RouterContext } from "@/session/guards";
import { Notices } from "@/shell/notices";

export const Route = createRootRouteWithContext<RouterContext>()({ component: Root });

function Root() {
  const isLanding = useRouterState({ select: ({ location }) => location.pathname === "/" });
  return (
    <>
      <Outlet />
      <Notices hasMessages={!isLanding} />
    </>
  );
}
