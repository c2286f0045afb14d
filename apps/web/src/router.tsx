import { createRouter } from "@tanstack/react-router";

import { PageSkeleton } from "@/components/page-skeleton";
import type { RouterContext } from "@/session/guards";
import { ErrorPage } from "@/shell/error-page";
import { NotFoundPage } from "@/shell/not-found-page";
import { words } from "@/shell/words";
import { routeTree } from "./routeTree.gen.ts";

/** Milliseconds before a page that is still loading says so. */
const PENDING_AFTER = 300;

/**
 * The router of the app: its pages are the files of `routes/`. Every route has these views of an error, of an unknown
 * address and of waiting, unless it names its own.
 */
export function createAppRouter() {
  return createRouter({
    routeTree,
    // `App` hands it over.
    context: undefined as unknown as RouterContext,
    defaultPreload: "intent",
    // What loaders ask for is kept live by the backend's client, not by the router.
    defaultPreloadStaleTime: 0,
    defaultPendingMs: PENDING_AFTER,
    defaultPendingComponent: () => <PageSkeleton label={words.loadingPage} />,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
  });
}

export type AppRouter = ReturnType<typeof createAppRouter>;

declare module "@tanstack/react-router" {
  interface Register {
    router: AppRouter;
  }
}
