// The pages of somebody who is not signed in, drawn before the client and the router are loaded.
import { lazy, Suspense, useCallback, useEffect, useState, type ReactNode } from "react";

import { LoadingPage } from "@/shell/loading-page";
import { firstPages, waysIn, type FirstPage } from "@/shell/visitors";

import { Landing } from "./landing";

const WaysIn = lazy(() => import("./ways-in.tsx"));
const Visit = lazy(() => import("./visit.tsx"));

/** How the auth library names what it keeps of a session. */
const SESSION = "__convexAuthRefreshToken";

/**
 * Which page somebody who is not signed in opens first; null for any other visit. A search may have the code of a
 * provider.
 * @param address of the window
 * @param kept what is kept on this device
 */
export function firstVisitOf(
  { pathname, search }: Pick<Location, "pathname" | "search">,
  kept: Storage,
): "landing" | FirstPage | null {
  const isSignedIn = Object.keys(kept).some((key) => key.startsWith(SESSION));
  if (isSignedIn || new URLSearchParams(search).has("code")) return null;
  if (pathname === "/" && search === "") return "landing";
  return firstPages.find(({ path }) => path === pathname) ?? null;
}

interface Props {
  page: "landing" | FirstPage;
  /** Loads the code of the page that a link leads to. */
  loadClient: () => Promise<unknown>;
  /** The pages behind the router, once `loadPages` has loaded their code. */
  pages: ReactNode;
  loadPages: () => Promise<unknown>;
  /** What follows once somebody has signed in on the landing page. */
  children: ReactNode;
}

export function FirstVisit({ page, ...props }: Props) {
  return page === "landing" ? <LandingVisit {...props} /> : <PageVisit {...page} {...props} />;
}

function PageVisit({ load, pages, loadPages }: FirstPage & Omit<Props, "page">) {
  const [Page] = useState(() => {
    // Loaded while `Visit` is.
    const loading = load();
    return lazy(() => loading);
  });
  return (
    <Suspense fallback={<LoadingPage />}>
      <Visit page={Page} pages={pages} loadPages={loadPages} />
    </Suspense>
  );
}

function LandingVisit({ loadClient, children }: Pick<Props, "loadClient" | "children">) {
  const [isOver, setIsOver] = useState(false);
  const end = useCallback(() => setIsOver(true), []);
  useEffect(() => void loadClient(), [loadClient]);
  if (isOver) return children;
  return <Landing waysIn={waysIn.length > 0 && <WaysIn onSignedIn={end} />} />;
}
