import { describe, expect, test } from "vitest";
import type { AnalyzedModule, DeployedComponent, Deployment } from "../kernel/function-types.ts";
import { routeRequest } from "./site.ts";

/** `routes`: "GET /a", "GET /b/*"; null: no http.js. `mounts`: mount path → child's name. */
function component(
  id: string,
  routes: string[] | null,
  options: Partial<DeployedComponent> & { mounts?: Record<string, string> } = {},
): DeployedComponent {
  const http: AnalyzedModule = {
    functions: [],
    cronSpecs: null,
    httpRoutes: (routes ?? []).map((route) => {
      const [method = "", path = ""] = route.split(" ");
      return { method, path };
    }),
  };
  return {
    id,
    path: id,
    definitionPath: id,
    parent: id === "" ? null : "",
    children: {},
    modules: {},
    analysis: routes === null ? {} : { "http.js": http },
    env: {},
    httpMounts: options.mounts ?? {},
    httpPrefix: null,
    ...options,
  };
}

function deployment(...components: DeployedComponent[]): Deployment {
  return {
    version: 1,
    components: Object.fromEntries(components.map((each) => [each.id, each])),
    authProviders: [],
    cloudOrigin: "http://127.0.0.1:3210",
    siteOrigin: "http://127.0.0.1:3211",
    udfServerVersion: "1.49.0",
    importPhase: { seed: "", timestampMs: 0 },
  };
}
const NOT_ENABLED = "This Convex deployment does not have HTTP actions enabled.";

describe("routing of the site origin", () => {
  test("without http.js and mounts there are no HTTP actions", () => {
    expect(routeRequest(deployment(component("", null)), "GET", "/")).toBe(NOT_ENABLED);
    expect(routeRequest(deployment(), "GET", "/")).toBe(NOT_ENABLED);
  });

  test("what no route matches is left to the app's router", () => {
    const app = deployment(component("", ["GET /a"]));
    expect(routeRequest(app, "GET", "/other")).toEqual({ component: "", path: "/other" });
  });

  const mounted = deployment(
    component("", ["GET /api/exact", "GET /api/*", "GET /api/deep/er/*"], {
      mounts: { "/api/": "child", "/api/deep/": "child" },
      children: { child: "c1" },
    }),
    component("c1", ["GET /x"]),
  );
  test.each([
    ["an exact route wins over a mount", "GET", "/api/exact", "", "/api/exact"],
    ["a mount wins over a prefix of the same length", "GET", "/api/x", "c1", "/x"],
    ["the longer mount wins over the shorter", "GET", "/api/deep/x", "c1", "/x"],
    ["a longer prefix wins over a mount", "GET", "/api/deep/er/x", "", "/api/deep/er/x"],
    ["routes of other methods do not count", "POST", "/api/exact", "c1", "/exact"],
    ["the mount's path without its slash is not below it", "GET", "/api", "", "/api"],
  ])("%s", (_name, method, path, id, routed) => {
    expect(routeRequest(mounted, method, path)).toEqual({ component: id, path: routed });
  });

  test("mounts nest", () => {
    const nested = deployment(
      component("", null, { mounts: { "/a/": "one" }, children: { one: "c1" } }),
      component("c1", null, { mounts: { "/b/": "two" }, children: { two: "c2" } }),
      component("c2", ["GET /x"]),
    );
    expect(routeRequest(nested, "GET", "/a/b/x")).toEqual({ component: "c2", path: "/x" });
    expect(routeRequest(nested, "GET", "/a/x")).toBe("No matching routes found");
  });

  test("the app's prefix is stripped for its own routes, not for mounts", () => {
    const prefixed = deployment(
      component("", ["GET /x"], {
        httpPrefix: "/v1/",
        mounts: { "/m/": "child" },
        children: { child: "c1" },
      }),
      component("c1", ["GET /x"]),
    );
    expect(routeRequest(prefixed, "GET", "/v1/x")).toEqual({ component: "", path: "/x" });
    expect(routeRequest(prefixed, "GET", "/v1")).toEqual({ component: "", path: "/" });
    expect(routeRequest(prefixed, "GET", "/m/x")).toEqual({ component: "c1", path: "/x" });
    expect(routeRequest(prefixed, "GET", "/x")).toBe("No matching routes found");
  });
});
