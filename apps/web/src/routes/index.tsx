// The landing page for visitors; people who are signed in go to their team.
import { createFileRoute, redirect } from "@tanstack/react-router";

import { Landing } from "@/landing/landing";
import { waysIn } from "@/shell/visitors";

export const Route = createFileRoute("/")({
  beforeLoad: ({ context }) => {
    if (context.isSignedIn) throw redirect({ to: "/start", replace: true });
  },
  component: LandingPage,
});

function LandingPage() {
  return (
    <Landing
      waysIn={waysIn.map((WayIn, index) => (
        <WayIn key={index} />
      ))}
    />
  );
}
