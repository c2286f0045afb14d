// The one page for people who are not signed in: sign in, create an account, or choose a new password.
import { createFileRoute, useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { z } from "zod";

import { Brand } from "@/shell/brand";
import { LoadingPage } from "@/shell/loading-page";
import { ResetForm } from "@/features/sign-in/reset-form";
import { useSession } from "@/session/session";
import { SignInForm } from "@/features/sign-in/sign-in-form";
import { SignUpForm } from "@/features/sign-in/sign-up-form";

const searchShape = z.object({
  mode: z.enum(["sign-up", "reset"]).optional().catch(undefined),
  /** A path of this app to go to afterwards; this page and addresses elsewhere are ignored. */
  next: z
    .string()
    .regex(/^\/(?![/\\]|sign-in)/)
    .optional()
    .catch(undefined),
});

export const Route = createFileRoute("/sign-in")({
  validateSearch: searchShape,
  component: SignInPage,
});

function SignInPage() {
  const session = useSession();
  const { mode, next } = Route.useSearch();
  if (session.kind === "loading") return <LoadingPage />;
  if (session.kind === "signedIn") return <GoTo to={next ?? "/"} />;
  return (
    <main className="mx-auto grid min-h-dvh max-w-md content-center gap-8 px-4 py-10">
      <div className="justify-self-center">
        <Brand />
      </div>
      <div className="rounded-2xl border border-border bg-card p-6 shadow-sm sm:p-8">
        {mode === "sign-up" && <SignUpForm next={next} />}
        {mode === "reset" && <ResetForm next={next} />}
        {mode === undefined && <SignInForm next={next} />}
      </div>
    </main>
  );
}

function GoTo({ to }: { to: string }) {
  const router = useRouter();
  // The first value counts: on the way there, the search of the new address has no `next`.
  const [target] = useState(to);
  useEffect(() => router.history.replace(target), [router, target]);
  return <LoadingPage />;
}
