import { api } from "@repo/backend/_generated/api";
import type { ReceivedInvitation } from "@repo/validators/teams/invitations";
import { PAGE_SIZE } from "@repo/validators/pagination";
import { useNavigate } from "@tanstack/react-router";
import { useMutation, usePaginatedQuery } from "convex/react";
import { MailOpen } from "lucide-react";
import { memo } from "react";
import { toast } from "sonner";

import { ListBoundary } from "@/components/list-boundary";
import { MessagePanel } from "@/components/message-panel";
import { PagedList } from "@/components/paged-list";
import { Button } from "@/components/ui/button";
import { errorSentence } from "@/lib/error-sentences";
import { PageTitle } from "@/shell/page-title";

import { words } from "./words";

export function InvitationsPage() {
  return (
    <div className="grid max-w-3xl gap-6">
      <PageTitle title={words.title}>{words.subtitle}</PageTitle>
      <ListBoundary>
        <Received />
      </ListBoundary>
    </div>
  );
}

function Received() {
  const received = usePaginatedQuery(api.invitations.listMine, {}, { initialNumItems: PAGE_SIZE });
  const results = received.results.map((row) => ({ ...row, _id: row.invitationId }));
  const empty = (
    <MessagePanel icon={<MailOpen aria-hidden />} title={words.empty}>
      {words.emptyText}
    </MessagePanel>
  );
  return (
    <PagedList
      rows={{ ...received, results }}
      label={words.title}
      loading={words.loading}
      empty={empty}
    >
      {(invitation) => <Invitation key={invitation.invitationId} invitation={invitation} />}
    </PagedList>
  );
}

const Invitation = memo(function Invitation({ invitation }: { invitation: ReceivedInvitation }) {
  const { invitationId, teamName } = invitation;
  const accept = useMutation(api.invitations.acceptMine);
  const decline = useMutation(api.invitations.decline);
  const navigate = useNavigate();
  const failed = (sentence: string) => (error: unknown) => {
    toast.error(sentence, { description: errorSentence(error) });
  };
  return (
    <li tabIndex={-1} className="flex flex-wrap items-center gap-3 p-4">
      <div className="grid min-w-0 flex-1 gap-0.5">
        <h2 className="text-sm font-medium wrap-anywhere">{words.invites(invitation)}</h2>
        <p className="text-xs text-muted-foreground">{words.details(invitation)}</p>
      </div>
      <Button
        size="sm"
        aria-label={words.acceptOf(teamName)}
        onClick={() => {
          accept({ invitationId }).then(
            (team) => navigate({ to: "/t/$team", params: { team } }),
            failed(words.notAccepted),
          );
        }}
      >
        {words.accept}
      </Button>
      <Button
        size="sm"
        variant="outline"
        aria-label={words.declineOf(teamName)}
        onClick={() => void decline({ invitationId }).catch(failed(words.notDeclined))}
      >
        {words.decline}
      </Button>
    </li>
  );
});
