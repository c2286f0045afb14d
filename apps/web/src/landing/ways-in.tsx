// The ways in that features add to the landing page of a first visit, with the connection that they need.
import { useConvexAuth } from "convex/react";
import { Suspense, useEffect } from "react";

import { Toaster } from "@/components/ui/sonner";
import { waysIn } from "@/shell/visitors";

import { Connected } from "@/connection/connected";

/** `onSignedIn`: called once somebody is. */
export default function WaysIn({ onSignedIn }: { onSignedIn: () => void }) {
  return (
    <Connected>
      <GoOn onSignedIn={onSignedIn} />
      <Suspense>
        {waysIn.map((WayIn, index) => (
          <WayIn key={index} />
        ))}
      </Suspense>
      <Toaster />
    </Connected>
  );
}

function GoOn({ onSignedIn }: { onSignedIn: () => void }) {
  const { isAuthenticated } = useConvexAuth();
  useEffect(() => {
    if (isAuthenticated) onSignedIn();
  }, [isAuthenticated, onSignedIn]);
  return null;
}
