// A page that somebody opens first: drawn before the router and the other pages are loaded.
import { useConvexAuth } from "convex/react";
import {
  lazy,
  startTransition,
  Suspense,
  useEffect,
  useState,
  type ComponentType,
  type ReactNode,
} from "react";

import { Connected } from "@/connection/connected";
import { LoadingPage } from "@/shell/loading-page";
import { Notices } from "@/shell/notices";
import type { FirstPageProps } from "@/shell/visitors";

const loadPages = () => import("../pages.tsx");
const Pages = lazy(loadPages);

/** Shows the page until it has signed somebody in or a link of it is followed: the router takes over at that address. */
export default function Visit({ page }: { page: ComponentType<FirstPageProps> }) {
  return (
    <Connected>
      <UntilLeft page={page} />
    </Connected>
  );
}

function UntilLeft({ page: Page }: { page: ComponentType<FirstPageProps> }): ReactNode {
  const { isAuthenticated } = useConvexAuth();
  const [isLeft, setIsLeft] = useState(false);
  // The page stays until the router is loaded.
  const leave = () => startTransition(() => setIsLeft(true));
  useEffect(() => void loadPages(), []);
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
      <Page follow={follow} />
      <Notices hasMessages />
    </>
  );
}
