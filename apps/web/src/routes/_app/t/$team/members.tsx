import { createFileRoute } from "@tanstack/react-router";

import { TeamPage } from "@/features/teams/team-page";
import { oneOf, searchParams } from "@/lib/search-params";

export const Route = createFileRoute("/_app/t/$team/members")({
  validateSearch: searchParams({ tab: oneOf(["invitations", "history", "storage"]) }),
  component: TeamPage,
});
