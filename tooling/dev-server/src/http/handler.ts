// Every HTTP route of the cloud origin, from the apps of the areas that own them.

import { Hono, type ErrorHandler } from "hono";
import { adminApi, type AdminApp } from "../admin/api.ts";
import { exportApi } from "../admin/export.ts";
import { importApi } from "../admin/import.ts";
import { deployApi } from "../deploy/api.ts";
import type { App } from "../kernel/app.ts";
import { BackendError } from "../kernel/errors.ts";
import type { Fetch } from "../listener/listen.ts";
import { cloudCors } from "./cors.ts";
import { functionApi } from "./function-api.ts";
import { siteApi } from "./site.ts";
import { storageApi } from "./storage.ts";
import { wellKnownApi } from "./well-known.ts";

const SITE_PREFIX = "/http";

/**
 * The handler of the cloud origin. Any failure is answered with `{code, message}`; nothing a request
 * holds makes it throw.
 * @param report receives failures that are the backend's own fault
 */
export function createHandler(app: App & AdminApp, report: (error: unknown) => void): Fetch {
  const hono = new Hono();
  const site = siteApi(app);
  hono.onError(errorHandler(report));
  hono.notFound((c) =>
    c.json({ code: "NotFound", message: `No route ${c.req.method} ${c.req.path}` }, 404),
  );
  // HTTP actions decide about CORS themselves, so they come before it.
  hono.all(`${SITE_PREFIX}/*`, (c) =>
    site(onSiteOrigin(c.req.raw, app.config.siteOrigin), c.env as object),
  );
  hono.use(cloudCors);
  hono.route("/", deployApi(app));
  hono.route("/", adminApi(app));
  hono.route("/", functionApi(app));
  hono.route("/", storageApi(app));
  hono.route("/", wellKnownApi(app));
  hono.route("/", importApi(app));
  hono.route("/", exportApi(app));
  return (request, env) => hono.fetch(request, env);
}

function errorHandler(report: (error: unknown) => void): ErrorHandler {
  return (error, c) => {
    if (error instanceof BackendError) {
      return c.json({ code: error.code, message: error.message }, error.status);
    }
    // A client that went away in the middle of its request is not a fault of the backend.
    if ((error as NodeJS.ErrnoException).code !== "ECONNRESET") report(error);
    const message = `Your request couldn't be completed: ${error.message}`;
    return c.json({ code: "InternalServerError", message }, 500);
  };
}

/** `<cloud>/http/path` is another way to reach `<site>/path`. */
function onSiteOrigin(request: Request, siteOrigin: string): Request {
  const { pathname, search } = new URL(request.url);
  const url = `${siteOrigin}${pathname.slice(SITE_PREFIX.length)}${search}`;
  const { method, headers, body, signal } = request;
  const init = { method, headers, signal, ...(body === null ? {} : { body, duplex: "half" }) };
  return new Request(url, init);
}
