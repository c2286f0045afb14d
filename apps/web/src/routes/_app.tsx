// Pages for people who are signed in; everybody else is sent to sign in, and back afterwards.
import { api } from "@repo/backend/_generated/api";
import { createFileRoute, Outlet } from "@tanstack/react-router";

import { RememberDevice } from "@/session/device";
import { requireSignedIn } from "@/session/guards";
import { SessionContext, useSession } from "@/session/session";
import { MyTeams } from "@/session/teams";
import { AppShell } from "@/shell/app-shell";
import { LoadingPage } from "@/shell/loading-page";

export const Route = createFileRoute("/_app")({
  beforeLoad: requireSignedIn,
  loader: ({ context }) => context.convex.prewarmQuery({ query: api.frame.get, args: {} }),
  pendingComponent: LoadingPage,
  component: SignedInPages,
});

function SignedInPages() {
  const session = useSession();
  // Signed out counts as loading: the guard is about to lead elsewhere.
  if (session.kind !== "signedIn") return <LoadingPage />;
  return (
    <SessionContext value={session.me}>
      <RememberDevice />
      <MyTeams>
        <AppShell>
          <Outlet />
        </AppShell>
      </MyTeams>
    </SessionContext>
  );
}
