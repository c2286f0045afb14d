// The sign-in page for somebody who opens it first: drawn before the router and the other pages are loaded.
import { api } from "@repo/backend/_generated/api";
import { useConvex, useConvexAuth } from "convex/react";
import { lazy, startTransition, Suspense, useEffect, useState } from "react";

import { Connected } from "@/connection/connected";
import { readSignInSearch } from "@/features/sign-in/search";
import { SignInPage } from "@/features/sign-in/sign-in-page";
import { LoadingPage } from "@/shell/loading-page";
import { Notices } from "@/shell/notices";

const loadPages = () => import("../pages.tsx");
const Pages = lazy(loadPages);

export default function SignInVisit() {
  return (
    <Connected>
      <UntilLeft />
    </Connected>
  );
}

/** The page, until its form has signed somebody in or a link is followed: the router takes over at that address. */
function UntilLeft() {
  const convex = useConvex();
  const { isAuthenticated } = useConvexAuth();
  const [isLeft, setIsLeft] = useState(false);
  const [search] = useState(() =>
    readSignInSearch(Object.fromEntries(new URLSearchParams(location.search))),
  );
  // The page stays until the router is loaded.
  const leave = () => startTransition(() => setIsLeft(true));
  useEffect(() => {
    // The same as the loader of the route.
    convex.prewarmQuery({ query: api.auth.providers, args: {} });
    void loadPages();
  }, [convex]);
  useEffect(() => {
    if (isAuthenticated) leave();
  }, [isAuthenticated]);
  if (isLeft) {
    return (
      <Suspense fallback={<LoadingPage />}>
        <Pages />
      </Suspense>
    );
  }
  const follow = (address: string) => {
    history.pushState(null, "", address);
    leave();
  };
  return (
    <>
      <SignInPage search={search} follow={follow} />
      <Notices hasMessages />
    </>
  );
}
