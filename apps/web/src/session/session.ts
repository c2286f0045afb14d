// Who is signed in, and what surrounds every page for them: one query, which everything that needs a part of it shares.
import { api } from "@repo/backend/_generated/api";
import { useConvexAuth, useQuery } from "convex/react";
import type { FunctionReturnType } from "convex/server";
import { createContext, use } from "react";

import { useStable } from "@/lib/stable-results";

type Frame = FunctionReturnType<typeof api.frame.get>;
export type Me = Frame["me"];

export type Session = { kind: "loading" } | { kind: "signedOut" } | { kind: "signedIn"; me: Me };

/** Live. Throws UNAUTHENTICATED to the error page when the signed-in user is gone. */
export function useSession(): Session {
  const { isLoading, isAuthenticated } = useConvexAuth();
  const frame = useQuery(api.frame.get, isAuthenticated ? {} : "skip");
  const me = useStable(frame?.me);
  if (isLoading) return { kind: "loading" };
  if (!isAuthenticated) return { kind: "signedOut" };
  return me === undefined ? { kind: "loading" } : { kind: "signedIn", me };
}

/**
 * A part of what surrounds every page, live: the person's teams, their unread notifications, and what recognizes the
 * device. For pages of people who are signed in.
 * @returns undefined while it is loading; the same object until something in it changes
 */
export function useFramePart<Part extends keyof Frame>(part: Part): Frame[Part] | undefined {
  return useStable(useQuery(api.frame.get, {})?.[part]);
}

export const SessionContext = createContext<Me | null>(null);

/** The signed-in user, below the signed-in layout. Throws elsewhere. */
export function useMe(): Me {
  const me = use(SessionContext);
  if (!me) throw new Error("useMe is for pages under the signed-in layout.");
  return me;
}
