import { api } from "@repo/backend/_generated/api";
import { createFileRoute, redirect, useRouter } from "@tanstack/react-router";

import { readSignInSearch } from "@/features/sign-in/search";
import { SignInPage } from "@/features/sign-in/sign-in-page";

export const Route = createFileRoute("/sign-in")({
  validateSearch: readSignInSearch,
  beforeLoad: ({ context, search }) => {
    if (context.isSignedIn) throw redirect({ href: search.next ?? "/start", replace: true });
  },
  loader: ({ context }) => context.convex.prewarmQuery({ query: api.auth.providers, args: {} }),
  component: SignIn,
});

function SignIn() {
  const { history } = useRouter();
  return <SignInPage search={Route.useSearch()} follow={(address) => history.push(address)} />;
}
