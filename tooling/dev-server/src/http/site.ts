// The site origin: HTTP actions of the app and of the components mounted below it.

import type { App } from "../kernel/app.ts";
import type { ComponentId } from "../kernel/database-types.ts";
import type { DeployedComponent, Deployment, Identity } from "../kernel/function-types.ts";
import { LIMITS } from "../kernel/limits.ts";
import { remoteAddress } from "./remote-address.ts";

const METHODS = new Set(["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"]);
const NOT_ENABLED = "This Convex deployment does not have HTTP actions enabled.";
const NO_ROUTE = "No matching routes found";
const MAX_BODY_BYTES = LIMITS.httpRequestBytes.value;

type SiteParts = Pick<App, "auth" | "runner">;

/**
 * Answers requests to the site origin. The request keeps its whole URL; only the path that is routed
 * loses the prefixes of mounts. No CORS headers are added and nothing is refused for its identity:
 * both are the HTTP action's business.
 */
export function siteApi(app: SiteParts): (request: Request, env?: object) => Promise<Response> {
  return async (request, env) => {
    if (!METHODS.has(request.method)) {
      const headers = { allow: [...METHODS].join(", "), "content-type": "text/plain" };
      return new Response("Method Not Allowed", { status: 405, headers });
    }
    if (Number(request.headers.get("content-length")) > MAX_BODY_BYTES) {
      return new Response("Requests to HTTP actions are limited to 20 MiB.", { status: 413 });
    }
    const visible = asSeenByClient(request);
    const method = request.method === "HEAD" ? "GET" : request.method;
    const target = routeRequest(app.runner.deployment, method, new URL(visible.url).pathname);
    if (typeof target === "string") return new Response(target, { status: 404 });
    const identity = await identify(app.auth, request.headers.get("authorization"));
    const { component, path } = target;
    const ip = remoteAddress(env);
    const response = await app.runner.http(component, path, visible, identity, ip);
    if (request.method !== "HEAD") return response;
    await response.body?.cancel();
    return new Response(null, response);
  };
}

/** A bad or expired token does not stop a request; asking who the user is will fail with the reason. */
async function identify(auth: App["auth"], header: string | null): Promise<Identity> {
  if (header === null) return { kind: "none" };
  return auth.fromHeader(header).catch((error: unknown): Identity => {
    return { kind: "none", refusal: error instanceof Error ? error.message : String(error) };
  });
}

/** Behind a proxy that ends TLS the scheme is the one the client used. */
function asSeenByClient(request: Request): Request {
  const proto = request.headers.get("x-forwarded-proto")?.split(",")[0]?.trim();
  const url = new URL(request.url);
  if ((proto !== "http" && proto !== "https") || url.protocol === `${proto}:`) return request;
  url.protocol = proto;
  return new Request(url, request);
}

/**
 * Which component's router answers, and by which path; or the text of the 404 when none does.
 * @param method GET for HEAD
 * @param pathname undecoded, starting with `/`
 */
export function routeRequest(
  deployment: Deployment,
  method: string,
  pathname: string,
): { component: ComponentId; path: string } | string {
  let component = deployment.components[""];
  let path = pathname;
  while (component !== undefined) {
    const routes = httpRoutes(component);
    const mounts = Object.keys(component.httpMounts);
    if (routes === null && mounts.length === 0) return NOT_ENABLED;
    const ownPath = routes === null ? null : stripPrefix(component, path);
    const mount = longest(mounts.filter((candidate) => path.startsWith(candidate)));
    const ownLength = ownPath === null ? 0 : matchLength(routes ?? [], method, ownPath);
    if (mount.length === 0 || mount.length < ownLength) {
      return ownPath === null ? NO_ROUTE : { component: component.id, path: ownPath };
    }
    const child = component.children[component.httpMounts[mount] ?? ""];
    component = child === undefined ? undefined : deployment.components[child];
    path = path.slice(mount.length - 1);
  }
  return NOT_ENABLED;
}

function httpRoutes(component: DeployedComponent): { path: string; method: string }[] | null {
  return component.analysis["http.js"]?.httpRoutes ?? null;
}

/** The path as the app's own http.js sees it; null when it lies outside the app's prefix. */
function stripPrefix(component: DeployedComponent, path: string): string | null {
  const prefix = component.parent === null ? component.httpPrefix : null;
  if (prefix === null) return path;
  const base = prefix.replace(/\/$/, "");
  if (path === base) return "/";
  return path.startsWith(`${base}/`) ? path.slice(base.length) : null;
}

/** Length of the longest matching prefix route; an exact route is longer than any; 0: none. */
function matchLength(
  routes: { path: string; method: string }[],
  method: string,
  path: string,
): number {
  const candidates = routes.filter((route) => route.method === method);
  if (candidates.some((route) => route.path === path)) return Infinity;
  const prefixes = candidates
    .filter((route) => route.path.endsWith("*"))
    .map((route) => route.path.slice(0, -1));
  return longest(prefixes.filter((prefix) => path.startsWith(prefix))).length;
}

function longest(texts: string[]): string {
  return texts.reduce((best, text) => (text.length > best.length ? text : best), "");
}
