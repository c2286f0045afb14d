// The app between the providers of the backend and the pages.
import { RouterProvider } from "@tanstack/react-router";
import { useConvex, useConvexAuth } from "convex/react";
import { useEffect, useRef } from "react";

import { LoadingPage } from "@/shell/loading-page";
import type { AppRouter } from "./router.tsx";

/** Shows the page of the address once it is known whether somebody is signed in. */
export function App({ router }: { router: AppRouter }) {
  const convex = useConvex();
  const isSignedIn = useIsSignedIn();
  useEffect(() => loadCodeOfPage(router), [router]);
  useEffect(() => {
    // Guards decide again after signing in or out.
    if (isSignedIn !== undefined) void router.invalidate();
  }, [router, isSignedIn]);
  if (isSignedIn === undefined) return <LoadingPage />;
  return <RouterProvider router={router} context={{ isSignedIn, convex }} />;
}

/** Undefined until it is known for the first time; the last answer while a new one is on its way. */
function useIsSignedIn(): boolean | undefined {
  const { isLoading, isAuthenticated } = useConvexAuth();
  const last = useRef<boolean>(undefined);
  if (!isLoading) last.current = isAuthenticated;
  return last.current;
}

/** The code of the page arrives while the server checks the session. */
function loadCodeOfPage(router: AppRouter): void {
  const [matchedRoutes] = router.getMatchedRoutes(router.latestLocation.pathname);
  for (const route of matchedRoutes) void router.loadRouteChunk(route);
}
