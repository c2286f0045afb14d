import { createFileRoute, redirect } from "@tanstack/react-router";

import { InvitationLinkPage } from "@/features/invitations/invitation-link-page";
import { keepToken, keptToken } from "@/features/invitations/link-token";

export const Route = createFileRoute("/invitation")({
  beforeLoad: ({ location }) => {
    if (location.hash === "") return { token: keptToken() };
    // The address of a page is shown, shared and kept in the history: the token leaves it at once.
    keepToken(location.hash);
    throw redirect({ to: "/invitation", hash: "", replace: true });
  },
  component: LinkPage,
});

function LinkPage() {
  const { token } = Route.useRouteContext();
  return <InvitationLinkPage token={token} />;
}
