// Pages of one team, which the address names.
import { createFileRoute, Outlet } from "@tanstack/react-router";
import { Users } from "lucide-react";

import { TeamMembers } from "@/components/members";
import { MessagePanel } from "@/components/message-panel";
import { TeamContext } from "@/session/team-context";
import { useTeamOfAddress } from "@/session/teams";
import { PageSkeleton } from "@/components/page-skeleton";
import { words } from "@/shell/words";

export const Route = createFileRoute("/_app/t/$team")({ component: TeamPages });

function TeamPages() {
  const { team: id } = Route.useParams();
  const team = useTeamOfAddress(id);
  if (team === undefined) return <PageSkeleton label={words.loadingTeam} />;
  if (team === null) {
    return (
      <MessagePanel icon={<Users aria-hidden />} title={words.teamNotSeen} headingLevel={1}>
        {words.teamNotSeenText}
      </MessagePanel>
    );
  }
  // Another team is another page: nothing typed for one is kept for the other.
  return (
    <TeamContext key={team._id} value={team}>
      <TeamMembers>
        <Outlet />
      </TeamMembers>
    </TeamContext>
  );
}
