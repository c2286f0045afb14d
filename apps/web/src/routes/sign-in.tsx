// The one page for people who are not signed in: sign in, create an account, or choose a new password.
import { api } from "@repo/backend/_generated/api";
import { createFileRoute, redirect } from "@tanstack/react-router";

import { oneOf, searchParams } from "@/lib/search-params";
import { Brand } from "@/shell/brand";
import { ResetForm } from "@/features/sign-in/reset-form";
import { SignInForm } from "@/features/sign-in/sign-in-form";
import { SignUpForm } from "@/features/sign-in/sign-up-form";

/** A path of this app to go to afterwards; this page and addresses elsewhere are ignored. */
const ownPath = (value: unknown) =>
  typeof value === "string" && /^\/(?![/\\]|sign-in)/.test(value) ? value : undefined;

const readSearch = searchParams({ mode: oneOf(["sign-up", "reset"]), next: ownPath });

export const Route = createFileRoute("/sign-in")({
  validateSearch: readSearch,
  beforeLoad: ({ context, search }) => {
    if (context.isSignedIn) throw redirect({ href: search.next ?? "/start", replace: true });
  },
  loader: ({ context }) => context.convex.prewarmQuery({ query: api.auth.providers, args: {} }),
  component: SignInPage,
});

function SignInPage() {
  const { mode, next } = Route.useSearch();
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
