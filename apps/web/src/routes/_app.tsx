// Pages for people who are signed in; everybody else is sent to sign in, and back afterwards.
import { createFileRoute, Navigate, Outlet, useLocation } from "@tanstack/react-router";

import { AppHeader } from "../layout/app-header.tsx";
import { LoadingPage } from "../layout/loading-page.tsx";
import { SessionContext, useSession } from "../session/session.ts";

export const Route = createFileRoute("/_app")({ component: SignedInPages });

function SignedInPages() {
  const session = useSession();
  const { href } = useLocation();
  if (session.kind === "loading") return <LoadingPage />;
  if (session.kind === "signedOut")
    return <Navigate to="/sign-in" search={{ next: href }} replace />;
  return (
    <SessionContext value={session.me}>
      <AppHeader me={session.me} />
      <main id="content" className="mx-auto max-w-4xl px-4 py-6 sm:px-6 sm:py-8">
        <Outlet />
      </main>
    </SessionContext>
  );
}
