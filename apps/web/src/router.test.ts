// @vitest-environment happy-dom
// Every page that the backend links to is there, and keeps what the link says about it.
import { paths } from "@repo/validators/platform/paths";
import { createMemoryHistory, createRouter, rootRouteId } from "@tanstack/react-router";
import { expect, test } from "vitest";

import { routeTree } from "./routeTree.gen.ts";

function pageAt(link: string) {
  const history = createMemoryHistory({ initialEntries: [link] });
  const router = createRouter({ routeTree, history });
  return router.matchRoutes(router.latestLocation).at(-1)!;
}

const links = Object.entries<(...ids: string[]) => string>(paths).map(
  ([name, path]) => [name, path("k17abc", "j57def")] as const,
);

test.each(links)("the link to %s, %s, leads to a page", (_name, link) => {
  const page = pageAt(link);
  expect(page.routeId).not.toBe(rootRouteId);
  expect(page.search).toEqual(Object.fromEntries(new URL(link, "http://app").searchParams));
});

test("a link that leads nowhere is found", () => {
  expect(pageAt("/teams").routeId).toBe(rootRouteId);
});
