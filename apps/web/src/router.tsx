import { createRouter } from "@tanstack/react-router";

import { ErrorPage } from "@/shell/error-page";
import { NotFoundPage } from "@/shell/not-found-page";
import { routeTree } from "./routeTree.gen.ts";

/** The router of the app: its pages are the files of `routes/`. */
export function createAppRouter() {
  return createRouter({
    routeTree,
    defaultPreload: "intent",
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
