// Draws a component as a signed-in person sees it, with a router and a fake backend.
import { render, type RenderResult } from "@testing-library/react";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { ConvexProvider } from "convex/react";
import type { ReactNode } from "react";
import { Toaster } from "sonner";

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

/** Resolves once the first page is drawn. */
export async function renderPage(
  ui: ReactNode,
  { convex = new FakeConvex() }: { convex?: FakeConvex } = {},
): Promise<RenderResult & { convex: FakeConvex }> {
  const root = createRootRoute({
    component: () => (
      <SessionContext value={me}>
        <TeamContext value={team}>{ui}</TeamContext>
        <Toaster />
      </SessionContext>
    ),
  });
  const router = createRouter({
    routeTree: root,
    history: createMemoryHistory({ initialEntries: ["/"] }),
  });
  await router.load();
  const result = render(
    <ConvexProvider client={convex.client}>
      <RouterProvider router={router as never} />
    </ConvexProvider>,
  );
  return { ...result, convex };
}
