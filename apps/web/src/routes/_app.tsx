// Pages for people who are signed in; everybody else is sent to sign in, and back afterwards.
import { createFileRoute, Outlet, useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";

import { RememberDevice } from "@/session/device";
import { SessionContext, useSession } from "@/session/session";
import { MyTeams } from "@/session/teams";
import { AppShell } from "@/shell/app-shell";
import { LoadingPage } from "@/shell/loading-page";

export const Route = createFileRoute("/_app")({ component: SignedInPages });

function SignedInPages() {
  const session = useSession();
  if (session.kind === "loading") return <LoadingPage />;
  if (session.kind === "signedOut") return <GoToSignIn />;
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

function GoToSignIn() {
  const router = useRouter();
  // The first address counts: on the way there, it is already the one of the sign-in page.
  const [next] = useState(router.state.location.href);
  useEffect(() => {
    void router.navigate({ to: "/sign-in", search: { next }, replace: true });
  }, [router, next]);
  return <LoadingPage />;
}
