// Adds HTTP routes, each with a bound on its calls. `manifest.test.ts` finds routes without one, and `http.test.ts`
// calls each beyond it.
import { isAppError } from "@repo/validators/errors";
import { corsRouter } from "convex-helpers/server/cors";
import type { HttpRouter, RoutableMethod } from "convex/server";
// eslint-disable-next-line @typescript-eslint/no-restricted-imports -- makes handlers; the routes are in http.ts
import { httpAction } from "../../_generated/server";
import type { ActionCtx } from "../../_generated/server";
import { type RateLimitName, countFor } from "./rateLimits";

/** What bounds the calls of a route: a rate limit, or a reason why it needs none. */
export type Guard = { rateLimit: RateLimitName } | { unlimited: string };

/** One path, or what the paths of the route start with, which ends with a slash. */
type RoutePath = { path: string } | { pathPrefix: string };

/** A route, the bound on its calls, and its handler. */
export type GuardedRoute<Key extends string> = RoutePath & {
  method: RoutableMethod;
  limit:
    | {
        rateLimit: RateLimitName;
        /** The key by which a request is counted; null for one that the handler refuses without any work. */
        countedBy: (ctx: ActionCtx, request: Request) => Promise<Key | null>;
      }
    | { unlimited: string };
  /** Which pages of other origins may call it: all of them without `allowedOrigins`, none without `cors`. */
  cors?: {
    allowedOrigins?: () => Promise<string[]>;
    allowedHeaders?: string[];
    exposedHeaders?: string[];
  };
  /** Also receives the key of the count; null without a rate limit. */
  handler: (ctx: ActionCtx, request: Request, key: Key | null) => Promise<Response>;
};

const guards = new WeakMap<object, Guard>();

/**
 * Records what bounds the calls of a handler.
 * @param handler what the router calls
 * @param guard its limit
 */
export function setGuard(handler: object, guard: Guard): void {
  guards.set(handler, guard);
}

/**
 * Says what bounds the calls of a handler.
 * @param handler what the router calls
 * @returns undefined for a handler of neither `addRoute` nor `webhook`
 */
export function guardOf(handler: object): Guard | undefined {
  return guards.get(handler);
}

/**
 * Adds a route whose calls are counted before its handler runs. Over the limit it responds 429 with `Retry-After`.
 * @param http the app's router
 * @param route its path, the bound on its calls, and its handler
 */
export function addRoute<Key extends string>(
  http: HttpRouter,
  { method, limit, cors, handler, ...at }: GuardedRoute<Key>,
): void {
  const router = cors === undefined ? http : corsRouter(http, cors);
  const guarded = httpAction(async (ctx, request) => {
    if ("unlimited" in limit) return await handler(ctx, request, null);
    const key = await limit.countedBy(ctx, request);
    const refused = key === null ? null : await refusalOverLimit(ctx, limit.rateLimit, key);
    return refused ?? (await handler(ctx, request, key));
  });
  router.route({ method, ...at, handler: guarded });
  // Looked up, because the router for other origins wraps the handler.
  const [added] = http.lookup("path" in at ? at.path : at.pathPrefix, method) ?? [guarded];
  setGuard(added, limit);
}

/**
 * Counts a request against a rate limit.
 * @param ctx the context of an HTTP action
 * @param name which limit
 * @param key whose count it is
 * @returns the response to a request over the limit; null for one within it
 */
export async function refusalOverLimit(
  ctx: ActionCtx,
  name: RateLimitName,
  key: string,
): Promise<Response | null> {
  try {
    await countFor(ctx, name, key);
    return null;
  } catch (failure) {
    if (!isAppError(failure) || failure.data.code !== "RATE_LIMITED") throw failure;
    const seconds = Math.ceil((failure.data.retryAfter ?? 1000) / 1000);
    return textAnswer(429, failure.data.message, { "Retry-After": String(seconds) });
  }
}

/**
 * Makes a response of one sentence that no cache stores.
 * @param status the HTTP status
 * @param text what happened
 * @param headers further headers
 */
export function textAnswer(
  status: number,
  text: string,
  headers: Record<string, string> = {},
): Response {
  return new Response(text, { status, headers: { ...headers, "Cache-Control": "no-store" } });
}
