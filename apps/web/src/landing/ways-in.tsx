// The ways in that features add to the landing page of a first visit, with the connection that they need.
import { useConvexAuth } from "convex/react";
import { Suspense, useEffect } from "react";

import { Toaster } from "@/components/ui/sonner";
import { waysIn } from "@/shell/visitors";

import { Connected } from "../connected.tsx";

export default function WaysIn() {
  return (
    <Connected>
      <GoOn />
      <Suspense>
        {waysIn.map((WayIn, index) => (
          <WayIn key={index} />
        ))}
      </Suspense>
      <Toaster />
    </Connected>
  );
}

/** Who is signed in leaves the landing page. */
function GoOn() {
  const { isAuthenticated } = useConvexAuth();
  useEffect(() => {
    if (isAuthenticated) location.replace("/start");
  }, [isAuthenticated]);
  return null;
}
