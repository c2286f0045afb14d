// Home: the landing page for visitors; people who are signed in go to their team.
import { createFileRoute, Navigate } from "@tanstack/react-router";

import { Landing } from "@/features/landing/landing";
import { SessionContext, useSession } from "@/session/session";
import { MyTeams, useShownTeam } from "@/session/teams";
import { LoadingPage } from "@/shell/loading-page";

export const Route = createFileRoute("/")({ component: Home });

function Home() {
  const session = useSession();
  if (session.kind === "loading") return <LoadingPage />;
  if (session.kind === "signedOut") return <Landing />;
  return (
    <SessionContext value={session.me}>
      <MyTeams>
        <GoToTeam />
      </MyTeams>
    </SessionContext>
  );
}

function GoToTeam() {
  const team = useShownTeam();
  if (team === undefined) return <LoadingPage />;
  if (team === null) return <Navigate to="/notes" replace />;
  return <Navigate to="/t/$team" params={{ team: team._id }} replace />;
}
