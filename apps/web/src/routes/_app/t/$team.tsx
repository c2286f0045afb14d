// Pages of one team, which the address names.
import { createFileRoute, Outlet } from "@tanstack/react-router";
import { Users } from "lucide-react";

import { TeamMembers } from "@/components/members";
import { MessagePanel } from "@/components/message-panel";
import { TeamContext } from "@/session/team-context";
import { useTeamOfAddress } from "@/session/teams";
import { PageSkeleton } from "@/components/page-skeleton";

export const Route = createFileRoute("/_app/t/$team")({ component: TeamPages });

function TeamPages() {
  const { team: id } = Route.useParams();
  const team = useTeamOfAddress(id);
  if (team === undefined) return <PageSkeleton label="Loading the team" />;
  if (team === null) {
    return (
      <MessagePanel icon={<Users aria-hidden />} title="You cannot see this team" headingLevel={1}>
        You are not a member, or the team was removed. Choose another team at the top of the page.
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
