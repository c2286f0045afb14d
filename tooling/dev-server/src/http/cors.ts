// CORS of the cloud origin: every origin may call it, with credentials. The site origin
// has none: there, CORS is the user's own business.

import type { MiddlewareHandler } from "hono";

const METHODS = "GET,POST,OPTIONS,PATCH,DELETE,PUT";
const MAX_AGE_SECONDS = "86400";

/** Answers preflights, and adds the headers to every other response, errors included. */
export const cloudCors: MiddlewareHandler = async (c, next) => {
  const origin = c.req.header("Origin");
  const preflight = c.req.method === "OPTIONS";
  if (preflight) c.res = new Response(null, { status: 200 });
  else await next();
  if (origin === undefined) return;
  c.header("Access-Control-Allow-Origin", origin);
  c.header("Access-Control-Allow-Credentials", "true");
  c.header("Vary", "Origin", { append: true });
  if (!preflight) return;
  c.header("Access-Control-Allow-Methods", METHODS);
  c.header("Access-Control-Max-Age", MAX_AGE_SECONDS);
  const requested = c.req.header("Access-Control-Request-Headers");
  if (requested !== undefined) c.header("Access-Control-Allow-Headers", requested);
};
