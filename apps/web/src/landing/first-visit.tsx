// The landing page for somebody who is not signed in: drawn before the client and the router are loaded.
import { lazy, useCallback, useEffect, useState, type ReactNode } from "react";

import { Landing } from "./landing";
import { waysIn } from "@/shell/visitors";

const WaysIn = lazy(() => import("./ways-in.tsx"));

/** How the auth library names what it keeps of a session. */
const SESSION = "__convexAuthRefreshToken";

/**
 * Whether an address is the landing page of somebody who is not signed in. A search may have the code of a provider.
 * @param address of the window
 * @param kept what is kept on this device
 */
export function isFirstVisit(
  { pathname, search }: Pick<Location, "pathname" | "search">,
  kept: Storage,
): boolean {
  const isSignedIn = Object.keys(kept).some((key) => key.startsWith(SESSION));
  return pathname === "/" && search === "" && !isSignedIn;
}

interface Props {
  /** Loads the code of the page that a link leads to. */
  loadClient: () => Promise<unknown>;
  /** What follows once somebody has signed in here. */
  children: ReactNode;
}

export function FirstVisit({ loadClient, children }: Props) {
  const [isOver, setIsOver] = useState(false);
  const end = useCallback(() => setIsOver(true), []);
  useEffect(() => void loadClient(), [loadClient]);
  if (isOver) return children;
  return <Landing waysIn={waysIn.length > 0 && <WaysIn onSignedIn={end} />} />;
}
