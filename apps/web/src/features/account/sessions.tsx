import { api } from "@repo/backend/_generated/api";
import type { PublicSession } from "@repo/validators/accounts/authSessions";
import { PAGE_SIZE } from "@repo/validators/pagination";
import { useMutation, usePaginatedQuery } from "convex/react";
import { MonitorSmartphone } from "lucide-react";
import { memo } from "react";
import { toast } from "sonner";

import { momentText } from "@/components/facts";
import { PagedList } from "@/components/paged-list";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { failed } from "@/lib/failed";
import { removeFromPages } from "@/lib/optimistic";

import { words } from "./words";

export function Sessions() {
  const sessions = usePaginatedQuery(api.sessions.list, {}, { initialNumItems: PAGE_SIZE });
  const revokeOthers = useMutation(api.sessions.revokeOthers);
  return (
    <div className="grid grid-cols-1 gap-4">
      <PagedList
        rows={sessions}
        label={words.sessions}
        loading={words.loading}
        empty={words.noSessions}
      >
        {(session) => <Session key={session._id} session={session} />}
      </PagedList>
      {sessions.results.length > 1 && (
        <Button
          variant="outline"
          className="justify-self-start"
          onClick={() => {
            revokeOthers({}).then(() => toast.success(words.revoked), failed(words.notRevoked));
          }}
        >
          {words.revokeOthers}
        </Button>
      )}
    </div>
  );
}

const Session = memo(function Session({ session }: { session: PublicSession }) {
  const since = momentText(session._creationTime) ?? "";
  const revoke = useMutation(api.sessions.revoke).withOptimisticUpdate((store, { id }) =>
    removeFromPages(store, api.sessions.list, id),
  );
  return (
    <li tabIndex={-1} className="flex flex-wrap items-center gap-3 p-3">
      <MonitorSmartphone aria-hidden className="size-5 text-muted-foreground" />
      <div className="min-w-0 flex-1 text-sm">
        <p>{words.session(since)}</p>
        <p className="text-xs text-muted-foreground">
          {words.lastUsed(momentText(session.lastUsedAt) ?? "")}
        </p>
      </div>
      {session.isCurrent ? (
        <Badge>{words.thisDevice}</Badge>
      ) : (
        <Button
          variant="outline"
          size="sm"
          aria-label={words.revokeOf(since)}
          onClick={() => {
            revoke({ id: session._id }).then(
              () => toast.success(words.revoked),
              failed(words.notRevoked),
            );
          }}
        >
          {words.revoke}
        </Button>
      )}
    </li>
  );
});
