// What routes know of the session, and who they let in. The server decides again with every call.
import { redirect, type ParsedLocation } from "@tanstack/react-router";
import type { ConvexReactClient } from "convex/react";

/** Handed to every `beforeLoad` and `loader`. */
export interface RouterContext {
  isSignedIn: boolean;
  /**
   * Loaders prewarm the queries of their page, which then answer while its code is loaded. A list cannot be prewarmed:
   * `usePaginatedQuery` puts a number of its own into the arguments of each use.
   */
  convex: ConvexReactClient;
}

/**
 * The `beforeLoad` of pages for people who are signed in.
 * @throws a redirect that leads everybody else to the sign-in page, and back afterwards
 */
export function requireSignedIn({
  context,
  location,
}: {
  context: RouterContext;
  location: ParsedLocation;
}): void {
  if (context.isSignedIn) return;
  throw redirect({ to: "/sign-in", search: { next: location.href }, replace: true });
}
