// What happened: who changed which row, when. Of a team for its owners, of everything for administrators.
import { api } from "@repo/backend/_generated/api";
import type { Id } from "@repo/backend/_generated/dataModel";
import type { PublicAuditEvent } from "@repo/validators/platform/auditEvents";
import { PAGE_SIZE } from "@repo/validators/pagination";
import { usePaginatedQuery } from "convex/react";

import { momentText } from "@/components/facts";
import { LoadMore } from "@/components/load-more";
import { PersonName } from "@/components/person-name";
import { useLoadMore } from "@/lib/use-load-more";
import { PageSkeleton } from "@/components/page-skeleton";

const words = {
  list: "What happened",
  empty: "Nothing happened yet.",
  system: "The app",
  loading: "Loading what happened",
  from: "from",
  to: "to",
};

const first = { initialNumItems: PAGE_SIZE };

/** `of` names a team; without one, the events of the whole app. */
export function AuditList({ of }: { of?: { teamId: Id<"teams"> } }) {
  const ofTeam = usePaginatedQuery(api.auditEvents.list, of ?? "skip", first);
  const all = usePaginatedQuery(api.auditEvents.listAll, of ? "skip" : {}, first);
  const events = of ? ofTeam : all;
  const loadMore = useLoadMore(events);
  if (events.status === "LoadingFirstPage") return <PageSkeleton label={words.loading} />;
  if (events.results.length === 0) return <p className="text-muted-foreground">{words.empty}</p>;
  return (
    <div className="grid gap-4">
      <ol aria-label={words.list} className="divide-y rounded-xl border bg-card">
        {events.results.map((event) => (
          <AuditRow key={event._id} event={event} />
        ))}
      </ol>
      <LoadMore status={events.status} onLoadMore={loadMore} />
    </div>
  );
}

function AuditRow({ event }: { event: PublicAuditEvent }) {
  return (
    <li className="grid gap-1 p-3 text-sm sm:px-4">
      <p>
        <span className="font-medium">
          {event.actorId ? <PersonName id={event.actorId} /> : words.system}
        </span>{" "}
        <code className="text-xs">{event.action}</code>
      </p>
      {event.details.length > 0 && (
        <p className="text-xs wrap-anywhere text-muted-foreground">
          {event.details
            .map(({ field, from, to }) =>
              [
                field,
                from !== undefined && `${words.from} ${String(from)}`,
                to !== undefined && `${words.to} ${String(to)}`,
              ]
                .filter(Boolean)
                .join(" "),
            )
            .join(" · ")}
        </p>
      )}
      <p className="text-xs text-muted-foreground">{momentText(event._creationTime)}</p>
    </li>
  );
}
