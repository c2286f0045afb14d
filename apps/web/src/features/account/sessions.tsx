import { api } from "@repo/backend/_generated/api";
import type { PublicSession } from "@repo/validators/accounts/authSessions";
import { PAGE_SIZE } from "@repo/validators/pagination";
import { useMutation, usePaginatedQuery } from "convex/react";
import { MonitorSmartphone } from "lucide-react";
import { toast } from "sonner";

import { momentText } from "@/components/facts";
import { LoadMore } from "@/components/load-more";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { errorSentence } from "@/lib/error-sentences";
import { removeFromPages } from "@/lib/optimistic";
import { useLoadMore } from "@/lib/use-load-more";
import { PageSkeleton } from "@/components/page-skeleton";

import { words } from "./words";

const failed = (error: unknown) => {
  toast.error(words.notRevoked, { description: errorSentence(error) });
};

export function Sessions() {
  const sessions = usePaginatedQuery(api.sessions.list, {}, { initialNumItems: PAGE_SIZE });
  const loadMore = useLoadMore(sessions);
  const revokeOthers = useMutation(api.sessions.revokeOthers);
  if (sessions.status === "LoadingFirstPage") return <PageSkeleton label={words.loading} />;
  return (
    <div className="grid justify-items-start gap-4">
      <ul aria-label={words.sessions} className="w-full divide-y rounded-xl border">
        {sessions.results.map((session) => (
          <Session key={session._id} session={session} />
        ))}
      </ul>
      <LoadMore status={sessions.status} onLoadMore={loadMore} />
      {sessions.results.length > 1 && (
        <Button
          variant="outline"
          onClick={() => {
            revokeOthers({}).then(() => toast.success(words.revoked), failed);
          }}
        >
          {words.revokeOthers}
        </Button>
      )}
    </div>
  );
}

function Session({ session }: { session: PublicSession }) {
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
            revoke({ id: session._id }).then(() => toast.success(words.revoked), failed);
          }}
        >
          {words.revoke}
        </Button>
      )}
    </li>
  );
}
