// Who is signed in: the session of the auth library joined with the user's own row.
import { api } from "@repo/backend/_generated/api";
import { useConvexAuth, useQuery } from "convex/react";
import type { FunctionReturnType } from "convex/server";
import { createContext, use } from "react";

export type Me = FunctionReturnType<typeof api.users.me>;

export type Session = { kind: "loading" } | { kind: "signedOut" } | { kind: "signedIn"; me: Me };

/** Live. Throws UNAUTHENTICATED to the error page when the signed-in user is gone. */
export function useSession(): Session {
  const { isLoading, isAuthenticated } = useConvexAuth();
  const me = useQuery(api.users.me, isAuthenticated ? {} : "skip");
  if (isLoading) return { kind: "loading" };
  if (!isAuthenticated) return { kind: "signedOut" };
  return me === undefined ? { kind: "loading" } : { kind: "signedIn", me };
}

export const SessionContext = createContext<Me | null>(null);

/** The signed-in user, below the signed-in layout. Throws elsewhere. */
export function useMe(): Me {
  const me = use(SessionContext);
  if (!me) throw new Error("useMe is for pages under the signed-in layout.");
  return me;
}
