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
import { TeamStorage } from "./team-storage";
import { words } from "./words";

export function TeamPage() {
  const team = useTeam();
  const search = useSearch({ from: "/_app/t/$team/members" });
  const navigate = useNavigate({ from: "/t/$team/members" });
  const maySee = {
    invitations: useMay("invitations.read"),
    history: useMay("auditEvents.read"),
    storage: useMay("quotas.read"),
  };
  const parts = (["invitations", "history", "storage"] as const).filter((part) => maySee[part]);
  // An address may name a part that is for owners alone.
  const tab = parts.find((part) => part === search.tab);
  const open = (value: string) => {
    const next = parts.find((part) => part === value);
    void navigate({ search: { tab: next }, replace: true });
  };
  return (
    <div className="grid max-w-4xl gap-6">
      <PageTitle title={words.title}>{words.subtitle(team.memberCount)}</PageTitle>
      <Tabs value={tab ?? "members"} onValueChange={open}>
        <TabsList>
          <TabsTrigger value="members">{words.tabs.members}</TabsTrigger>
          {parts.map((part) => (
            <TabsTrigger key={part} value={part}>
              {words.tabs[part]}
            </TabsTrigger>
          ))}
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
          <TabsContent value="storage">
            <TeamStorage />
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
