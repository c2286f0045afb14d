// Draws a component as a signed-in person sees it, with a router and a fake backend.
import { configure, render, type RenderResult } from "@testing-library/react";
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
import { toast, Toaster } from "sonner";
import type { z } from "zod";

import { SessionContext, type Me } from "@/session/session";
import { SiteUrlContext } from "@/session/site-url";
import { TeamContext } from "@/session/team-context";
import type { PublicTeam } from "@repo/validators/teams/teams";

import { FakeConvex } from "./fake-convex";

// A busy machine is slow, and no reason to fail.
configure({ asyncUtilTimeout: 10_000 });

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

/** What surrounds every page, as `api.frame.get` answers it. */
export const frame = {
  me,
  teams: [team],
  unread: { count: 0, isMore: false },
  device: "device1",
};

/** A page with search parameters of its own: its route, and the address it is opened at. */
export interface PageAddress {
  /** The route below `_app`, such as `t/$team/tasks`. */
  path: string;
  address: string;
  /** Reads its search parameters. */
  search: z.ZodType<object> | ((search: Record<string, unknown>) => object);
}

export interface RenderOptions {
  convex?: FakeConvex;
  page?: PageAddress;
  /** What the signed-in person differs in from `me`. */
  as?: Partial<Me>;
  /** What the team of the page differs in from `team`. */
  teamIs?: Partial<PublicTeam>;
}

/**
 * Resolves once the first page is drawn.
 * @param ui what to draw
 * @param options.convex the backend
 * @param options.page the route that `ui` is the page of, for pages that read their address
 * @param options.as who is signed in
 * @param options.teamIs the team of the page
 */
export async function renderPage(
  ui: ReactNode,
  { convex = new FakeConvex(), page, as = {}, teamIs = {} }: RenderOptions = {},
): Promise<RenderResult & { convex: FakeConvex; router: AnyRouter }> {
  // A new place for messages shows those of earlier tests that are still up.
  for (const { id } of toast.getToasts()) toast.dismiss(id);
  const root = createRootRoute({
    component: () => (
      <SiteUrlContext value="http://site.test">
        <SessionContext value={{ ...me, ...as }}>
          <TeamContext value={{ ...team, ...teamIs }}>
            <main>{page ? <Outlet /> : ui}</main>
          </TeamContext>
          <Toaster closeButton />
        </SessionContext>
      </SiteUrlContext>
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
