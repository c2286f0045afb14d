import { api } from "@repo/backend/_generated/api";
import { PAGE_SIZE } from "@repo/validators/pagination";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { usePaginatedQuery } from "convex/react";

import { AuditList } from "@/components/audit-list";
import { ListBoundary } from "@/components/list-boundary";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { useTeam } from "@/session/teams";
import { useMay } from "@/session/use-may";
import { PageTitle } from "@/shell/page-title";

import { Invitations } from "./invitation-list";
import { MemberList } from "./member-list";
import { TeamSettings } from "./team-settings";
import { words } from "./words";

export function TeamPage() {
  const team = useTeam();
  const search = useSearch({ from: "/_app/t/$team/members" });
  const navigate = useNavigate({ from: "/t/$team/members" });
  const mayInvite = useMay("invitations.read");
  const maySeeHistory = useMay("auditEvents.read");
  // An address may name a part that is for owners alone.
  const maySee = search.tab === "invitations" ? mayInvite : maySeeHistory;
  const tab = search.tab !== undefined && maySee ? search.tab : "members";
  const open = (value: string) => {
    const next = value === "invitations" || value === "history" ? value : undefined;
    void navigate({ search: { tab: next }, replace: true });
  };
  return (
    <div className="grid max-w-4xl gap-6">
      <PageTitle title={words.title}>{words.subtitle(team.memberCount)}</PageTitle>
      <Tabs value={tab} onValueChange={open}>
        <TabsList>
          <TabsTrigger value="members">{words.tabs.members}</TabsTrigger>
          {mayInvite && <TabsTrigger value="invitations">{words.tabs.invitations}</TabsTrigger>}
          {maySeeHistory && <TabsTrigger value="history">{words.tabs.history}</TabsTrigger>}
        </TabsList>
        <ListBoundary resetKey={tab}>
          <TabsContent value="members" className="grid gap-6">
            <MemberList />
            <TeamSettings />
          </TabsContent>
          <TabsContent value="invitations">
            <Invitations />
          </TabsContent>
          <TabsContent value="history">
            <History />
          </TabsContent>
        </ListBoundary>
      </Tabs>
    </div>
  );
}

/** What happened in the team, newest first, live. */
function History() {
  const { _id: teamId } = useTeam();
  const first = { initialNumItems: PAGE_SIZE };
  const events = usePaginatedQuery(api.auditEvents.list, { teamId }, first);
  return <AuditList events={events} teamId={teamId} />;
}
