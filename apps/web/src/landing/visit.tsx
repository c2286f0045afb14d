// A page that somebody opens first: drawn before the router and the other pages are loaded.
import { useConvexAuth } from "convex/react";
import {
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

interface Props {
  page: ComponentType<FirstPageProps>;
  /** The pages behind the router, once `loadPages` has loaded their code. */
  pages: ReactNode;
  loadPages: () => Promise<unknown>;
}

/** Shows the page until it has signed somebody in or a link of it is followed: the router takes over at that address. */
export default function Visit(props: Props) {
  return (
    <Connected>
      <UntilLeft {...props} />
    </Connected>
  );
}

function UntilLeft({ page: Page, pages, loadPages }: Props): ReactNode {
  const { isAuthenticated } = useConvexAuth();
  const [isLeft, setIsLeft] = useState(false);
  // The page stays until the router is loaded.
  const leave = () => startTransition(() => setIsLeft(true));
  useEffect(() => void loadPages(), [loadPages]);
  useEffect(() => {
    if (isAuthenticated) leave();
  }, [isAuthenticated]);
  if (isLeft) return <Suspense fallback={<LoadingPage />}>{pages}</Suspense>;
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
