// Where the app opens for somebody who is signed in: the team that was shown last, or their notes.
import { createFileRoute, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";

import { PageSkeleton } from "@/components/page-skeleton";
import { useShownTeam } from "@/session/teams";
import { words } from "@/shell/words";

export const Route = createFileRoute("/_app/start")({ component: Start });

function Start() {
  const team = useShownTeam();
  const router = useRouter();
  useEffect(() => {
    // This page stays until the next one is loaded. Whatever somebody opens meanwhile counts.
    if (team === undefined || router.latestLocation.pathname !== "/start") return;
    const target =
      team === null
        ? ({ to: "/notes" } as const)
        : ({ to: "/t/$team", params: { team: team._id } } as const);
    void router.navigate({ ...target, replace: true });
  }, [team, router]);
  return <PageSkeleton label={words.loadingTeams} />;
}
