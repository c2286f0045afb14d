import { createFileRoute } from "@tanstack/react-router";
import { z } from "zod";

import { TeamPage } from "@/features/teams/team-page";

export const Route = createFileRoute("/_app/t/$team/members")({
  validateSearch: z.object({
    tab: z.enum(["invitations", "history"]).optional().catch(undefined),
  }),
  component: TeamPage,
});
