// Pages for people who are signed in; everybody else is sent to sign in, and back afterwards.
import { createFileRoute, Outlet, retainSearchParams, useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { z } from "zod";

import { AppHeader } from "../layout/app-header.tsx";
import { LoadingPage } from "../layout/loading-page.tsx";
import { RememberDevice } from "../session/device.tsx";
import { SessionContext, useSession } from "../session/session.ts";

/** The team whose rows are shown. From one page to the next it stays the same. */
const searchShape = z.object({ team: z.string().optional().catch(undefined) });

export const Route = createFileRoute("/_app")({
  validateSearch: searchShape,
  search: { middlewares: [retainSearchParams(["team"])] },
  component: SignedInPages,
});

function SignedInPages() {
  const session = useSession();
  if (session.kind === "loading") return <LoadingPage />;
  if (session.kind === "signedOut") return <GoToSignIn />;
  return (
    <SessionContext value={session.me}>
      <RememberDevice />
      <AppHeader me={session.me} />
      <main id="content" className="mx-auto max-w-4xl px-4 py-6 sm:px-6 sm:py-8">
        <Outlet />
      </main>
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
