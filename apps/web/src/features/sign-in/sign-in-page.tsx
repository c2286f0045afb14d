// The one page for people who are not signed in: sign in, create an account, or choose a new password. It is drawn
// without the router by `src/landing/visit.tsx`, so that its links are given to it.
import { Brand } from "@/shell/brand";
import type { FirstPageProps } from "@/shell/visitors";

import { FollowContext } from "./mode-link";
import { ResetForm } from "./reset-form";
import type { SignInSearch } from "./search";
import { SignInForm } from "./sign-in-form";
import { SignUpForm } from "./sign-up-form";

/**
 * @param search what the address has
 * @param follow opens another address of this page
 */
export function SignInPage({
  search: { mode, next },
  follow,
}: {
  search: SignInSearch;
  follow: FirstPageProps["follow"];
}) {
  return (
    <FollowContext value={follow}>
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
    </FollowContext>
  );
}
