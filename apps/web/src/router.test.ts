// @vitest-environment happy-dom
// Who is let in where; and every page that the backend links to is there, and keeps what the link says about it.
import { paths } from "@repo/validators/platform/paths";
import { createMemoryHistory, createRouter, rootRouteId } from "@tanstack/react-router";
import type { ConvexReactClient } from "convex/react";
import { describe, expect, test } from "vitest";

import { keptToken } from "@/features/invitations/link-token";

import { routeTree } from "./routeTree.gen.ts";

/** A backend that is never asked: guards decide by the session alone. */
const convex = { prewarmQuery: () => {} } as unknown as ConvexReactClient;

function routerAt(link: string, isSignedIn = false) {
  const history = createMemoryHistory({ initialEntries: [link] });
  return createRouter({ routeTree, history, context: { isSignedIn, convex } });
}

/** Where somebody is who opens an address. */
async function openedAt(link: string, isSignedIn: boolean): Promise<string> {
  const router = routerAt(link, isSignedIn);
  await router.load();
  return router.latestLocation.href;
}

describe("somebody who is not signed in", () => {
  test("is sent to sign in, and back afterwards", async () => {
    const next = "/t/k17abc/tasks?view=list";
    const signIn = await openedAt(next, false);
    expect(signIn).toBe(`/sign-in?next=${encodeURIComponent(next)}`);
    expect(await openedAt(signIn, true)).toBe(next);
  });

  test("sees the landing page", async () => {
    expect(await openedAt("/", false)).toBe("/");
  });
});

describe("an invitation link", () => {
  test("keeps its token out of the address, and through signing in", async () => {
    const link = paths.invitation("secret-token");
    const router = routerAt(link);
    await router.load();
    expect(router.latestLocation.href).toBe("/invitation");
    expect(router.history.length).toBe(1);
    expect(await openedAt("/sign-in?next=%2Finvitation", true)).toBe("/invitation");
    expect(keptToken()).toBe("secret-token");
  });
});

describe("somebody who is signed in", () => {
  test.each(["/", "/sign-in", "/sign-in?mode=sign-up"])("goes on from %s", async (link) => {
    expect(await openedAt(link, true)).toBe("/start");
  });

  test.each([
    "https://elsewhere.example",
    "//elsewhere.example",
    "/\\elsewhere.example",
    "/sign-in",
  ])("is not sent to %s", async (next) => {
    expect(await openedAt(`/sign-in?next=${encodeURIComponent(next)}`, true)).toBe("/start");
  });
});

function pageAt(link: string) {
  const router = routerAt(link);
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
