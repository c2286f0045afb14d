// @vitest-environment happy-dom
// Who opens the address of a page that the navigation does not offer to them reads why, and nothing of it is asked for.
import { can } from "@repo/validators/access";
import { createMemoryHistory, createRouter, type RouteComponent } from "@tanstack/react-router";
import { cleanup, screen } from "@testing-library/react";
import type { ConvexReactClient } from "convex/react";
import { afterEach, expect, test } from "vitest";

import { routeTree } from "../routeTree.gen.ts";
import { me, renderPage } from "@/testing/render";

import { features } from "./feature";
import { words } from "./words";

const { routesByPath } = createRouter({
  routeTree,
  history: createMemoryHistory(),
  context: { isSignedIn: true, convex: {} as ConvexReactClient },
});

const hidden = features
  .flatMap(({ pages }) => pages)
  .flatMap(({ to, access }) => (access && !can(me.role, access) ? [to] : []));

afterEach(cleanup);

test("some pages are hidden from members", () => {
  expect(hidden).toContain("/admin/audit");
});

test.each(hidden)("%s is refused to who does not see it in the navigation", async (to) => {
  const { component } = routesByPath[to as "/notes"].options;
  const Page = component as RouteComponent;
  const page = { path: to.slice(1), address: to, search: (given: object) => given };
  const { convex } = await renderPage(<Page />, { page });
  expect(await screen.findByRole("heading", { name: words.notForRole, level: 1 })).toBeTruthy();
  expect(convex.askedNames()).toEqual([]);
});
