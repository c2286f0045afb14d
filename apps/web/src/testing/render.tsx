// Draws a component as a signed-in person sees it, with a router and a fake backend.
import { render, type RenderResult } from "@testing-library/react";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
  type AnyRootRoute,
  type AnyRouter,
} from "@tanstack/react-router";
import { ConvexProvider } from "convex/react";
import type { ReactNode } from "react";
import { Toaster } from "sonner";
import type { z } from "zod";

import { SessionContext, type Me } from "@/session/session";
import { TeamContext } from "@/session/team-context";
import type { PublicTeam } from "@repo/validators/teams/teams";

import { FakeConvex } from "./fake-convex";

export const me = {
  _id: "user1",
  _creationTime: 0,
  name: "Ann",
  email: "ann@example.com",
  role: "member",
  avatarUrl: null,
} as unknown as Me;

export const team = {
  _id: "team1",
  _creationTime: 0,
  name: "Crew",
  memberCount: 2,
  myRole: "member",
} as unknown as PublicTeam;

/** A page with search parameters of its own: its route, and the address it is opened at. */
export interface PageAddress {
  /** The route below `_app`, such as `t/$team/tasks`. */
  path: string;
  address: string;
  search: z.ZodType<object>;
}

/**
 * Resolves once the first page is drawn.
 * @param ui what to draw
 * @param options.convex the backend
 * @param options.page the route that `ui` is the page of, for pages that read their address
 */
export async function renderPage(
  ui: ReactNode,
  { convex = new FakeConvex(), page }: { convex?: FakeConvex; page?: PageAddress } = {},
): Promise<RenderResult & { convex: FakeConvex; router: AnyRouter }> {
  const root = createRootRoute({
    component: () => (
      <SessionContext value={me}>
        <TeamContext value={team}>{page ? <Outlet /> : ui}</TeamContext>
        <Toaster />
      </SessionContext>
    ),
  });
  const router: AnyRouter = createRouter({
    routeTree: page ? root.addChildren([appRoute(root, ui, page)]) : root,
    history: createMemoryHistory({ initialEntries: [page?.address ?? "/"] }),
  });
  await router.load();
  const result = render(
    <ConvexProvider client={convex.client}>
      <RouterProvider router={router} />
    </ConvexProvider>,
  );
  return { ...result, convex, router };
}

function appRoute(root: AnyRootRoute, ui: ReactNode, { path, search }: PageAddress) {
  const app = createRoute({ getParentRoute: () => root, id: "_app" });
  const page = createRoute({
    getParentRoute: () => app,
    path,
    validateSearch: search,
    component: () => ui,
  });
  return app.addChildren([page]);
}
