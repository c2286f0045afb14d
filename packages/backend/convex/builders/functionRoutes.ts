// HTTP routes that call one function with JSON, for programs that are no client of Convex. The function checks its
// arguments and who may call it, as for every other caller.
import { type AppErrorData, isAppError } from "@repo/validators/errors";
import { type HttpRouter, type RoutableMethod, makeFunctionReference } from "convex/server";
import type { Value } from "convex/values";
import { z } from "zod";
import { type ActionCtx, env } from "../_generated/server";
import { userIdOf } from "../lib/access";
import { bodyWithin } from "../lib/bodyWithin";
import { networkOf } from "../lib/clientAddress";
import { keyedHash } from "../lib/keyedHash";
import type { RateLimitName } from "../model/platform/rateLimits";
import { addRoute, textAnswer } from "../model/platform/routes";
import { shapesOf } from "./functions";

/**
 * Who may call a route: people with `Authorization: Bearer <session token>`, a program that sends the key of a
 * variable as `X-API-Key`, or everybody.
 */
export type RouteAuth =
  | { kind: "session" }
  | { kind: "key"; key: () => string | undefined }
  | { kind: "public"; why: string };

/** A route that calls one function. */
export interface FunctionRoute {
  /** With GET the arguments are the query parameter `args`, else the body. */
  method: Exclude<RoutableMethod, "OPTIONS">;
  path: string;
  auth: RouteAuth;
  /** Counted per person, per network, or for the key. */
  rateLimit: RateLimitName;
  /** The size of the JSON at most. */
  maxBytes: number;
  /** Which pages may call it: those of the web app, of all origins, or of some; default: none. */
  origins?: "app" | "any" | readonly string[];
  /** The function itself, whose shapes the arguments have to fit. */
  calls: object;
  /** How Convex names it: `notes:create`. With GET it is a query, else a mutation. */
  as: string;
}

/**
 * Adds a route that responds with what a function returns, as JSON: 401 without a valid token or key, 404 while no key
 * is set, 413 to arguments that are too large, 400 to those that are no JSON object or that the function refuses, 429
 * over the limit, and the status of our other errors.
 * @param http the app's router
 * @param route its path, who may call it, its limits, and the function
 */
export function addFunctionRoute(
  http: HttpRouter,
  { method, path, auth, rateLimit, maxBytes, origins, calls, as }: FunctionRoute,
): void {
  addRoute(http, {
    ...{ method, path },
    limit: { rateLimit, countedBy: async (ctx, request) => await callerOf(ctx, request, auth) },
    ...(origins !== undefined && { cors: corsFor(origins) }),
    handler: async (ctx, request, caller) => {
      if (auth.kind === "key" && auth.key() === undefined) {
        return textAnswer(404, "No key is set for this route.");
      }
      if (caller === null) return textAnswer(401, "The token or the key is missing or wrong.");
      const args = await argumentsOf(request, maxBytes);
      if (args instanceof Response) return args;
      const refused = shapesOf(calls)?.args.strict().safeParse(args).error;
      if (refused !== undefined) return textAnswer(400, z.prettifyError(refused));
      return await answer(async () => await callOf(ctx, method, as, args as never));
    },
  });
}

/** The key by which a call is counted; null for somebody who may not call. */
async function callerOf(ctx: ActionCtx, request: Request, auth: RouteAuth): Promise<string | null> {
  if (auth.kind === "session") return await userIdOf(ctx);
  if (auth.kind === "public") return (await networkOf(ctx)) ?? "unknown";
  const [key, given] = [auth.key(), request.headers.get("X-API-Key")];
  if (key === undefined || given === null) return null;
  // Hashes are compared, so that the time it takes tells nothing about the key.
  return (await keyedHash(key)) === (await keyedHash(given)) ? "key" : null;
}

function corsFor(origins: "app" | "any" | readonly string[]) {
  const allowedHeaders = ["Authorization", "Content-Type", "X-API-Key"];
  if (origins === "any") return { allowedHeaders };
  const ofApp = () => (env.SITE_URL === undefined ? [] : [new URL(env.SITE_URL).origin]);
  return {
    allowedHeaders,
    allowedOrigins: async () => (origins === "app" ? ofApp() : [...origins]),
  };
}

/** The arguments in a request, or the response to one that has none. */
async function argumentsOf(request: Request, maxBytes: number): Promise<object | Response> {
  const text = await textOf(request, maxBytes);
  if (text === null) return textAnswer(413, `The arguments have ${maxBytes} bytes at most.`);
  try {
    const args: unknown = JSON.parse(text);
    const isObject = typeof args === "object" && args !== null && !Array.isArray(args);
    return isObject ? args : textAnswer(400, "The arguments are no JSON object.");
  } catch {
    return textAnswer(400, "The arguments are not JSON.");
  }
}

async function textOf(request: Request, maxBytes: number): Promise<string | null> {
  if (request.method !== "GET")
    return (await (await bodyWithin(request, maxBytes))?.text()) ?? null;
  const args = new URL(request.url).searchParams.get("args") ?? "{}";
  return new TextEncoder().encode(args).byteLength > maxBytes ? null : args;
}

async function callOf(
  ctx: ActionCtx,
  method: FunctionRoute["method"],
  name: string,
  args: Record<string, Value>,
): Promise<Value> {
  return method === "GET"
    ? await ctx.runQuery(makeFunctionReference<"query", Record<string, Value>, Value>(name), args)
    : await ctx.runMutation(
        makeFunctionReference<"mutation", Record<string, Value>, Value>(name),
        args,
      );
}

async function answer(call: () => Promise<Value>): Promise<Response> {
  try {
    return Response.json(await call(), {
      headers: { "Cache-Control": "no-store" },
    });
  } catch (error) {
    // Only Convex knows whether a text is an id: its error has no class of its own, so its name has to do.
    if (/ArgumentValidationError|Validator error/.test(String(error))) {
      return textAnswer(400, "An argument is no id of its table.");
    }
    if (!isAppError(error)) throw error;
    const { code, message, issues, retryAfter } = error.data;
    const seconds = Math.ceil((retryAfter ?? 0) / 1000);
    return Response.json(
      { code, message, issues },
      {
        status: STATUS_OF[code],
        headers: {
          "Cache-Control": "no-store",
          ...(seconds > 0 && { "Retry-After": String(seconds) }),
        },
      },
    );
  }
}

const STATUS_OF: Record<AppErrorData["code"], number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  INVALID: 400,
  CONFLICT: 409,
  QUOTA_EXCEEDED: 429,
  RATE_LIMITED: 429,
  NOT_IMPLEMENTED: 501,
};
