// Where the app opens for somebody who is signed in: the team that was shown last, or their notes.
import { createFileRoute, Navigate } from "@tanstack/react-router";

import { PageSkeleton } from "@/components/page-skeleton";
import { useShownTeam } from "@/session/teams";

export const Route = createFileRoute("/_app/start")({ component: Start });

function Start() {
  const team = useShownTeam();
  if (team === undefined) return <PageSkeleton label="Loading your teams" />;
  if (team === null) return <Navigate to="/notes" replace />;
  return <Navigate to="/t/$team" params={{ team: team._id }} replace />;
}
