import { createFileRoute } from "@tanstack/react-router";

import { InvitationLinkPage } from "@/features/invitations/invitation-link-page";

export const Route = createFileRoute("/invitations/$token")({ component: LinkPage });

function LinkPage() {
  const { token } = Route.useParams();
  return <InvitationLinkPage token={token} />;
}
